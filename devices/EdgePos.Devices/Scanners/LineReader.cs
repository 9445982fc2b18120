namespace EdgePos.Devices;

/// <summary>
/// Reads a scanner on a serial line, USB-CDC or TCP: one byte a character. A byte above 0x7E is a line that is set wrong (speed,
/// parity) or a code that no shop has; a NUL is what a line gives when a cable is plugged in, and is passed over.
/// </summary>
internal sealed class LineReader(ScannerSettings settings, bool sendsSuffix = false) : IScanReader
{
    private readonly ScanText _text = new(settings, sendsSuffix);

    /// <inheritdoc/>
    public bool IsWithin => _text.IsWithin;

    /// <inheritdoc/>
    public bool SendsSuffix => _text.SendsSuffix;

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> bytes, List<ScanOutcome> outcomes)
    {
        foreach (byte one in bytes)
        {
            if (one != 0)
                _text.Add((char)one, outcomes);
        }
    }

    /// <inheritdoc/>
    public void Pause(List<ScanOutcome> outcomes) => _text.Pause(outcomes);
}
