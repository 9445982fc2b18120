namespace EdgePos.Devices;

/// <summary>How a Star printer is, and how many jobs it has been through with.</summary>
/// <param name="Counter">The ETB counter, 0 to 31.</param>
internal sealed record StarWord(PrinterStatus Status, int Counter);

/// <summary>
/// Finds the status in what a Star printer sends, in any portions. Its first byte says how long it is, and is the only one with
/// bit 0. Source: Star Micronics, "STAR Line Mode Command Specifications", appendix 2, ASB status.
/// </summary>
internal sealed class StarStatus
{
    private const int BytesLeast = 8; // up to the counter
    private const int HeaderMask = 0x91;

    private readonly List<byte> _held = [];

    /// <summary>Takes a byte; null: nothing is complete with it.</summary>
    public StarWord? Take(byte value)
    {
        if ((value & HeaderMask) == 0x01)
            _held.Clear(); // begins, also where the last one never ended
        else if (_held.Count == 0 || (value & HeaderMask) != 0)
            return Drop();
        _held.Add(value);
        if (_held.Count < LengthOf(_held[0]))
            return null;
        var word = _held.Count >= BytesLeast ? Read(_held) : null;
        _held.Clear();
        return word;
    }

    // Bits 1, 2, 3 and 5 of the first byte are the number of bytes.
    private static int LengthOf(byte header) => ((header >> 1) & 7) | ((header >> 2) & 8);

    private static StarWord Read(List<byte> b) => new(
        new PrinterStatus(
            Offline: (b[2] & 0x08) != 0,
            CoverOpen: (b[2] & 0x20) != 0,
            PaperOut: (b[5] & 0x08) != 0,
            PaperNearEnd: (b[5] & 0x06) != 0,
            KnifeError: (b[3] & 0x08) != 0,
            Error: (b[3] & 0x64) != 0,
            DrawerHigh: (b[2] & 0x04) != 0),
        ((b[7] >> 1) & 7) | ((b[7] >> 2) & 0x18));

    private StarWord? Drop()
    {
        _held.Clear();
        return null;
    }
}
