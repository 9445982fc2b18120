namespace EdgePos.Store;

/// <summary>What a row of a price book must be.</summary>
public static class ItemRules
{
    /// <summary>Longest code, in characters.</summary>
    public const int MaxSkuLength = 40;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Most bar codes of one item.</summary>
    public const int MaxGtins = 50;

    /// <summary>The highest price of one unit: 10 million in a currency with two decimals.</summary>
    public const long MaxPriceMinor = 1_000_000_000;

    /// <summary>Says what is wrong with an item in a store that sells in <paramref name="currency"/>; null: nothing.</summary>
    public static Refusal? Check(Item item, IReadOnlyList<string> gtins, Currency currency)
    {
        Refusal Bad(string field, string what) => new(RefusalCode.PriceBookRowInvalid, field, item.Sku, what);

        if (item.Sku.Length is 0 or > MaxSkuLength || HasControl(item.Sku) || item.Sku.Trim() != item.Sku)
            return Bad("sku", $"the code must have 1 to {MaxSkuLength} characters and no space at its ends");
        if (item.Name.Length is 0 or > MaxNameLength || HasControl(item.Name) || string.IsNullOrWhiteSpace(item.Name))
            return Bad("name", $"the name must have 1 to {MaxNameLength} characters");
        if (!Enum.IsDefined(item.Unit))
            return Bad("unit", "the unit is missing or unknown");
        if (item.Price is { } price && price.Currency != currency)
            return Bad("price", $"the price is in {price.Currency}, the store sells in {currency}");
        if (item.Price is { Minor: <= 0 or > MaxPriceMinor })
            return Bad("price", $"the price must be greater than zero and at most {MaxPriceMinor} minor units");
        if (item.TaxRate.Ppm is < 0 or > Rate.Whole)
            return Bad("tax_rate_ppm", "the tax rate must be from 0 to 1000000");
        if (gtins.Count > MaxGtins)
            return Bad("gtins", $"an item may have {MaxGtins} bar codes");
        return gtins.FirstOrDefault(gtin => !Gtin.TryParse(gtin, out _)) is { } wrong
            ? Bad("gtins", $"'{wrong}' is no GTIN, or its check digit is wrong")
            : null;
    }

    private static bool HasControl(string text) => text.Any(char.IsControl);
}
