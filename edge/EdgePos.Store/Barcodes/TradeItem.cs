using System.Globalization;

namespace EdgePos.Store;

/// <summary>What the elements of a code say about something to sell.</summary>
/// <remarks>Source: GS1 General Specifications, section 3 (each identifier's own section is named where it is read).</remarks>
internal sealed class TradeItem(IReadOnlyList<Element> elements, Currency currency, DateOnly today, PastDates past)
{
    private const int LongestText = 20; // batch and serial: sections 3.4.1 and 3.5.2
    private const decimal GramsOfAPound = 453.59237m; // international yard and pound agreement, 1959

    /// <summary>The scan; or what is wrong with it.</summary>
    public Result<Scan> Read(string text)
    {
        if (Value("01") is not { } number)
            return Unreadable("it names no item");
        if (!Gtin.TryParse(number, out var gtin))
            return new Refusal(RefusalCode.CheckDigitWrong, "scanned", number);
        string batch = Value("10") ?? "", serial = Value("21") ?? "";
        if (batch.Length > LongestText || serial.Length > LongestText || (batch + serial).Any(char.IsControl))
            return Unreadable("its batch or serial number is none");
        var scan = new Scan(text) { Gtins = [gtin], Batch = batch, Serial = serial, IsOfVariableMeasure = gtin.Digits[0] == '9' };
        return ReadDates(scan).Then(ReadMeasure).Then(ReadPrices);
    }

    // 15 best before, 16 sell by, 17 expiry: sections 3.4.5 to 3.4.7.
    private Result<Scan> ReadDates(Scan scan)
    {
        foreach (string ai in new[] { "15", "16", "17" })
        {
            if (Value(ai) is not { } text)
                continue;
            if (DateOf(text) is not { } date)
                return Unreadable($"{ai} {text} is no date");
            scan = scan with { SellBy = scan.SellBy is { } other && other < date ? other : date };
        }

        return scan.SellBy < today && past == PastDates.Refused ? new Refusal(RefusalCode.PastSellBy, "scanned", $"{scan.SellBy:O}") : scan;
    }

    // 310n kilograms, 311n metres, 315n litres, 320n pounds: section 3.6.2. 30 pieces: 3.6.1.
    private Result<Scan> ReadMeasure(Scan scan)
    {
        foreach (var (ai, unit) in new[] { ("310", Unit.Kilogram), ("311", Unit.Metre), ("315", Unit.Litre), ("320", Unit.Kilogram) })
        {
            if (Family(ai) is not { } found)
                continue;
            if (Decimal(found, 6) is not { } value)
                return Unreadable($"{found.Ai} {found.Value} is no measure");
            decimal thousandths = value * (ai == "320" ? GramsOfAPound : 1000);
            return scan with { Measure = new Quantity((long)Math.Round(thousandths, MidpointRounding.AwayFromZero), unit) };
        }

        if (Value("30") is not { } count)
            return scan;
        return count.Length <= 8 && Digits(count) is { } pieces
            ? scan with { Measure = new Quantity(pieces * 1000, Unit.Each) }
            : Unreadable($"30 {count} is no number of pieces");
    }

    // 392n price in the area's currency, 393n with ISO 4217's number of it: section 3.6.7. 8005 price of a unit: 3.9.5.
    private Result<Scan> ReadPrices(Scan scan)
    {
        if (Family("392") is { } price)
            return Amount(price).Then<Scan>(money => scan with { Price = money });
        if (Family("393") is { } other)
        {
            string? code = other.Value.Length > 3 ? CurrencyNumbers.CodeOf(other.Value[..3]) : null;
            if (code != currency.Code)
                return new Refusal(RefusalCode.CurrencyMismatch, "scanned", code ?? other.Value, currency.Code);
            return Amount(other with { Value = other.Value[3..] }).Then<Scan>(money => scan with { Price = money });
        }

        if (Value("8005") is not { } unit)
            return scan;
        return unit.Length == 6 && Digits(unit) is { } minor
            ? scan with { UnitPrice = new Money(minor, currency) }
            : Unreadable($"8005 {unit} is no price");
    }

    private Result<Money> Amount(Element element)
    {
        if (Decimal(element, 15) is not { } value)
            return Unreadable($"{element.Ai} {element.Value} is no price");
        decimal minor = value;
        for (int i = 0; i < currency.Decimals; i++)
            minor *= 10;
        return minor == Math.Truncate(minor) && minor <= BasketLimits.MaxAmountMinor
            ? new Money((long)minor, currency)
            : Unreadable($"{element.Ai} {element.Value} is no price in {currency}");
    }

    private string? Value(string ai) => Maybe(elements.FirstOrDefault(element => element.Ai == ai))?.Value;

    private Element? Family(string ai) =>
        Maybe(elements.FirstOrDefault(element => element.Ai.Length == 4 && element.Ai.StartsWith(ai, StringComparison.Ordinal)));

    private static Element? Maybe(Element element) => element.Ai is null ? null : element;

    // The last digit of the identifier says how many decimals there are.
    private static decimal? Decimal(Element element, int longest)
    {
        int decimals = element.Ai[^1] - '0';
        bool fits = longest == 6 ? element.Value.Length == 6 : element.Value.Length <= longest;
        if (decimals > 5 || !fits || Digits(element.Value) is not { } value)
            return null;
        return new decimal((int)value, (int)(value >> 32), 0, isNegative: false, (byte)decimals);
    }

    private static long? Digits(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    // YYMMDD; the year nearest to today (section 7.12); day 00 is the last of the month (3.4.5).
    private DateOnly? DateOf(string text)
    {
        if (text.Length != 6 || Digits(text) is not { } value)
            return null;
        var (year, month, day) = ((int)(value / 10_000), (int)(value / 100 % 100), (int)(value % 100));
        int century = today.Year / 100 * 100, apart = year - (today.Year % 100);
        year += apart >= 51 ? century - 100 : apart <= -50 ? century + 100 : century;
        if (month is < 1 or > 12 || day > DateTime.DaysInMonth(year, month))
            return null;
        return new DateOnly(year, month, day == 0 ? DateTime.DaysInMonth(year, month) : day);
    }

    private static Refusal Unreadable(string why) => new(RefusalCode.CodeUnreadable, "scanned", why);
}
