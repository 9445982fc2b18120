namespace EdgePos.Store;

/// <summary>What may be done with stock.</summary>
public static class StockRules
{
    /// <summary>Lines of one entry, and items of one count: an entry must fit into one message to head office.</summary>
    public const int MostLines = 1000;

    /// <summary>The longest text of a correction, characters.</summary>
    public const int LongestText = 100;

    /// <summary>The longest reference to a paper, an order or a supplier, characters.</summary>
    public const int LongestReference = 60;

    /// <summary>The longest time for which goods are held.</summary>
    public static readonly TimeSpan LongestReservation = TimeSpan.FromDays(92);

    // The end of the year 9999: what comes after it is no time.
    private const long LastUs = 253_402_300_799_999_999;

    /// <summary>Whether a text is the code of an item; null: it is.</summary>
    public static Refusal? CheckSku(string sku, string field) => Words.Check(field, sku, 1, ItemRules.MaxSkuLength);

    /// <summary>Whether so much can come or go; null: it can.</summary>
    public static Refusal? CheckQuantity(long thousandths, string field) => thousandths is <= 0 or > Quantity.MaxThousandths
        ? new Refusal(RefusalCode.QuantityOutOfRange, field, $"{Quantity.MaxThousandths / 1000}")
        : null;

    /// <summary>Whether so much can have been counted; null: it can.</summary>
    public static Refusal? CheckCounted(long thousandths, string field) => thousandths is < 0 or > Quantity.MaxThousandths
        ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must be 0 to {Quantity.MaxThousandths}")
        : null;

    /// <summary>Whether a list has as many rows as it may have; null: it has.</summary>
    public static Refusal? CheckRows(int rows, string field) => rows is 0 or > MostLines
        ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must have 1 to {MostLines} rows")
        : null;

    /// <summary>Whether a text can stand in the journal; null: it can.</summary>
    public static Refusal? CheckText(string text, int shortest, int longest, string field) =>
        text.Trim().Length < shortest || text.Length > longest || text.Any(char.IsControl)
            ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must have {shortest} to {longest} characters that can be printed")
            : null;

    /// <summary>Whether goods can go to or come from a store; null: they can.</summary>
    public static Refusal? CheckOtherStore(string code, string own, string field) =>
        code.Length is 0 or > 16 || !code.All(char.IsAsciiLetterOrDigit) || code == own
            ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must be the code of another store: 1 to 16 letters and digits")
            : null;

    /// <summary>Whether stock may be corrected so; null: it may.</summary>
    public static Refusal? CheckAdjustment(StockReason reason, long thousandths, string text)
    {
        if (!Enum.IsDefined(reason))
            return new Refusal(RefusalCode.FieldInvalid, "reason", "reason must be one of the list");
        if (thousandths is 0 or < -Quantity.MaxThousandths or > Quantity.MaxThousandths)
            return new Refusal(RefusalCode.QuantityOutOfRange, "quantity_thousandths", $"{Quantity.MaxThousandths / 1000}");
        bool takes = reason is StockReason.Damaged or StockReason.Expired or StockReason.Theft or StockReason.OwnUse;
        if (takes && thousandths > 0)
            return new Refusal(RefusalCode.FieldInvalid, "quantity_thousandths", $"{reason} takes away: it must be below zero");
        if (reason == StockReason.Found && thousandths < 0)
            return new Refusal(RefusalCode.FieldInvalid, "quantity_thousandths", $"{reason} adds: it must be above zero");
        return CheckText(text, reason == StockReason.Other ? 1 : 0, LongestText, "text");
    }

    /// <summary>Whether goods may be held until then; null: they may.</summary>
    /// <param name="clockIsTrusted">Where it is not, now is a lower bound, and a person knows better.</param>
    public static Refusal? CheckExpiry(long expiresUs, long nowUs, bool clockIsTrusted)
    {
        long latest = clockIsTrusted ? nowUs + LongestReservation.ToUs() : LastUs;
        return expiresUs <= nowUs || expiresUs > latest
            ? new Refusal(RefusalCode.FieldInvalid, "expires_at_us", $"expires_at_us must be in the next {LongestReservation.Days} days")
            : null;
    }

    /// <summary>Whether there is less than is wanted; null: there is enough, or nobody keeps stock of it.</summary>
    /// <param name="name">What the cashier reads.</param>
    /// <param name="wanted">Thousandths; not above zero where goods come back, which nothing stands in the way of.</param>
    public static Refusal? CheckShortage(StockLevel level, string name, long wanted, string field) =>
        level.IsStocked && wanted > 0 && level.Available < wanted
            ? new Refusal(RefusalCode.OutOfStock, field, name, level.Sku, new Quantity(Math.Max(0, level.Available), Unit.Each).Format("."))
            : null;
}
