using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>How a basket may change. Each rule gives the basket after the change, or says why not.</summary>
public static class BasketRules
{
    /// <summary>Adds a line for an item. Without a quantity: one unit.</summary>
    public static Result<Basket> Add(
        this Basket basket, Item item, string scanned, long? thousandths, string priceBook)
    {
        if (LinesFrozen(basket) is { } frozen)
            return frozen;
        if (basket.Lines.Length >= BasketLimits.MaxLines)
            return new Refusal(RefusalCode.BasketFull, "", $"{BasketLimits.MaxLines}");
        if (item.Price is not { } price)
            return new Refusal(RefusalCode.PriceMissing, "scanned", item.Name, item.Sku);

        var quantity = new Quantity(thousandths ?? 1000, item.Unit);
        int number = basket.Lines.Length + 1;
        return PriceOf(quantity, price).Then(amount => Within(basket with
        {
            Lines = basket.Lines.Add(new BasketLine(number, item, scanned, quantity, amount, Void: false)),
            LastLine = number,
            PriceBook = priceBook,
            Version = basket.Version + 1,
        }));
    }

    /// <summary>Sets the quantity of a line.</summary>
    public static Result<Basket> ChangeQuantity(this Basket basket, int number, long thousandths)
    {
        if (LinesFrozen(basket) is { } frozen)
            return frozen;
        if (Find(basket, number) is not { } line)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");

        var quantity = new Quantity(thousandths, line.Item.Unit);
        return PriceOf(quantity, line.Item.Price!.Value)
            .Then(amount => Within(Replace(basket, line with { Quantity = quantity, Amount = amount })));
    }

    /// <summary>Takes a line out of the sale; it stays in the basket as void.</summary>
    public static Result<Basket> VoidLine(this Basket basket, int number)
    {
        if (LinesFrozen(basket) is { } frozen)
            return frozen;
        if (Find(basket, number) is not { } line)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
        return Replace(basket, line with { Void = true, Amount = Money.Zero(basket.Currency) });
    }

    /// <summary>Takes cash. More than is due gives change.</summary>
    public static Result<Basket> PayCash(this Basket basket, Money amount)
    {
        if (Closed(basket) is { } closed)
            return closed;
        if (basket.State == BasketState.Paid)
            return new Refusal(RefusalCode.BasketPaid, "");
        if (!basket.Sold.Any())
            return new Refusal(RefusalCode.BasketEmpty, "");
        if (amount.Currency != basket.Currency)
            return new Refusal(RefusalCode.CurrencyMismatch, "amount", $"{amount.Currency}", $"{basket.Currency}");
        if (amount.Minor is <= 0 or > BasketLimits.MaxAmountMinor || basket.Tenders.Length >= BasketLimits.MaxTenders)
            return new Refusal(RefusalCode.TenderOutOfRange, "amount");
        return basket with
        {
            Tenders = basket.Tenders.Add(new CashTender(basket.Tenders.Length + 1, amount)),
            LastLine = 0,
            Version = basket.Version + 1,
        };
    }

    /// <summary>Gives up a basket that is not a sale; cash that was taken is to be handed back.</summary>
    public static Result<Basket> Abandon(this Basket basket) => Closed(basket) is { } closed
        ? closed
        : basket with { Abandoned = true, LastLine = 0, Version = basket.Version + 1 };

    /// <summary>Says whether the basket may become a sale; null: it may.</summary>
    public static Refusal? CheckComplete(this Basket basket) =>
        Closed(basket)
        ?? (!basket.Sold.Any() ? new Refusal(RefusalCode.BasketEmpty, "")
            : basket.Due.Minor > 0 ? new Refusal(RefusalCode.NotPaid, "", $"{basket.Due}")
            : null);

    /// <summary>The basket after it became the sale of this receipt.</summary>
    public static Basket Completed(this Basket basket, string receiptNumber) =>
        basket with { ReceiptNumber = receiptNumber, LastLine = 0, Version = basket.Version + 1 };

    private static Result<Money> PriceOf(Quantity quantity, Money price)
    {
        if (quantity.Thousandths is <= 0 or > Quantity.MaxThousandths)
            return new Refusal(RefusalCode.QuantityOutOfRange, "quantity_thousandths", $"{Quantity.MaxThousandths / 1000}");
        if (quantity.Unit == Unit.Each && !quantity.IsWhole)
            return new Refusal(RefusalCode.QuantityNotWhole, "quantity_thousandths");
        // The largest quantity at the largest price still fits: 10^10 * 10^9 / 10^3 < 2^63.
        return new Money(Rounding.MulDiv(quantity.Thousandths, price.Minor, 1000), price.Currency);
    }

    private static Result<Basket> Within(Basket basket) =>
        basket.Lines.Aggregate(Int128.Zero, (sum, line) => sum + line.Amount.Minor) > BasketLimits.MaxAmountMinor
            ? new Refusal(RefusalCode.AmountTooLarge, "quantity_thousandths")
            : basket;

    private static Basket Replace(Basket basket, BasketLine line) => basket with
    {
        Lines = basket.Lines.SetItem(line.Number - 1, line),
        LastLine = line.Number,
        Version = basket.Version + 1,
    };

    private static BasketLine? Find(Basket basket, int number) =>
        number >= 1 && number <= basket.Lines.Length && !basket.Lines[number - 1].Void ? basket.Lines[number - 1] : null;

    private static Refusal? LinesFrozen(Basket basket) => Closed(basket)
        ?? (basket.State == BasketState.Paid ? new Refusal(RefusalCode.BasketPaid, "") : null);

    private static Refusal? Closed(Basket basket) => basket.State is BasketState.Completed or BasketState.Abandoned
        ? new Refusal(RefusalCode.BasketClosed, "basket_id")
        : null;
}
