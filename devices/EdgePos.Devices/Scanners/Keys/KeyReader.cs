namespace EdgePos.Devices;

/// <summary>
/// Reads a scanner that is a keyboard, from the events of /dev/input. Where Linux had to drop events (SYN_DROPPED), all up to the
/// next report is passed over, as its document event-codes.rst asks, and the code they were part of is lost as a whole.
/// </summary>
internal sealed class KeyReader(ScannerSettings settings, bool sendsSuffix = false) : IScanReader
{
    private readonly ScanText _text = new(settings, sendsSuffix);
    private readonly Keystrokes _keys = new(KeyboardLayout.Find(settings.Layout) ?? KeyboardLayout.Us);
    private readonly byte[] _part = new byte[InputEvent.Size];
    private int _partLength;
    private bool _isDropping;

    /// <inheritdoc/>
    public bool IsWithin => _text.IsWithin || _partLength > 0;

    /// <inheritdoc/>
    public bool SendsSuffix => _text.SendsSuffix;

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> bytes, List<ScanOutcome> outcomes)
    {
        while (bytes.Length > 0)
        {
            int count = Math.Min(InputEvent.Size - _partLength, bytes.Length);
            bytes[..count].CopyTo(_part.AsSpan(_partLength));
            bytes = bytes[count..];
            _partLength += count;
            if (_partLength < InputEvent.Size)
                return;
            _partLength = 0;
            Take(InputEvent.Of(_part), outcomes);
        }
    }

    /// <inheritdoc/>
    public void Pause(List<ScanOutcome> outcomes)
    {
        // Linux hands over whole events; a network may break one off, and what follows begins a new one.
        if (_partLength > 0)
            _text.Spoil("it broke off in the middle");
        _partLength = 0;
        _text.Pause(outcomes);
    }

    private void Take(InputEvent next, List<ScanOutcome> outcomes)
    {
        if (next is { Type: InputEvent.Syn, Code: InputEvent.Dropped })
        {
            _isDropping = true;
            _keys.Reset();
            _text.Spoil("the box could not keep up with its keys");
        }
        else if (_isDropping)
        {
            _isDropping = next is not { Type: InputEvent.Syn, Code: InputEvent.Report };
        }
        else if (next is { Type: InputEvent.Key, Value: 0 or 1 } && _keys.Move(next.Code, next.Value == 1) is { } typed)
        {
            _text.Add(typed, outcomes);
        }
    }
}
