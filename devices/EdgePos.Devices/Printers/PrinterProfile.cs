namespace EdgePos.Devices;

/// <summary>A code page of a printer: its number there, and that of the standard.</summary>
/// <param name="Number">n of ESC t n. Differs from maker to maker.</param>
/// <param name="Standard">The code page, e.g. 858.</param>
public readonly record struct CodePage(byte Number, int Standard);

/// <summary>A printer model as data. A dialect is code, a model is a row here.</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="Columns">Characters of font A in a line.</param>
/// <param name="CodePages">In the order in which a character is looked for.</param>
/// <param name="AnswersStatus">False only for printers that never answer: then a job counts as printed when its bytes are taken,
/// and nobody knows more.</param>
/// <param name="DrawerOnMs">Length of the drawer's pulse, even milliseconds.</param>
/// <param name="DrawerOffMs">Rest after it, at least as long.</param>
public sealed record PrinterProfile(
    string Name, int Columns, IReadOnlyList<CodePage> CodePages, bool AnswersStatus = true, int DrawerOnMs = 100, int DrawerOffMs = 200)
{
    // Page numbers of ESC t in Epson's TM series: 437, 858, 1252, 852, 866.
    private static readonly CodePage[] Epson = [new(0, 437), new(19, 858), new(16, 1252), new(18, 852), new(17, 866)];

    /// <summary>Dots across the paper: a character of font A is 12 wide.</summary>
    public int Dots => Columns * 12;

    /// <summary>All profiles there are.</summary>
    public static IReadOnlyList<PrinterProfile> All { get; } =
    [
        new("epson-80", 48, Epson),
        new("epson-80-42", 42, Epson), // set to the 42 columns of older models
        new("epson-58", 32, Epson),
        new("blind-80", 48, [new(0, 437), new(2, 850)], AnswersStatus: false),
    ];

    /// <summary>The profile of a name; null where there is none.</summary>
    public static PrinterProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);
}
