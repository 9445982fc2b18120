using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Shelf labels in ZPL II. Source: Zebra, "ZPL II Programming Guide": ^CI28 (UTF-8), ^FH (hexadecimal in fields), ^FB (lines in a
/// block), ^A0 (scalable font), ^BE, ^B8 and ^BU (EAN-13, EAN-8, UPC-A).
/// </summary>
public static class ZplEncoder
{
    private const double MarginMm = 2;
    private const string Cut = "...";

    /// <summary>One label, from ^XA to ^XZ.</summary>
    public static byte[] Encode(ShelfLabel label, LabelMedia media)
    {
        var zpl = new StringBuilder();
        int margin = media.Dots(MarginMm), width = media.WidthDots - (2 * margin), height = media.HeightDots;
        zpl.Append(CultureInfo.InvariantCulture, $"^XA^CI28^PW{media.WidthDots}^LL{height}^LH0,0^PQ1");
        Text(zpl, margin, margin, height / 8, width, 2, 'L', label.Name);
        Text(zpl, margin, height * 30 / 100, height * 27 / 100, width, 1, 'R', label.Price);
        Text(zpl, margin, height * 59 / 100, height / 11, width, 1, 'R', label.UnitPrice);
        Text(zpl, margin, height * 59 / 100, height / 11, width / 2, 1, 'L', label.Sku);
        if (EanBars.IsWhole(label.Code))
            Bars(zpl, margin, height * 70 / 100, height * 18 / 100, media, label.Code);
        return Encoding.UTF8.GetBytes(zpl.Append("^XZ\r\n").ToString());
    }

    private static void Text(StringBuilder zpl, int x, int y, int size, int width, int lines, char justify, string text)
    {
        if (text.Length == 0)
            return;
        (size, text) = Fit(size, width, lines, text);
        zpl.Append(CultureInfo.InvariantCulture, $"^FO{x},{y}^A0N,{size}^FB{width},{lines},0,{justify},0^FH_^FD{Escape(text)}^FS");
    }

    // What does not fit would be printed on top of the last line. A character is six tenths as wide as it is high, and where words
    // are wrapped a fifth of each line stays blank. A price gets as small as it must; a name half as high at most, then it is cut.
    private static (int Size, string Text) Fit(int size, int width, int lines, string text)
    {
        int room = lines > 1 ? width * lines * 13 / 10 : width * 16 / 10;
        int fitting = Math.Min(size, room / text.Length);
        if (lines == 1 || fitting >= size / 2)
            return (Math.Max(1, fitting), text);
        int kept = (room / (size / 2)) - Cut.Length;
        return (size / 2, text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)].TrimEnd() + Cut);
    }

    // The printer adds the check digit itself. Bars of a third of a millimetre read well at arm's length.
    private static void Bars(StringBuilder zpl, int x, int y, int height, LabelMedia media, string code)
    {
        string command = code.Length switch { 8 => "^B8N", 12 => "^BUN", _ => "^BEN" };
        zpl.Append(CultureInfo.InvariantCulture, $"^FO{x},{y}^BY{media.Dots(0.33)}{command},{height},Y,N^FD{code[..^1]}^FS");
    }

    // What begins a command, an escape, or a line in a block is sent as a number; what no label can show is a blank.
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char character in Composition.Compose(text))
        {
            if (char.IsControl(character))
                safe.Append(' ');
            else if (character is '^' or '~' or '_')
                safe.Append('_').Append(((int)character).ToString("X2", CultureInfo.InvariantCulture));
            else if (character == '\\')
                safe.Append(@"\\");
            else
                safe.Append(character);
        }

        return safe.ToString();
    }
}
