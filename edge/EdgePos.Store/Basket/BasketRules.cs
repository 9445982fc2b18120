using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>How a basket may change. Each rule gives the basket after the change, or says why not.</summary>
public static class BasketRules
{
    /// <summary>Adds a line for an item. Without a quantity: what the code says, else one unit.</summary>
    public static Result<Basket> Add(this Basket basket, Item item, Scan scan, long? thousandths, string priceBook)
    {
        if (LinesFrozen(basket) is { } frozen)
            return frozen;
        if (basket.Lines.Length >= BasketLimits.MaxLines)
            return new Refusal(RefusalCode.BasketFull, "", $"{BasketLimits.MaxLines}");
        int number = basket.Lines.Length + 1;
        return LineRules.Of(number, item, scan, thousandths).Then(line => IsThere(basket, line)
            ? new Refusal(RefusalCode.SerialTwice, "scanned", line.Serial)
            : Within(basket with
            {
                Lines = basket.Lines.Add(line),
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
        if (line.QuantityFixed)
            return new Refusal(RefusalCode.QuantityFixed, "line");

        var quantity = new Quantity(thousandths, line.Item.Unit);
        return LineRules.PriceOf(quantity, line.Item.Price!.Value)
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

    private static bool IsThere(Basket basket, BasketLine piece) => piece.Serial.Length > 0
        && basket.Sold.Any(line => line.Item.Sku == piece.Item.Sku && line.Serial == piece.Serial);

    private static BasketLine? Find(Basket basket, int number) =>
        number >= 1 && number <= basket.Lines.Length && !basket.Lines[number - 1].Void ? basket.Lines[number - 1] : null;

    private static Refusal? LinesFrozen(Basket basket) => Closed(basket)
        ?? (basket.State == BasketState.Paid ? new Refusal(RefusalCode.BasketPaid, "") : null);

    private static Refusal? Closed(Basket basket) => basket.State is BasketState.Completed or BasketState.Abandoned
        ? new Refusal(RefusalCode.BasketClosed, "basket_id")
        : null;
}
