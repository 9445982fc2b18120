namespace EdgePos.Store;

/// <summary>A sale as it was paid.</summary>
/// <param name="Lines">What was sold, and what of it has come back.</param>
/// <param name="Tenders">What was given.</param>
/// <param name="Change">What was handed back in cash.</param>
/// <param name="TookBack">True: something came back in it.</param>
public sealed record PaidSale(IReadOnlyList<SoldLine> Lines, IReadOnlyList<Tender> Tenders, Money Change, bool TookBack);

/// <summary>A whole sale is undone: all of it comes back, and what was paid goes back the way it came.</summary>
public static class VoidRules
{
    /// <summary>The basket that undoes a sale. Only a sale of which nothing has come back, and in which nothing did.</summary>
    /// <param name="empty">A basket with the tax, the currency and the customer of the sale.</param>
    /// <param name="why">The reason, and who allowed it.</param>
    public static Result<Basket> Undo(Basket empty, PaidSale sale, ReturnOf why)
    {
        if (sale.Lines.FirstOrDefault(line => line.Returned > 0) is { } back)
            return new Refusal(RefusalCode.ReturnedAlready, "receipt_number", $"{back.Line}", back.Receipt);
        if (sale.TookBack || sale.Lines.Count == 0)
            return new Refusal(RefusalCode.VoidImpossible, "receipt_number");
        Result<Basket> basket = empty;
        foreach (var line in sale.Lines)
            basket = basket.Then(one => one.Return(line, null, why));
        foreach (var tender in sale.Tenders.Where(tender => !tender.IsCash))
        {
            // What a voucher was worth more than the sale was kept, and nobody gets it now: the voucher itself is good again.
            basket = basket.Then(one => one.Pay(tender with
            {
                Amount = Negative(tender.Kind == TenderKind.Voucher ? Math.Min(tender.Amount.Minor, -one.Due.Minor) : tender.Amount.Minor),
                Points = -tender.Points,
            }));
        }

        // Foreign notes go back as cash of the store: nobody changes them back.
        long cash = sale.Tenders.Where(tender => tender.IsCash).Sum(tender => tender.Amount.Minor) - sale.Change.Minor;
        if (cash != 0)
            basket = basket.Then(one => one.Pay(new Tender(0, TenderKind.Cash, Negative(cash))));
        return basket.Then<Basket>(one => one.Due.Minor == 0 ? one : new Refusal(RefusalCode.VoidImpossible, "receipt_number"));

        Money Negative(long minor) => new(-minor, empty.Currency);
    }
}
