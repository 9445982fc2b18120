namespace EdgePos.Devices;

/// <summary>Collects what a terminal wants printed: line by line (06 D1) or in blocks (06 D3).</summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapters "Print line" and "Print text-block".</remarks>
internal sealed class ZvtSlips
{
    private const int LinesMax = 500;
    private const int Block = 0x25, Line = 0x07, ReceiptType = 0x1F07;
    private const byte ForMerchant = 1, ForCardholder = 2;
    private const byte LastLine = 0x81, LineFeeds = 0xFF;

    private readonly List<string> _merchant = [], _cardholder = [], _other = [], _lines = [];

    /// <summary>The shop's slip.</summary>
    public IReadOnlyList<string> Merchant => _merchant;

    /// <summary>The shopper's slip.</summary>
    public IReadOnlyList<string> Cardholder => _cardholder;

    /// <summary>What is neither: reports of the terminal.</summary>
    public IReadOnlyList<string> Other => [.. _other, .. _lines];

    /// <summary>06 D1: an attribute and a line. Attribute 81 ends a slip, FF feeds paper.</summary>
    public void TakeLine(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        Add(_lines, data[0] == LineFeeds ? "" : ZvtText.Read(data[1..]));
        if (data[0] == LastLine)
            CloseSlip();
    }

    /// <summary>06 D3: a container with the kind of receipt and its lines.</summary>
    public void TakeBlock(ReadOnlySpan<byte> data)
    {
        var fields = new Bitmaps(data);
        while (fields.Next())
        {
            if (fields.Number != 0x06)
                continue;
            var kind = Tlv.Find(fields.Content, ReceiptType);
            var slip = kind.IsEmpty ? _other : kind[0] switch { ForMerchant => _merchant, ForCardholder => _cardholder, _ => _other };
            var lines = new Tlv(Tlv.Find(fields.Content, Block));
            while (lines.Next())
            {
                if (lines.Tag == Line)
                    Add(slip, ZvtText.Read(lines.Content));
            }
        }
    }

    /// <summary>What came line by line and without an end is a slip too.</summary>
    public void End()
    {
        if (_lines.Count > 0)
            CloseSlip();
    }

    // A slip that came by lines says only in its words whose it is.
    private void CloseSlip()
    {
        bool Says(params string[] words) => _lines.Any(line =>
            words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var slip = Says("kundenbeleg", "cardholder", "customer", "klant") ? _cardholder
            : Says("händlerbeleg", "haendlerbeleg", "merchant", "winkel") ? _merchant : _other;
        foreach (string line in _lines)
            Add(slip, line);
        _lines.Clear();
    }

    private static void Add(List<string> slip, string line)
    {
        if (slip.Count < LinesMax)
            slip.Add(line);
    }
}
