namespace EdgePos.Devices;

/// <summary>
/// Status information (04 0F): the one message that says whether money moved. Read so that a full card number never leaves
/// the message: the number is masked at once, and track data is not read at all.
/// </summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapters "Status-Information" and "TLV-container".</remarks>
internal sealed record StatusInformation
{
    private const int LongTrace = 0x1F2B, ExtendedText = 0x1F17;
    private const int Euro = 978;

    /// <summary>00: good; null: the message does not say.</summary>
    public byte? ResultCode { get; private set; }

    /// <summary>Minor units; null: it does not say.</summary>
    public long? AmountMinor { get; private set; }

    /// <summary>ISO 4217 number; euro where the message says nothing.</summary>
    public int CurrencyNumber { get; private set; } = Euro;

    /// <summary>Trace number, with the extended one where there is one.</summary>
    public string Trace { get; private set; } = "";

    /// <summary>Trace number of what a reversal undid.</summary>
    public string OriginalTrace { get; private set; } = "";

    /// <summary>Receipt number.</summary>
    public string Receipt { get; private set; } = "";

    /// <summary>Turnover record number.</summary>
    public string Turnover { get; private set; } = "";

    /// <summary>Terminal id.</summary>
    public string TerminalId { get; private set; } = "";

    /// <summary>Authorisation attribute.</summary>
    public string AuthCode { get; private set; } = "";

    /// <summary>Masked.</summary>
    public string CardNumber { get; private set; } = "";

    /// <summary>Name of the card's kind.</summary>
    public string CardName { get; private set; } = "";

    /// <summary>What the host or the terminal adds in words.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Month and day, hour, minute and second, as ten digits; empty: it does not say.</summary>
    public string At => _date.Length == 4 && _time.Length == 6 ? _date + _time : "";

    /// <summary>False: a part could not be read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>How the terminal names the transaction.</summary>
    public CardMark Mark => new(Trace, Receipt) { At = At };

    private string _date = "", _time = "";

    /// <summary>Reads the data of a message. Whatever it holds, this does not throw.</summary>
    public static StatusInformation Read(ReadOnlySpan<byte> data)
    {
        var status = new StatusInformation();
        var fields = new Bitmaps(data);
        while (fields.Next())
            status.Take(fields.Number, fields.Content);
        status.IsWhole = fields.IsWhole;
        return status;
    }

    private void Take(byte number, ReadOnlySpan<byte> content)
    {
        switch (number)
        {
            case 0x27: ResultCode = content[0]; break;
            case 0x04: AmountMinor = Bcd.Read(content); break;
            case 0x49: CurrencyNumber = (int)(Bcd.Read(content) ?? 0); break;
            case 0x0B: Trace = Trace.Length > 0 ? Trace : Number(content); break;
            case 0x37: OriginalTrace = Number(content); break;
            case 0x87: Receipt = Number(content); break;
            case 0x88: Turnover = Number(content); break;
            case 0x29: TerminalId = Bcd.Digits(content); break;
            case 0x3B: AuthCode = ZvtText.Read(content); break;
            case 0x22: CardNumber = CardNumbers.Mask(Bcd.Digits(content)); break;
            case 0x8B: CardName = ZvtText.Read(content); break;
            case 0x3C: Text = ZvtText.Read(content); break;
            case 0x0C: _time = Bcd.Digits(content); break;
            case 0x0D: _date = Bcd.Digits(content); break;
            case 0x06: TakeContainer(content); break;
        }
    }

    private void TakeContainer(ReadOnlySpan<byte> container)
    {
        // Terminals whose trace numbers have more than six digits send 0B as zeros and the number here.
        if (Tlv.Find(container, LongTrace) is { IsEmpty: false } trace)
            Trace = Number(trace);
        if (Tlv.Find(container, ExtendedText) is { IsEmpty: false } text && Text.Length == 0)
            Text = ZvtText.Read(text);
    }

    // Zero is how a terminal says that it has no number.
    private static string Number(ReadOnlySpan<byte> content) =>
        Bcd.Digits(content) is { } digits && digits.AsSpan().ContainsAnyExcept('0') ? digits : "";
}
