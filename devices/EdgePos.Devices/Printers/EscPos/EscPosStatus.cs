using System.Text;

namespace EdgePos.Devices;

/// <summary>Something that an ESC/POS printer said.</summary>
internal abstract record EscPosWord;

/// <summary>An answer to DLE EOT n; which n, only the order tells.</summary>
internal sealed record AnswerNow(byte Bits) : EscPosWord;

/// <summary>An answer to GS r 1, which queues.</summary>
internal sealed record AnswerInTurn(byte Bits) : EscPosWord;

/// <summary>The four bytes of an automatic status.</summary>
internal sealed record AutomaticStatus(PrinterStatus Status) : EscPosWord;

/// <summary>A block from a header to NUL: 37 22 and a job's number, 37 25 for a buffer that was cleared, 5F and a name.</summary>
internal sealed record AnswerBlock(byte Header, string Text) : EscPosWord;

/// <summary>
/// Tells apart what an ESC/POS printer sends, in any portions. Source: Epson, ESC/POS Command Reference, DLE EOT, GS a, GS r,
/// GS ( H, GS I, and "Status identification": the fixed bits of the first byte say what it is.
/// </summary>
internal sealed class EscPosStatus
{
    private const int AutomaticBytes = 4;
    private const int BlockBytesMax = 80;

    private readonly byte[] _held = new byte[BlockBytesMax];
    private int _count;

    /// <summary>Takes a byte; null: nothing is complete with it.</summary>
    public EscPosWord? Take(byte value)
    {
        if (_count > 0)
            return GoOn(value);
        if (IsBlockHeader(value) || (value & 0x93) == 0x10)
        {
            _held[_count++] = value;
            return null;
        }

        if ((value & 0x93) == 0x12)
            return new AnswerNow(value);
        return (value & 0x90) == 0 ? new AnswerInTurn(value) : null; // else XON, XOFF, or noise
    }

    /// <summary>Reads the three answers to DLE EOT 1, 2 and 4, and that to 3 where there was a fault to ask it for.</summary>
    public static PrinterStatus Of(byte printer, byte cause, byte paper, byte fault = 0) => new(
        Offline: (printer & 0x08) != 0,
        CoverOpen: (cause & 0x04) != 0,
        PaperOut: (paper & 0x60) != 0 || (cause & 0x20) != 0,
        PaperNearEnd: (paper & 0x0C) != 0,
        KnifeError: (fault & 0x08) != 0,
        Error: (cause & 0x40) != 0,
        DrawerHigh: (printer & 0x04) != 0);

    private EscPosWord? GoOn(byte value)
    {
        if (value is 0x11 or 0x13)
            return null; // XON and XOFF may come in between
        _held[_count++] = value;
        if (!IsBlockHeader(_held[0]))
        {
            if (_count < AutomaticBytes)
                return null;
            _count = 0;
            return new AutomaticStatus(OfAutomatic(_held));
        }

        if (value != 0 && _count < BlockBytesMax)
            return null;
        string text = Encoding.ASCII.GetString(_held, 1, _count - 2);
        _count = 0;
        return value == 0 ? new AnswerBlock(_held[0], text) : null; // a block without end is none
    }

    // GS ( H and GS ( E answer with 37, GS I with 5F, other GS ( commands with 3D: bits that no status has.
    private static bool IsBlockHeader(byte value) => value is 0x37 or 0x3D or 0x5F;

    private static PrinterStatus OfAutomatic(byte[] b) => new(
        Offline: (b[0] & 0x08) != 0,
        CoverOpen: (b[0] & 0x20) != 0,
        PaperOut: (b[2] & 0x0C) != 0,
        PaperNearEnd: (b[2] & 0x03) != 0,
        KnifeError: (b[1] & 0x08) != 0,
        Error: (b[1] & 0x60) != 0,
        DrawerHigh: (b[0] & 0x04) != 0);
}
