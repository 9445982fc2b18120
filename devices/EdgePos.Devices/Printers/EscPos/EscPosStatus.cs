namespace EdgePos.Devices;

/// <summary>How a printer is. Source: Epson, ESC/POS Command Reference, DLE EOT and GS r.</summary>
/// <param name="Offline">It takes no data.</param>
/// <param name="CoverOpen">The cover is open.</param>
/// <param name="PaperOut">There is no paper.</param>
/// <param name="PaperNearEnd">The roll is nearly done.</param>
/// <param name="Error">A fault of the mechanism or the knife.</param>
public sealed record PrinterStatus(bool Offline, bool CoverOpen, bool PaperOut, bool PaperNearEnd, bool Error)
{
    /// <summary>Why it cannot print, in words for staff; empty where it can.</summary>
    public string Hindrance =>
        CoverOpen ? "the cover is open"
        : PaperOut ? "the paper is out"
        : Error ? "the printer reports a fault: switch it off and on"
        : Offline ? "the printer is offline"
        : "";
}

/// <summary>The bytes that status travels in.</summary>
internal static class EscPosStatus
{
    /// <summary>GS r 1: paper sensor. It queues behind the job, so its answer proves that what came before was processed.</summary>
    public static readonly byte[] AskAfterJob = [0x1D, (byte)'r', 1];

    /// <summary>DLE EOT n: answered at once, whatever the printer does. 1 printer, 2 why offline, 4 paper.</summary>
    public static byte[] AskNow(byte n) => [0x10, 0x04, n];

    /// <summary>True for an answer to DLE EOT: bits 1 and 4 on, 0 and 7 off.</summary>
    public static bool IsAnswerNow(byte answer) => (answer & 0x93) == 0x12;

    /// <summary>True for an answer to GS r: bits 4 and 7 off.</summary>
    public static bool IsAnswerAfterJob(byte answer) => (answer & 0x90) == 0;

    /// <summary>Bytes of an automatic status.</summary>
    public const int UnaskedBytes = 4;

    /// <summary>True for the first byte of an automatic status (GS a): bit 4 on, 0, 1 and 7 off.</summary>
    public static bool BeginsUnasked(byte first) => (first & 0x93) == 0x10;

    /// <summary>Reads the three answers to DLE EOT 1, 2 and 4.</summary>
    public static PrinterStatus Of(byte printer, byte cause, byte paper) => new(
        Offline: (printer & 0x08) != 0,
        CoverOpen: (cause & 0x04) != 0,
        PaperOut: (paper & 0x60) != 0 || (cause & 0x20) != 0,
        PaperNearEnd: (paper & 0x0C) != 0,
        Error: (cause & 0x40) != 0);
}
