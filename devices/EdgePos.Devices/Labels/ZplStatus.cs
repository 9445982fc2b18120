using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>How a label printer is.</summary>
/// <param name="PaperOut">No labels.</param>
/// <param name="RibbonOut">No ribbon.</param>
/// <param name="HeadOpen">The head is up.</param>
/// <param name="Paused">Somebody pressed pause.</param>
/// <param name="HeadHot">Too hot to print.</param>
/// <param name="Held">Labels that it still has to print, with formats it has not looked at and one it has half of.</param>
internal sealed record LabelPrinterStatus(bool PaperOut, bool RibbonOut, bool HeadOpen, bool Paused, bool HeadHot, int Held)
{
    /// <summary>Why it cannot print; empty where it can.</summary>
    public string Hindrance =>
        HeadOpen ? "the head is open"
        : PaperOut ? "the labels are out"
        : RibbonOut ? "the ribbon is out"
        : Paused ? "the printer is paused"
        : HeadHot ? "the head is too hot"
        : "";

    /// <summary>What to do about it.</summary>
    public string Advice =>
        HeadOpen ? "shut the head"
        : PaperOut ? "put in a new roll of labels"
        : RibbonOut ? "put in a new ribbon"
        : Paused ? "press the pause button"
        : HeadHot ? "let it cool down for some minutes"
        : "";
}

/// <summary>
/// Reads the answer to ~HS in any portions: three strings from STX to ETX with fields between commas. Source: Zebra, "ZPL II
/// Programming Guide", ~HS.
/// </summary>
internal sealed class ZplStatus
{
    private const byte Stx = 2, Etx = 3;
    private const int StringBytesMax = 100;

    private readonly List<string[]> _strings = [];
    private readonly StringBuilder _string = new();
    private bool _isIn;

    /// <summary>Takes a byte; null: nothing is complete with it.</summary>
    public LabelPrinterStatus? Take(byte value)
    {
        if (value == Stx)
        {
            _isIn = true;
            _string.Clear();
        }
        else if (value == Etx && _isIn)
        {
            _isIn = false;
            return End(_string.ToString().Split(','));
        }
        else if (_isIn)
        {
            _isIn = _string.Append((char)value).Length <= StringBytesMax;
        }

        return null;
    }

    // They are told apart by their number of fields: 12, 11 and 2.
    private LabelPrinterStatus? End(string[] fields)
    {
        if (fields.Length == 12)
            _strings.Clear();
        _strings.Add(fields);
        if (_strings.Count < 3)
            return null;
        string[] first = _strings[0], second = _strings[1];
        _strings.Clear();
        if (first.Length != 12 || second.Length != 11 || fields.Length != 2)
            return null;
        return Number(first[4]) is { } formats && Number(second[8]) is { } labels
            ? new LabelPrinterStatus(
                PaperOut: first[1] == "1", RibbonOut: second[3] == "1", HeadOpen: second[2] == "1", Paused: first[2] == "1",
                HeadHot: first[11] == "1", Held: formats + labels + (first[7] == "1" ? 1 : 0))
            : null;
    }

    private static int? Number(string field) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < int.MaxValue / 4 ? number : null;
}
