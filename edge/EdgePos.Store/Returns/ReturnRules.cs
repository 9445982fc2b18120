namespace EdgePos.Store;

/// <summary>What comes back. It is a line with a quantity below zero, so that an exchange is one basket.</summary>
public static class ReturnRules
{
    /// <summary>Takes back what a receipt says was sold: never more than is left of it, at the price that was paid.</summary>
    /// <param name="sold">The line of the receipt.</param>
    /// <param name="thousandths">How much; null: all that is left.</param>
    public static Result<Basket> Return(this Basket basket, SoldLine sold, long? thousandths, ReturnOf why)
    {
        if (sold.IsExempt != basket.Customer.IsExempt)
            return new Refusal(RefusalCode.ExemptionDiffers, "receipt_number");
        var here = basket.Sold.Where(line => line.ReturnOf is { } one && one.Receipt == sold.Receipt && one.Line == sold.Line).ToList();
        sold = sold with
        {
            Returned = sold.Returned - here.Sum(line => line.Quantity.Thousandths),
            Refunded = sold.Refunded with { Minor = sold.Refunded.Minor - here.Sum(line => line.Gross.Minor) },
        };
        long quantity = thousandths ?? sold.Left;
        if (quantity <= 0 || (sold.Item.Unit == Unit.Each && quantity % 1000 != 0))
        {
            return sold.Left <= 0
                ? new Refusal(RefusalCode.ReturnedAlready, "line", $"{sold.Line}", sold.Receipt)
                : new Refusal(RefusalCode.QuantityOutOfRange, "quantity_thousandths",
                    FormattableString.Invariant($"{sold.Left / 1000m:0.###}"));
        }

        if (quantity > sold.Left)
            return new Refusal(RefusalCode.ReturnedAlready, "line", $"{sold.Line}", sold.Receipt);
        // Points go back to whom they were given, also where nobody shows a card.
        bool isTheirs = sold.Customer.Length > 0 && basket.Customer == BasketCustomer.Anybody;
        var whose = isTheirs ? basket with { Customer = BasketCustomer.Anybody with { Reference = sold.Customer } } : basket;
        return Append(whose, new BasketLine(0, sold.Item, sold.Scanned, new Quantity(-quantity, sold.Item.Unit),
            -sold.RefundOf(quantity), Void: false)
        {
            ReturnOf = why with { Receipt = sold.Receipt, Line = sold.Line, Claimed = "" },
            Serial = sold.Serial,
            Batch = sold.Batch,
            GivenTaxes = [.. sold.TaxesOf(quantity).Select(tax => -tax)],
        });
    }

    /// <summary>Takes something back without a receipt, at today's price; a label says how much it is, or what it cost.</summary>
    public static Result<Basket> Return(this Basket basket, Item item, Scan scan, long? thousandths, ReturnOf why, StaffLimits limits)
    {
        // The receipt says how much it put on which card.
        if (item.Is(ItemTraits.GiftCard))
            return new Refusal(RefusalCode.GiftCardNeedsReceipt, "scanned", item.Name);
        // What is asked to sell it is not asked to take it back.
        var piece = item with { Traits = item.Traits & ~(ItemTraits.AsksSerial | ItemTraits.OpenPrice) };
        return LineRules.Of(0, piece, scan, new Asked(thousandths)).Then(back =>
        {
            long before = basket.Sold.Where(line => line.ReturnOf is { Receipt: "" }).Sum(line => -line.Gross.Minor);
            return before + back.Gross.Minor > limits.ReturnWithoutReceiptMinor && why.ApprovedBy.Length == 0
                ? Permissions.Needs(Permission.ReturnWithoutReceipt, $"{back.Gross with { Minor = limits.ReturnWithoutReceiptMinor }}")
                : Append(basket, new BasketLine(0, item with { Price = back.Item.Price }, scan.Text,
                    new Quantity(-back.Quantity.Thousandths, item.Unit), -back.Gross, Void: false)
                {
                    ReturnOf = why with { Receipt = "", Line = 0, Hold = null },
                    Serial = scan.Serial,
                    Batch = scan.Batch,
                });
        });
    }

    /// <summary>Says whether so much may be given back in cash; null: it may.</summary>
    public static Refusal? CheckRefund(Basket basket, Tender tender, string approvedBy, StaffLimits limits) =>
        tender is { IsCash: true, Amount.Minor: < 0 } && approvedBy.Length == 0
        && -basket.Paying.Where(one => one.IsCash).Append(tender).Sum(one => Math.Min(0, one.Amount.Minor)) > limits.RefundMinor
            ? Permissions.Needs(Permission.Refund, $"{tender.Amount with { Minor = limits.RefundMinor }}")
            : null;

    private static Result<Basket> Append(Basket basket, BasketLine back)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        if (ReductionRules.CheckReason(back.ReturnOf!.Reason) is { } wrong)
            return wrong;
        if (basket.Lines.Length >= BasketLimits.MaxLines)
            return new Refusal(RefusalCode.BasketFull, "", $"{BasketLimits.MaxLines}");
        int number = basket.Lines.Length + 1;
        return BasketRules.Within(basket with
        {
            Lines = basket.Lines.Add(back with
            {
                Number = number,
                Item = back.Item with { Deposit = null },
                QuantityFixed = true,
            }),
            LastLine = number,
            Version = basket.Version + 1,
        });
    }
}
