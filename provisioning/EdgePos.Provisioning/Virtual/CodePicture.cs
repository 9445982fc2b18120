using EdgePos.Devices;
using SkiaSharp;

namespace EdgePos.Provisioning;

/// <summary>Bar codes and QR codes in dots. One that the tool cannot draw is shown by its content.</summary>
internal static class CodePicture
{
    private const int Above = 6; // dots that a printer feeds before it

    /// <summary>Width in dots; 0 where there is nothing but a caption.</summary>
    public static int WidthOf(PaperCode code) => code switch
    {
        { Kind: "barcode" } when Code128.Holds(code.Content) => Code128.ModulesOf(code.Content) * code.ModuleDots,
        { Kind: "EAN-13" or "EAN-8" or "UPC-A" } when EanBars.IsWhole(code.Content) => EanBars.Bars(code.Content).Sum() * code.ModuleDots,
        { Kind: "QR", Content.Length: > 0 and <= 500 } => QrPicture.Modules(code.Content).Count * code.ModuleDots,
        _ => 0,
    };

    /// <summary>Height in dots, with its caption.</summary>
    public static int HeightOf(PaperCode code, int lineHeight) => Above + (code.Kind == "QR" ? WidthOf(code) : WidthOf(code) > 0
        ? code.HeightDots : 0) + (Caption(code).Length > 0 ? lineHeight : 0);

    /// <summary>What stands below it.</summary>
    public static string Caption(PaperCode code) => WidthOf(code) == 0 ? code.Text : code.IsCaptioned ? code.Content : "";

    /// <summary>Where it is dark, from its upper left corner.</summary>
    public static IEnumerable<SKRect> Dark(PaperCode code) => WidthOf(code) == 0 ? [] : code.Kind == "QR" ? Squares(code) : Bars(code);

    private static IEnumerable<SKRect> Bars(PaperCode code)
    {
        int left = 0;
        bool isBar = true;
        foreach (int width in code.Kind == "barcode" ? Code128.Bars(code.Content) : EanBars.Bars(code.Content))
        {
            if (isBar)
                yield return SKRect.Create(left, Above, width * code.ModuleDots, code.HeightDots);
            (left, isBar) = (left + (width * code.ModuleDots), !isBar);
        }
    }

    private static IEnumerable<SKRect> Squares(PaperCode code)
    {
        var rows = QrPicture.Modules(code.Content);
        int dots = code.ModuleDots;
        return from y in Enumerable.Range(0, rows.Count)
               from x in Enumerable.Range(0, rows.Count)
               where rows[y][x]
               select SKRect.Create(x * dots, Above + (y * dots), dots, dots);
    }
}
