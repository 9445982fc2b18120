using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// An HD44780 of two lines at the other end of four wires, as it is when it has just been given power: eight wires, display off. Source:
/// Hitachi, HD44780U data sheet, Table 6 and "Reset Function"; A00 characters.
/// </summary>
internal sealed class VirtualLcd : ILcdBus
{
    private const int RowBytes = 0x28; // of 40 places a line 20 are seen

    private readonly byte[] _places = new byte[0x80];
    private readonly byte[] _pictures = new byte[0x40];
    private bool _isFourWires, _isPicture;
    private int? _high;
    private int _at;

    public VirtualLcd() => Array.Fill(_places, (byte)' ');

    /// <summary>Nibbles that came, with RS in front: "0:3" is an instruction.</summary>
    public List<string> Seen { get; } = [];

    public bool IsOn { get; private set; }

    public bool IsTwoLines { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>What breaks the next nibble; null: nothing.</summary>
    public IOException? Broken { get; set; }

    public string Upper => Row(0);

    public string Lower => Row(0x40);

    /// <summary>The rows of dots of a drawn character, 0 to 7.</summary>
    public byte[] Picture(int number) => _pictures[(number * 8)..((number * 8) + 8)];

    public void Send(byte nibble, bool isData)
    {
        if (Broken is { } fault)
            throw fault;
        Seen.Add($"{(isData ? 1 : 0)}:{nibble:x}");
        if (!_isFourWires)
        {
            Take((byte)(nibble << 4), isData); // DB3 to DB0 lie open, as low
        }
        else if (_high is { } high)
        {
            _high = null;
            Take((byte)(high << 4 | nibble), isData);
        }
        else
        {
            _high = nibble;
        }
    }

    public void Dispose() => IsDisposed = true;

    private void Take(byte value, bool isData)
    {
        if (isData && _isPicture)
            _pictures[_at++ & 0x3F] = (byte)(value & 0x1F);
        else if (isData)
            Put(value);
        else
            Obey(value);
    }

    private void Put(byte value)
    {
        _places[_at & 0x7F] = value;
        _at = _at == RowBytes - 1 ? 0x40 : _at == 0x40 + RowBytes - 1 ? 0 : _at + 1;
    }

    private void Obey(byte instruction)
    {
        switch (instruction)
        {
            case >= 0x80:
                (_at, _isPicture) = (instruction & 0x7F, false);
                break;
            case >= 0x40:
                (_at, _isPicture) = (instruction & 0x3F, true);
                break;
            case >= 0x20:
                _isFourWires = (instruction & 0x10) == 0;
                IsTwoLines = (instruction & 0x08) != 0;
                break;
            case >= 0x08 and < 0x10:
                IsOn = (instruction & 0x04) != 0;
                break;
            case 0x01:
                Array.Fill(_places, (byte)' ');
                (_at, _isPicture) = (0, false);
                break;
        }
    }

    private string Row(int from)
    {
        var row = new StringBuilder();
        foreach (byte code in _places[from..(from + 20)])
            row.Append(code < 8 ? (char)('①' + code) : code is >= 0x20 and < 0x7E ? (char)code : '¿');
        return row.ToString().TrimEnd();
    }
}
