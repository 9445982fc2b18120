namespace EdgePos.Store;

/// <summary>How the lines of a basket may change. Each rule gives the basket after the change, or says why not.</summary>
public static class BasketRules
{
    /// <summary>Adds a line for an item, and one for its deposit. Without a quantity: what the code says, else one unit.</summary>
    public static Result<Basket> Add(this Basket basket, Item item, Scan scan, long? thousandths, string priceBook) =>
        basket.Add(item, scan, new Asked(thousandths), priceBook);

    /// <inheritdoc cref="Add(Basket, Item, Scan, long?, string)"/>
    public static Result<Basket> Add(this Basket basket, Item item, Scan scan, Asked asked, string priceBook)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        int lines = item.Deposit is null ? 1 : 2;
        if (basket.Lines.Length + lines > BasketLimits.MaxLines)
            return new Refusal(RefusalCode.BasketFull, "", $"{BasketLimits.MaxLines}");
        int age = Math.Max(basket.AgeSeen, asked.AgeSeen);
        int number = basket.Lines.Length + 1;
        return LineRules.Of(number, item, scan, asked).Then(line =>
            age < item.MinimumAge ? new Refusal(RefusalCode.AgeCheckNeeded, "age", item.Name, $"{item.MinimumAge}")
            : CheckCurrency(line, basket.Currency) is { } foreign ? foreign
            : GiftCardRules.CheckTwice(basket, line) is { } twice ? twice
            : IsThere(basket, line) ? new Refusal(RefusalCode.SerialTwice, "scanned", line.Serial)
            : WithDeposit(basket with
            {
                Lines = basket.Lines.Add(line),
                LastLine = number,
                PriceBook = priceBook,
                AgeSeen = age,
                Version = basket.Version + 1,
            }, line)).Then(Within);
    }

    /// <summary>Sets the quantity of a line, and of its deposit.</summary>
    public static Result<Basket> ChangeQuantity(this Basket basket, int number, long thousandths)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        if (basket.Find(number) is not { } line)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
        if (line.QuantityFixed || line.DepositOf > 0 || line.ReturnOf is not null)
            return new Refusal(RefusalCode.QuantityFixed, "line");

        return Requantified(line, thousandths).Then(changed =>
        {
            var after = thousandths < line.Quantity.Thousandths
                ? basket.Shrunk().Replace(changed with { Reduction = Kept(changed.Reduction) })
                : basket.Replace(changed);
            return DepositOf(basket, number) is not { } deposit
                ? after
                : Requantified(deposit, thousandths).Then<Basket>(paid =>
                    after with { Lines = after.Lines.SetItem(paid.Number - 1, paid) });
        }).Then(Within);
    }

    /// <summary>Takes a line out of the sale, with its deposit; both stay in the basket as void.</summary>
    public static Result<Basket> VoidLine(this Basket basket, int number)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        if (basket.Find(number) is not { } line)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
        if (line.DepositOf > 0)
            return new Refusal(RefusalCode.DepositFollows, "line", $"{line.DepositOf}");
        var after = basket.Shrunk().Replace(Voided(line));
        return DepositOf(basket, number) is { } deposit
            ? after with { Lines = after.Lines.SetItem(deposit.Number - 1, Voided(deposit)) }
            : after;
    }

    /// <summary>Says something about a line, or with number 0 about the basket.</summary>
    public static Result<Basket> Say(this Basket basket, int number, string note)
    {
        if (basket.Closed() is { } closed)
            return closed;
        if (note.Length > BasketLimits.MaxNoteLength || note.Any(char.IsControl))
            return new Refusal(RefusalCode.FieldInvalid, "note", $"a note has at most {BasketLimits.MaxNoteLength} characters");
        if (number == 0)
            return basket with { Note = note, LastLine = 0, Version = basket.Version + 1 };
        return basket.Find(number) is { } line
            ? basket.Replace(line with { Note = note })
            : new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
    }

    /// <summary>Gives up a basket that is not a sale; cash that was taken is to be handed back.</summary>
    public static Result<Basket> Abandon(this Basket basket) => basket.ClosedForGood() is { } closed ? closed
        : basket.Paying.FirstOrDefault(tender => tender.Terminal is not null) is { } charged
        ? new Refusal(RefusalCode.TenderNeedsReversal, "basket_id", $"{charged.Number}")
        : basket with { Abandoned = true, Suspended = false, LastLine = 0, Version = basket.Version + 1 };

    /// <summary>Says whether the basket may become a sale; null: it may.</summary>
    public static Refusal? CheckComplete(this Basket basket) =>
        basket.Closed()
        ?? (!basket.Sold.Any() ? new Refusal(RefusalCode.BasketEmpty, "")
            : basket.Due.Minor != 0 ? new Refusal(RefusalCode.NotPaid, "", $"{basket.Due}")
            : GiftCardRules.CheckPaid(basket));

    /// <summary>The basket after it became the sale of this receipt.</summary>
    public static Basket Completed(this Basket basket, string receiptNumber) =>
        basket with { ReceiptNumber = receiptNumber, LastLine = 0, Version = basket.Version + 1 };

    /// <summary>Refuses what is larger than a sale may be.</summary>
    internal static Result<Basket> Within(Basket basket)
    {
        Int128 sum = 0;
        foreach (var line in basket.Lines)
            sum += line.Void ? 0 : Math.Abs(line.Gross.Minor);
        return sum > BasketLimits.MaxAmountMinor ? new Refusal(RefusalCode.AmountTooLarge, "quantity_thousandths") : basket;
    }

    internal static Basket Replace(this Basket basket, BasketLine line) => basket with
    {
        Lines = basket.Lines.SetItem(line.Number - 1, line),
        LastLine = line.Number,
        Version = basket.Version + 1,
    };

    internal static BasketLine? Find(this Basket basket, int number) =>
        number >= 1 && number <= basket.Lines.Length && !basket.Lines[number - 1].Void ? basket.Lines[number - 1] : null;

    internal static Refusal? LinesFrozen(this Basket basket) => basket.Closed()
        ?? (basket.State == BasketState.Paid ? new Refusal(RefusalCode.BasketPaid, "") : null);

    internal static Refusal? Closed(this Basket basket) => basket.ClosedForGood()
        ?? (basket.Suspended ? new Refusal(RefusalCode.BasketSuspended, "basket_id") : null);

    internal static Refusal? ClosedForGood(this Basket basket) => basket.State is BasketState.Completed or BasketState.Abandoned
        ? new Refusal(RefusalCode.BasketClosed, "basket_id")
        : null;

    // A deposit is for each piece, whatever else becomes of the price.
    private static Result<Basket> WithDeposit(Basket basket, BasketLine line)
    {
        if (line.Item.Deposit is not { } item)
            return basket;
        var quantity = line.Quantity with { Unit = item.Unit };
        return item.Price is not { } price
            ? new Refusal(RefusalCode.PriceMissing, "scanned", item.Name, item.Sku)
            : LineRules.PriceOf(quantity, price).Then<Basket>(amount => basket with
            {
                Lines = basket.Lines.Add(new BasketLine(line.Number + 1, item, item.Sku, quantity, amount, Void: false)
                {
                    DepositOf = line.Number,
                }),
            });
    }

    private static Result<BasketLine> Requantified(BasketLine line, long thousandths)
    {
        var quantity = new Quantity(thousandths, line.Item.Unit);
        return LineRules.PriceOf(quantity, line.Item.Price!.Value)
            .Then<BasketLine>(amount => line with { Quantity = quantity, Gross = amount });
    }

    private static Refusal? CheckCurrency(BasketLine line, Currency currency) =>
        line.Gross.Currency != currency ? new Refusal(RefusalCode.CurrencyMismatch, "unit_price", $"{line.Gross.Currency}", $"{currency}")
        : line.Item.Price is { } price && price.Currency != currency
            ? new Refusal(RefusalCode.CurrencyMismatch, "unit_price", $"{price.Currency}", $"{currency}")
            : null;

    // An amount was allowed for what it came off: for less of that it has to be given again.
    private static Basket Shrunk(this Basket basket) => basket with { Reduction = Kept(basket.Reduction) };

    private static Reduction? Kept(Reduction? reduction) =>
        reduction is { Amount: not null, ApprovedBy: "" } ? null : reduction;

    private static BasketLine Voided(BasketLine line) => line with { Void = true, Discounts = [], Reduction = null };

    private static BasketLine? DepositOf(Basket basket, int number) =>
        basket.Sold.FirstOrDefault(line => line.DepositOf == number);

    private static bool IsThere(Basket basket, BasketLine piece) => piece.Serial.Length > 0
        && basket.Sold.Any(line => line.ReturnOf is null && line.Item.Sku == piece.Item.Sku && line.Serial == piece.Serial);
}
