using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>How a customer display is set; see <see cref="DisplaySettings"/>.</summary>
public sealed class DisplayOptions
{
    /// <summary>Characters in a line, 16 to 40.</summary>
    public int Columns { get; set; } = 20;

    /// <summary>True where a printer passes on what is for the display.</summary>
    public bool BehindPrinter { get; set; }

    internal IEnumerable<string> Problems()
    {
        if (Columns is < 16 or > 40)
            yield return "Display:Columns must be 16 to 40";
    }

    internal DisplaySettings ToSettings() => new(Columns, BehindPrinter: BehindPrinter);
}
