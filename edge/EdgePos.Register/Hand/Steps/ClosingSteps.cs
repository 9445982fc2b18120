using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>How a sale ends: with a receipt, or given up.</summary>
/// <param name="book">Where the answered sales are written down.</param>
internal sealed class ClosingSteps(OpenSale sale, BoxClient box, Texts texts, ReceiptBook book)
{
    /// <summary>The last sale made here.</summary>
    public Receipt? LastReceipt { get; private set; }

    public Step Complete()
    {
        var basket = sale.Basket!;
        if (basket.State == BasketState.Open && basket.Lines.Count == 0)
            return sale.Tell(OutcomeKind.Done, Say.EmptyBasket);
        if (basket.State == BasketState.Open && basket.Due.Minor > 0)
            return sale.Tell(OutcomeKind.Done, Say.StillDue, Say.HintPay, texts.Money(basket.Due));
        if (basket.State == BasketState.Open && basket.Due.Minor < 0)
            return sale.Tell(OutcomeKind.Done, Say.StillOwed, Say.HintRefund, texts.Money(basket.Due));
        var request = new CompleteRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Customer = sale.MadeOutTo };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Checkout.CompleteAsync(request, o).ResponseAsync, stop, request.BasketId);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            var receipt = LastReceipt = answer.Value.Receipt;
            sale.Leave();
            book.Add(invoice: "", request.CommandId, receipt, answer.Value.Replayed);
            return new Outcome(
                OutcomeKind.Done,
                texts.Of(Say.SaleDone, receipt.ReceiptNumber, texts.Money(receipt.Total), texts.Money(receipt.Change)),
                answer.Value.SafeDropDue ? texts.Of(Say.SafeDropDue) : "",
                Paper: PaperText.Of(receipt, texts));
        };
    }

    public Step Abandon()
    {
        var request = new AbandonBasketRequest { CommandId = sale.NewId(), BasketId = sale.BasketId };
        var abandon = sale.Change(
            new BasketCommand(o => box.Checkout.AbandonBasketAsync(request, o)),
            basket => basket.Tendered is { Minor: > 0 } taken
                ? texts.Of(Say.HandBack, texts.Money(taken))
                : texts.Of(Say.BasketAbandoned));
        return async stop =>
        {
            var outcome = await abandon(stop);
            if (outcome.Kind == OutcomeKind.Done)
                sale.Leave();
            return outcome;
        };
    }

    /// <summary>Shows a receipt.</summary>
    /// <param name="number">Empty: the last one.</param>
    public Step Show(string number)
    {
        if (number.Length == 0)
        {
            return LastReceipt is { } last
                ? _ => Task.FromResult(Shown(last))
                : sale.Tell(OutcomeKind.NotUnderstood, Say.NoReceiptYet, Say.HintReceipt);
        }

        var request = new GetReceiptRequest { ReceiptNumber = number };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Checkout.GetReceiptAsync(request, o).ResponseAsync, stop);
            return answer.Refusal is { } no ? sale.Refuse(no) : Shown(answer.Value);
        };
    }

    private Outcome Shown(Receipt receipt) => new(
        OutcomeKind.Done, texts.Of(Say.ReceiptShown, receipt.ReceiptNumber, texts.Money(receipt.Total)),
        Paper: PaperText.Of(receipt, texts), PaperAsked: true);
}
