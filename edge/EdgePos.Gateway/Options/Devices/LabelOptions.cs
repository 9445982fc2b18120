using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>The labels in a label printer; see <see cref="LabelMedia"/>.</summary>
public sealed class LabelOptions
{
    /// <summary>Width of a label, millimetres, 25 to 110.</summary>
    public int WidthMm { get; set; } = 60;

    /// <summary>Height of a label, millimetres, 15 to 150.</summary>
    public int HeightMm { get; set; } = 40;

    /// <summary>Dots an inch: 203 or 300.</summary>
    public int Dpi { get; set; } = 203;

    internal IEnumerable<string> Problems()
    {
        if (WidthMm is < 25 or > 110 || HeightMm is < 15 or > 150)
            yield return "Labels: WidthMm must be 25 to 110, HeightMm 15 to 150";
        if (Dpi is not (203 or 300))
            yield return "Labels:Dpi must be 203 or 300";
    }

    internal LabelPrinterSettings ToSettings() => new(new LabelMedia(WidthMm, HeightMm, Dpi));
}
