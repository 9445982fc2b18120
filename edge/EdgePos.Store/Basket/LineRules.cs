namespace EdgePos.Store;

/// <summary>What a line is, of an item and of what its code says.</summary>
public static class LineRules
{
    /// <summary>The line of a scan.</summary>
    /// <param name="thousandths">The quantity that was given; null: none.</param>
    public static Result<BasketLine> Of(int number, Item item, Scan scan, long? thousandths)
    {
        if (scan.Price is not null && item.Unit == Unit.Each)
            item = item with { Price = scan.Price };
        if ((scan.UnitPrice ?? item.Price) is not { Minor: > 0 } price || scan.Price is { Minor: <= 0 })
            return new Refusal(RefusalCode.PriceMissing, "scanned", item.Name, item.Sku);
        if (price.Minor > ItemRules.MaxPriceMinor)
            return new Refusal(RefusalCode.CodeUnreadable, "scanned", $"it says a price of {price}");
        var measure = scan.Measure?.Unit == item.Unit ? scan.Measure : null;
        if (scan.Measure is not null && measure is null && scan.IsOfVariableMeasure)
            return new Refusal(RefusalCode.LabelDoesNotFit, "scanned", item.Name);

        bool isFixed = measure is not null || scan.Price is not null || scan.Serial.Length > 0;
        if (isFixed && thousandths is not null and not 1000)
            return new Refusal(RefusalCode.QuantityFixed, "quantity_thousandths");
        var quantity = measure ?? (scan.Price is { } whole && item.Unit != Unit.Each
            ? new Quantity(Math.Max(1, Rounding.MulDiv(whole.Minor, 1000, price.Minor)), item.Unit) // what it must have weighed
            : new Quantity(thousandths ?? 1000, item.Unit));
        return PriceOf(quantity, price).Then<BasketLine>(amount =>
            new BasketLine(number, item with { Price = price }, scan.Text, quantity, scan.Price ?? amount, Void: false)
            {
                Batch = scan.Batch,
                Serial = scan.Serial,
                SellBy = scan.SellBy,
                QuantityFixed = isFixed,
            });
    }

    /// <summary>The price of a quantity, rounded once.</summary>
    public static Result<Money> PriceOf(Quantity quantity, Money price)
    {
        if (quantity.Thousandths is <= 0 or > Quantity.MaxThousandths)
            return new Refusal(RefusalCode.QuantityOutOfRange, "quantity_thousandths", $"{Quantity.MaxThousandths / 1000}");
        if (quantity.Unit == Unit.Each && !quantity.IsWhole)
            return new Refusal(RefusalCode.QuantityNotWhole, "quantity_thousandths");
        // The largest quantity at the largest price still fits: 10^10 * 10^9 / 10^3 < 2^63.
        return new Money(Rounding.MulDiv(quantity.Thousandths, price.Minor, 1000), price.Currency);
    }
}
