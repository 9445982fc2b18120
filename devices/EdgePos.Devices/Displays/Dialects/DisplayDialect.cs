namespace EdgePos.Devices;

/// <summary>A protocol of customer displays: bytes, and no more.</summary>
internal abstract class DisplayDialect
{
    /// <summary>Bytes of ASCII that protocols have names for.</summary>
    protected const byte Clr = 0x0C, Cr = 0x0D, Esc = 0x1B, Us = 0x1F;

    /// <summary>Brings the display into a known state, dark but for what is shown next.</summary>
    public abstract byte[] Begin();

    /// <summary>Shows two lines in the place of what stands there.</summary>
    public abstract byte[] Show(DisplayLines lines);

    /// <summary>The dialect of a name; null: there is none.</summary>
    public static DisplayDialect? Find(string name, DisplaySettings settings) => name switch
    {
        "cd5220" => new Cd5220(settings),
        "escpos-display" => new EscPosDisplay(settings),
        "hd44780" => new Hd44780(settings.Columns),
        _ => null,
    };

    /// <summary>A line as wide as the display.</summary>
    protected static string Fit(string line, int columns)
    {
        string one = new([.. line.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return one.Length > columns ? one[..columns] : one.PadRight(columns);
    }

    /// <summary>A display that hangs behind a printer has to be chosen, and the printer afterwards (ESC = n).</summary>
    protected static byte[] Wrap(byte[] bytes, DisplaySettings settings) =>
        settings.BehindPrinter ? [Esc, (byte)'=', 2, .. bytes, Esc, (byte)'=', 1] : bytes;
}
