using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What a price book must be as a whole: all that its rows name is there.</summary>
internal static class CatalogueWhole
{
    /// <summary>Says which row names what is not there; null: the book is whole.</summary>
    /// <param name="today">Every tax category that is used has a row by then.</param>
    public static Refusal? Check(SqliteConnection connection, Currency currency, DateOnly today)
    {
        var taxes = new TaxTable(connection);
        var exists = connection.Statement("SELECT body FROM items WHERE sku = $1");
        foreach (var row in connection.Stream("SELECT body FROM items ORDER BY sku",
            one => WireItems.RowOf(V1.Item.Parser.ParseFrom(one.Bytes(0))).Value))
        {
            Refusal Bad(string field, string what) => new(RefusalCode.PriceBookRowInvalid, field, row.Item.Sku, what);

            if (row.Item.TaxCategory.Length > 0 && !taxes.HoldsOn(row.Item.TaxCategory, today))
                return Bad("tax_category", $"the tax table has no rate for {row.Item.TaxCategory} today");
            if (row.Item.Is(ItemTraits.GiftCard) && taxes.IsTaxed(row.Item.TaxCategory))
                return Bad("tax_category", "a gift card is taxed when it pays, not when it is sold: its category's rates must be zero");
            if (row.DepositSku.Length > 0 && DepositFault(row.DepositSku) is { } fault)
                return Bad("deposit_sku", fault);
            if (row.Item.Bundle.FirstOrDefault(part => exists.Scalar(part.Sku) is null) is { } missing)
                return Bad("bundle", $"there is no item {missing.Sku}");
        }

        return PromotionsOf(connection, currency).Refusal;

        string? DepositFault(string sku) =>
            exists.Scalar(sku) is not byte[] body ? $"there is no item {sku}"
            : V1.Item.Parser.ParseFrom(body) is not { Price: not null, Unit: V1.Unit.Each, DepositSku: "" }
                ? $"item {sku} is no deposit: it needs a price, is sold by piece and has no deposit of its own"
                : null;
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
}

/// <summary>The tax table of a price book, in memory: it has few rows.</summary>
internal sealed class TaxTable
{
    private readonly Dictionary<string, List<TaxCategory>> _rows = new(StringComparer.Ordinal);

    public TaxTable(SqliteConnection connection)
    {
        foreach (var row in connection.Stream("SELECT body FROM tax_categories ORDER BY code, from_day DESC",
            one => WireItems.RowOf(V1.TaxCategory.Parser.ParseFrom(one.Bytes(0))).Value))
        {
            if (!_rows.TryGetValue(row.Code, out var all))
                _rows[row.Code] = all = [];
            all.Add(row);
        }
    }

    /// <summary>True where a category has a row by a day.</summary>
    public bool HoldsOn(string code, DateOnly day) => _rows.TryGetValue(code, out var rows) && rows.Exists(row => row.From <= day);

    /// <summary>True where a category has a rate above zero on some day.</summary>
    public bool IsTaxed(string code) =>
        _rows.TryGetValue(code, out var rows) && rows.Exists(row => row.Parts.Any(part => part.Rate.Ppm > 0));

    /// <summary>
    /// What a category is taxed on a day. Before its first row that row holds: a box that woke in the past, for want of a battery
    /// clock, must not sell without tax.
    /// </summary>
    public System.Collections.Immutable.ImmutableArray<TaxPart> PartsOf(string code, DateOnly day) =>
        _rows.TryGetValue(code, out var rows) ? (rows.Find(row => row.From <= day) ?? rows[^1]).Parts : [];
}
