using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>A store's own codes that are on no goods, by how they begin.</summary>
/// <param name="Begins">Digits or letters in front.</param>
public readonly record struct ScanPrefix(string Begins, ScanKind Kind);

/// <summary>What becomes of goods past their date.</summary>
public enum PastDates
{
    /// <summary>They are not sold.</summary>
    Refused,

    /// <summary>Somebody has allowed it.</summary>
    Allowed,
}

/// <summary>Understands what was scanned or typed. Pure: what it depends on is handed in.</summary>
/// <param name="store">Code of the store: its receipts begin with it.</param>
/// <param name="currency">What the store sells in.</param>
/// <param name="labels">How its scales lay out their codes.</param>
/// <param name="prefixes">Its cards, coupons and badges.</param>
public sealed class ScanReader(string store, Currency currency, ImmutableArray<LabelLayout> labels, ImmutableArray<ScanPrefix> prefixes)
{
    private const int SymbologyIdentifier = 3; // ]C1: ISO/IEC 15424
    private const int ShortestElements = 18; // a GTIN and something about it

    /// <summary>Reads a code.</summary>
    /// <param name="text">As the scanner sends it, with or without a symbology identifier.</param>
    /// <param name="today">To know the century of a date.</param>
    /// <param name="past">Whether somebody has allowed goods past their date.</param>
    public Result<Scan> Read(string text, DateOnly today, PastDates past = PastDates.Refused)
    {
        string code = Bare(text);
        if (DigitalLink.HasForm(code))
            return Elements(text, DigitalLink.Read(code), today, past);
        // GS1's own symbologies: GS1-128, DataBar, DataMatrix, QR, DotCode. General Specifications, figure 5.1.6-1.
        bool isElements = text.Length >= SymbologyIdentifier && text[..SymbologyIdentifier] is "]C1" or "]e0" or "]d2" or "]Q3" or "]J1";
        if (isElements || code.StartsWith('(') || code.Contains(ElementString.Separator, StringComparison.Ordinal))
            return Elements(text, ElementString.Read(code), today, past);
        if (KindOf(code) is { } kind)
            return new Scan(code, kind);
        if (IsPlainElements(code))
            return Elements(text, ElementString.Read(code), today, past);
        return ReadNumber(code);
    }

    /// <summary>What was scanned, without the symbology identifier that a scanner may put in front.</summary>
    public static string Bare(string text) => text.Length > SymbologyIdentifier && text[0] == ']' && char.IsAsciiLetter(text[1])
        ? text[SymbologyIdentifier..]
        : text;

    private Result<Scan> ReadNumber(string code)
    {
        bool isGtin = Gtin.TryParse(code, out var gtin);
        foreach (var layout in labels)
        {
            // A GTIN-12 that begins with 2 is laid out as the GTIN-13 that begins with 02.
            if (isGtin && code.Length is 12 or 13 && layout.Read(gtin.Digits[1..]) is { } label)
                return label.Then<Scan>(said => OfLabel(code, said));
        }

        var gtins = isGtin ? ImmutableArray.Create(gtin) : [];
        if (UpcE.TryExpand(code, out var expanded))
            gtins = gtins.Add(expanded);
        string bare = code.TrimStart('0');
        return new Scan(code)
        {
            Gtins = gtins,
            Skus = bare.Length > 0 && bare.Length < code.Length ? [code, bare] : [code],
            HasWrongCheckDigit = gtins.IsEmpty && Gtin.HasForm(code),
        };
    }

    private Scan OfLabel(string code, Label label)
    {
        _ = Gtin.TryParse(label.Article, out var article);
        string bare = label.Item.TrimStart('0');
        return new Scan(code)
        {
            Gtins = [article],
            Skus = bare.Length > 0 && bare != label.Item ? [label.Item, bare] : [label.Item],
            Price = label.Kind == 'P' ? new Money(label.Value, currency) : null,
            Measure = label.Kind == 'W' ? new Quantity(label.Value, Unit.Kilogram)
                : label.Kind == 'N' ? new Quantity(label.Value * 1000, Unit.Each) : null,
            IsOfVariableMeasure = true,
        };
    }

    private ScanKind? KindOf(string code)
    {
        if (ReceiptNumber.TryParse(code, out var receipt) && receipt.Store == store)
            return ScanKind.Receipt;
        foreach (var prefix in prefixes)
        {
            if (code.StartsWith(prefix.Begins, StringComparison.Ordinal))
                return prefix.Kind;
        }

        return null;
    }

    // A scanner that was set up to hide what it read from sends the bare digits: believed where all of it fits.
    private static bool IsPlainElements(string code) => code.Length >= ShortestElements && code.StartsWith("01", StringComparison.Ordinal)
        && Gtin.TryParse(code.Substring(2, 14), out _) && ElementString.Read(code) is not null;

    private Result<Scan> Elements(string text, IReadOnlyList<Element>? elements, DateOnly today, PastDates past) => elements is null
        ? new Refusal(RefusalCode.CodeUnreadable, "scanned", "it is cut off, or no code of GS1")
        : new TradeItem(elements, currency, today, past).Read(text);
}
