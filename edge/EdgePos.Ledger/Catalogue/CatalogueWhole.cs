using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// What a price book must be as a whole: all that its rows name is there. Each name is kept once, with the first item that has it, so
/// that a book is not read again to be checked.
/// </summary>
internal sealed class CatalogueWhole
{
    private readonly Dictionary<string, string> _taxes = new(StringComparer.Ordinal), _cardTaxes = new(StringComparer.Ordinal),
        _deposits = new(StringComparer.Ordinal), _parts = new(StringComparer.Ordinal);

    /// <summary>Keeps what a row names.</summary>
    public void Note(BookRow row)
    {
        string sku = row.Item.Sku;
        if (row.Item.TaxCategory.Length > 0)
        {
            Note(_taxes, row.Item.TaxCategory, sku);
            if (row.Item.Is(ItemTraits.GiftCard))
                Note(_cardTaxes, row.Item.TaxCategory, sku);
        }

        if (row.DepositSku.Length > 0)
            Note(_deposits, row.DepositSku, sku);
        foreach (var part in row.Item.Bundle)
            Note(_parts, part.Sku, sku);
    }

    /// <summary>Keeps what all rows name that are in a price book.</summary>
    public void NoteAll(SqliteConnection connection)
    {
        foreach (byte[] body in connection.Stream("SELECT body FROM items", row => row.Bytes(0)))
            Note(WireItems.RowOf(V1.Item.Parser.ParseFrom(body)).Value);
    }

    /// <summary>Says which row names what is not there, of several the first by its code; null: the book is whole.</summary>
    /// <param name="today">Every tax category that is used has a row by then.</param>
    public Refusal? Check(SqliteConnection connection, Currency currency, DateOnly today)
    {
        var taxes = new TaxTable(connection);
        using var find = connection.Statement("SELECT body FROM items WHERE sku = $1");
        var faults = Faults(_taxes, "tax_category", code =>
                taxes.HoldsOn(code, today) ? null : $"the tax table has no rate for {code} today")
            .Concat(Faults(_cardTaxes, "tax_category", code => taxes.IsTaxed(code)
                ? "a gift card is taxed when it pays, not when it is sold: its category's rates must be zero" : null))
            .Concat(Faults(_deposits, "deposit_sku", sku => DepositFault(sku, find.Scalar(sku) as byte[])))
            .Concat(Faults(_parts, "bundle", sku => find.Scalar(sku) is null ? $"there is no item {sku}" : null));
        return faults.OrderBy(fault => fault.Sku, StringComparer.Ordinal).FirstOrDefault() is { What: not null } first
            ? new Refusal(RefusalCode.PriceBookRowInvalid, first.Field, first.Sku, first.What)
            : PromotionsOf(connection, currency).Refusal;
    }

    /// <summary>The promotions of a price book.</summary>
    public static Result<PromotionBook> PromotionsOf(SqliteConnection connection, Currency currency)
    {
        var promotions = new List<Promotion>();
        foreach (byte[] body in connection.Stream("SELECT body FROM promotions ORDER BY id", row => row.Bytes(0)))
        {
            var promotion = WirePromotions.Of(V1.Promotion.Parser.ParseFrom(body));
            if (promotion.Refusal is { } refusal)
                return refusal;
            promotions.Add(promotion.Value);
        }

        return PromotionBook.Of(promotions, currency);
    }

    private static void Note(Dictionary<string, string> names, string name, string sku)
    {
        if (!names.TryGetValue(name, out string? first) || string.CompareOrdinal(sku, first) < 0)
            names[name] = sku;
    }

    private static IEnumerable<(string Sku, string Field, string What)> Faults(
        Dictionary<string, string> names, string field, Func<string, string?> fault)
    {
        foreach (var (name, sku) in names)
        {
            if (fault(name) is { } what)
                yield return (sku, field, what);
        }
    }

    private static string? DepositFault(string sku, byte[]? body) =>
        body is null ? $"there is no item {sku}"
        : V1.Item.Parser.ParseFrom(body) is not { Price: not null, Unit: V1.Unit.Each, DepositSku: "" }
            ? $"item {sku} is no deposit: it needs a price, is sold by piece and has no deposit of its own"
            : null;
}
