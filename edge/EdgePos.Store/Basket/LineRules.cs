namespace EdgePos.Store;

/// <summary>What a register says with a scan.</summary>
/// <param name="Thousandths">How much; null: what the code says, else one unit.</param>
/// <param name="Serial">Serial number of the piece; empty: what the code says.</param>
/// <param name="Price">Price of one unit, of an item that asks for it; null: the price book has it.</param>
/// <param name="AgeSeen">The buyer has been found to be so old, in years; 0: nobody has looked.</param>
public readonly record struct Asked(long? Thousandths = null, string? Serial = "", Money? Price = null, int AgeSeen = 0);

/// <summary>What a line is, of an item and of what its code says.</summary>
public static class LineRules
{
    /// <summary>Longest serial number, in characters.</summary>
    public const int MaxSerialLength = 20;

    /// <summary>The line of a scan.</summary>
    public static Result<BasketLine> Of(int number, Item item, Scan scan, Asked asked)
    {
        if (item.Is(ItemTraits.NotForSale))
            return new Refusal(RefusalCode.NotForSale, "scanned", item.Name);
        if (Priced(item, scan, asked.Price).Refusal is { } refusal)
            return refusal;
        item = Priced(item, scan, asked.Price).Value;
        var price = (scan.UnitPrice ?? item.Price)!.Value;
        var measure = scan.Measure?.Unit == item.Unit ? scan.Measure : null;
        if (scan.Measure is not null && measure is null && scan.IsOfVariableMeasure)
            return new Refusal(RefusalCode.LabelDoesNotFit, "scanned", item.Name);

        string serial = asked.Serial is { Length: > 0 } typed ? typed : scan.Serial;
        if (CheckSerial(item, serial, scan) is { } wrong)
            return wrong;
        bool isFixed = measure is not null || scan.Price is not null || serial.Length > 0;
        if (isFixed && asked.Thousandths is not null and not 1000)
            return new Refusal(RefusalCode.QuantityFixed, "quantity_thousandths");
        var quantity = measure ?? (scan.Price is { } whole && item.Unit != Unit.Each
            ? new Quantity(Math.Max(1, Rounding.MulDiv(whole.Minor, 1000, price.Minor)), item.Unit) // what it must have weighed
            : new Quantity(asked.Thousandths ?? 1000, item.Unit));
        return PriceOf(quantity, price).Then<BasketLine>(amount =>
            new BasketLine(number, item with { Price = price }, scan.Text, quantity, scan.Price ?? amount, Void: false)
            {
                Batch = scan.Batch,
                Serial = serial,
                SellBy = scan.SellBy,
                QuantityFixed = isFixed,
                PriceFixed = scan.Price is not null || scan.UnitPrice is not null,
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

    /// <summary>Says whether a price may be set by hand; null: it may.</summary>
    public static Refusal? CheckPrice(Money price, Currency currency) =>
        price.Currency != currency ? new Refusal(RefusalCode.CurrencyMismatch, "unit_price", $"{price.Currency}", $"{currency}")
        : price.Minor is <= 0 or > ItemRules.MaxPriceMinor ? new Refusal(RefusalCode.PriceOutOfRange, "unit_price")
        : null;

    // The label's price of a piece, the cashier's of an item that asks for it, else the price book's.
    private static Result<Item> Priced(Item item, Scan scan, Money? typed)
    {
        if (typed is { } given)
        {
            if (!item.Is(ItemTraits.OpenPrice))
                return new Refusal(RefusalCode.PriceNotOpen, "unit_price", item.Name);
            if (CheckPrice(given, given.Currency) is { } refusal)
                return refusal;
            return item with { Price = given };
        }

        if (scan.Price is not null && item.Unit == Unit.Each)
            item = item with { Price = scan.Price };
        if (item.Is(ItemTraits.OpenPrice) && scan.Price is null && scan.UnitPrice is null)
            return new Refusal(RefusalCode.PriceNeeded, "unit_price", item.Name);
        if ((scan.UnitPrice ?? item.Price) is not { Minor: > 0 } price || scan.Price is { Minor: <= 0 })
            return new Refusal(RefusalCode.PriceMissing, "scanned", item.Name, item.Sku);
        return price.Minor > ItemRules.MaxPriceMinor
            ? new Refusal(RefusalCode.CodeUnreadable, "scanned", $"it says a price of {price}")
            : item;
    }

    private static Refusal? CheckSerial(Item item, string serial, Scan scan)
    {
        if (serial.Length > 0 && Words.Check("serial", serial, 1, MaxSerialLength) is { } wrong)
            return wrong;
        if (scan.Serial.Length > 0 && serial != scan.Serial)
            return new Refusal(RefusalCode.FieldInvalid, "serial", $"the code says {scan.Serial}");
        if (item.Is(ItemTraits.GiftCard))
        {
            return serial.Length == 0 ? new Refusal(RefusalCode.GiftCardNeeded, "serial", item.Name)
                : GiftCardNumber.IsOne(serial) ? null
                : GiftCardNumber.Unlike("serial");
        }

        return serial.Length == 0 && item.Is(ItemTraits.AsksSerial) ? new Refusal(RefusalCode.SerialNeeded, "serial", item.Name) : null;
    }
}
