namespace EdgePos.Devices;

/// <summary>A code page of a printer: its number there, and that of the standard.</summary>
/// <param name="Number">n of ESC t n. Differs from maker to maker.</param>
/// <param name="Standard">The code page, e.g. 858.</param>
public readonly record struct CodePage(byte Number, int Standard);

/// <summary>The language that a printer speaks.</summary>
public enum PrinterDialect
{
    /// <summary>Epson's ESC/POS, and what is said to understand it.</summary>
    EscPos,

    /// <summary>Star Line mode, as Star Micronics' printers come from the factory.</summary>
    StarLine,
}

/// <summary>How a printer proves that it is through with a job.</summary>
public enum PrintProof
{
    /// <summary>Not at all: then a job counts as printed when its bytes are taken, and nobody knows more.</summary>
    None,

    /// <summary>It answers a question that queues behind the job (GS r). One job's answer looks like another's.</summary>
    QueuedAnswer,

    /// <summary>It answers with the number of that very job (GS ( H).</summary>
    JobNumber,

    /// <summary>It counts the jobs it is through with, from 0 to 31 and on from 0 (Star's ETB counter).</summary>
    Counter,
}

/// <summary>A printer model as data. A dialect is code, a model is a row here.</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="Columns">Characters of font A in a line.</param>
/// <param name="CodePages">In the order in which a character is looked for.</param>
/// <param name="Proof">How it proves that a job is through; None only for printers that never answer anything.</param>
/// <param name="DrawerOnMs">Length of the drawer's pulse, even milliseconds.</param>
/// <param name="DrawerOffMs">Rest after it, at least as long.</param>
public sealed record PrinterProfile(
    string Name, int Columns, IReadOnlyList<CodePage> CodePages, PrintProof Proof = PrintProof.QueuedAnswer, int DrawerOnMs = 100,
    int DrawerOffMs = 200)
{
    // Page numbers of ESC t in Epson's TM series: 437, 858, 1252, 852, 866.
    private static readonly CodePage[] Epson = [new(0, 437), new(19, 858), new(16, 1252), new(18, 852), new(17, 866)];

    // Page numbers of ESC GS t in Star Line mode: 437, 858, 852, 866, 1252.
    private static readonly CodePage[] Star = [new(1, 437), new(4, 858), new(5, 852), new(10, 866), new(32, 1252)];

    /// <summary>The language it speaks.</summary>
    public PrinterDialect Dialect { get; init; }

    /// <summary>It tells by itself when something changes: GS a.</summary>
    public bool TellsByItself { get; init; }

    /// <summary>It can be told to forget what it holds while it holds it: DLE DC4 8.</summary>
    public bool ForgetsOnCommand { get; init; }

    /// <summary>It opens the drawer also while it cannot print: DLE DC4 1.</summary>
    public bool OpensDrawerAtOnce { get; init; }

    /// <summary>It draws QR codes itself; else they are sent as pictures.</summary>
    public bool DrawsQr { get; init; } = true;

    /// <summary>Pictures go by GS ( L, which newer models want, instead of GS v 0.</summary>
    public bool HasGraphics { get; init; }

    /// <summary>It answers at all.</summary>
    public bool AnswersStatus => Proof != PrintProof.None;

    /// <summary>Dots across the paper: a character of font A is 12 wide.</summary>
    public int Dots => Columns * 12;

    /// <summary>All profiles there are.</summary>
    public static IReadOnlyList<PrinterProfile> All { get; } =
    [
        EpsonOf("epson-80", 48),
        EpsonOf("epson-80-42", 42), // set to the 42 columns of older models
        EpsonOf("epson-58", 32),
        // What is said to be compatible: answers when asked, tells nothing by itself, and QR codes are a matter of luck.
        new("compatible-80", 48, Epson) { DrawsQr = false },
        new("compatible-58", 32, Epson) { DrawsQr = false },
        StarOf("star-80", 48), // mC-Print3, TSP650II, TSP700II
        StarOf("star-58", 32), // mC-Print2
        new("blind-80", 48, [new(0, 437), new(2, 850)], PrintProof.None),
    ];

    /// <summary>The profile of a name; null where there is none.</summary>
    public static PrinterProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    // TM-T88IV and later, TM-T20II and later, TM-m30: all have GS a, GS ( H, GS ( L and DLE DC4.
    private static PrinterProfile EpsonOf(string name, int columns) => new(name, columns, Epson, PrintProof.JobNumber)
    {
        TellsByItself = true,
        ForgetsOnCommand = true,
        OpensDrawerAtOnce = true,
    };

    // Its automatic status stays off: the maker forbids to ask while it is on, and only by asking a dead one is found.
    private static PrinterProfile StarOf(string name, int columns) =>
        new(name, columns, Star, PrintProof.Counter) { Dialect = PrinterDialect.StarLine };
}
