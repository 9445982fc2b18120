namespace EdgePos.Store;

/// <summary>What a row of a price book must be.</summary>
public static class ItemRules
{
    /// <summary>Longest code, in characters.</summary>
    public const int MaxSkuLength = 40;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Most bar codes of one item, and most of its prices and of the items in a bundle.</summary>
    public const int MaxGtins = 50;

    /// <summary>Most words that promotions go by; each has at most so many characters as a code.</summary>
    public const int MaxTags = 20;

    /// <summary>The highest price of one unit: 10 million in a currency with two decimals.</summary>
    public const long MaxPriceMinor = 1_000_000_000;

    private const int OldestAge = 99;

    private const long MaxPartThousandths = 1_000_000;

    /// <summary>Says what is wrong with an item in a store that sells in <paramref name="currency"/>; null: nothing.</summary>
    public static Refusal? Check(BookRow row, IReadOnlyList<string> gtins, Currency currency) =>
        Fault(row, gtins, currency) is var (field, what) ? new Refusal(RefusalCode.PriceBookRowInvalid, field, row.Item.Sku, what) : null;

    private static (string Field, string What)? Fault(BookRow row, IReadOnlyList<string> gtins, Currency currency)
    {
        var item = row.Item;
        if (!IsCode(item.Sku))
            return ("sku", $"the code must have 1 to {MaxSkuLength} characters and no space at its ends");
        if (item.Name.Length is 0 or > MaxNameLength || Words.HaveControls(item.Name) || string.IsNullOrWhiteSpace(item.Name))
            return ("name", $"the name must have 1 to {MaxNameLength} characters");
        if (!Enum.IsDefined(item.Unit))
            return ("unit", "the unit is missing or unknown");
        if (item.Price is { } price && PriceFault(price, currency) is { } wrong)
            return ("price", wrong);
        if (item.TaxRate.Ppm is < 0 or > Rate.Whole)
            return ("tax_rate_ppm", "the tax rate must be from 0 to 1000000");
        if (item.TaxCategory.Length > 0 && item.TaxRate.Ppm != 0)
            return ("tax_rate_ppm", "the tax category says the rate; leave it out");
        if (gtins.Count > MaxGtins)
            return ("gtins", $"an item may have {MaxGtins} bar codes");
        if (gtins.FirstOrDefault(gtin => !Gtin.TryParse(gtin, out _)) is { } bad)
            return ("gtins", $"'{bad}' is no GTIN, or its check digit is wrong");
        return TraitFault(row) ?? PricesFault(row, currency);
    }

    private static (string Field, string What)? TraitFault(BookRow row)
    {
        var item = row.Item;
        if (item.Department.Length > 0 && !IsCode(item.Department))
            return ("department", $"a department may have {MaxSkuLength} characters and no space at its ends");
        if (item.Tags.Length > MaxTags || !item.Tags.All(IsCode))
            return ("tags", $"an item may have {MaxTags} tags, each of 1 to {MaxSkuLength} characters");
        if (item.MinimumAge is < 0 or > OldestAge)
            return ("minimum_age", $"the age must be from 0 to {OldestAge}");
        if (item.Is(ItemTraits.AsksSerial) && item.Unit != Unit.Each)
            return ("asks_serial", "only pieces have serial numbers");
        if (item.Is(ItemTraits.GiftCard) && GiftCardFault(row) is { } fault)
            return fault;
        if (row.DepositSku.Length > 0 && (!IsCode(row.DepositSku) || row.DepositSku == item.Sku || item.Unit != Unit.Each))
            return ("deposit_sku", "a deposit is another item, paid with each piece");
        if ((item.Bundle.Length > 0 && item.Unit != Unit.Each) || item.Bundle.Length > MaxGtins || item.Bundle.Any(part =>
            !IsCode(part.Sku) || part.Sku == item.Sku || part.Thousandths is <= 0 or > MaxPartThousandths)
            || item.Bundle.DistinctBy(part => part.Sku).Count() != item.Bundle.Length)
            return ("bundle", $"a bundle is a piece of at most {MaxGtins} other items, each once, more than zero and at most 1000 of it");
        return null;
    }

    // A discounted card would be worth more than was paid for it, and a tax on it would be paid twice.
    private static (string Field, string What)? GiftCardFault(BookRow row) =>
        row.Item.TaxRate.Ppm > 0 ? ("tax_rate_ppm", "a gift card is taxed when it pays, not when it is sold: its tax must be zero")
        : row.Item.Unit != Unit.Each ? ("gift_card", "a gift card is sold by the piece")
        : row.DepositSku.Length > 0 || row.Item.Bundle.Length > 0 ? ("gift_card", "a gift card has no deposit and is no bundle")
        : row.Prices.Length > 0 ? ("prices", "a gift card costs what it puts on the card, for everybody at any time")
        : null;

    private static (string Field, string What)? PricesFault(BookRow row, Currency currency)
    {
        if (row.Prices.Length > MaxGtins)
            return ("prices", $"an item may have {MaxGtins} prices");
        for (int i = 0; i < row.Prices.Length; i++)
        {
            var price = row.Prices[i];
            if (PriceFault(price.Price, currency) is { } wrong)
                return ("prices", wrong);
            if (price.Group.Length > 0 && !IsCode(price.Group))
                return ("prices", $"a group may have {MaxSkuLength} characters and no space at its ends");
            if (price.FromUs < 0 || price.UntilUs < 0 || (price.UntilUs > 0 && price.UntilUs <= price.FromUs))
                return ("prices", "a price ends before it begins");
            if (row.Prices.Take(i).Any(price.Overlaps))
                return ("prices", $"two prices hold at one time{(price.Group.Length > 0 ? $" for {price.Group}" : "")}");
        }

        return null;
    }

    private static string? PriceFault(Money price, Currency currency) =>
        price.Currency != currency ? $"the price is in {price.Currency}, the store sells in {currency}"
        : price.Minor is <= 0 or > MaxPriceMinor ? $"the price must be greater than zero and at most {MaxPriceMinor} minor units"
        : null;

    private static bool IsCode(string text) => Words.Fit(text, 1, MaxSkuLength);
}
