using System.Text;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier does with goods that come back.</summary>
internal sealed class ReturnSteps(OpenSale sale, BoxClient box, Texts texts)
{
    /// <summary>Takes it back, into the basket that is open or a new one.</summary>
    public Step TakeBack(TypedReturn typed)
    {
        string claimed = typed is TypedReturn.Without ? sale.ClaimedReceipt : "";
        var step = TakeBack(typed, claimed);
        return async stop =>
        {
            var outcome = await step(stop);
            if (outcome.Code == Refusal.ReceiptElsewhereUnasked && typed is TypedReturn.WithReceipt known)
                sale.ClaimedReceipt = known.Number;
            else if (claimed.Length > 0)
                sale.ClaimedReceipt = claimed; // there may be more on it
            return outcome;
        };
    }

    /// <summary>What of a receipt may come back.</summary>
    public Step Ask(string number)
    {
        var request = new GetReturnableRequest { ReceiptNumber = number };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Checkout.GetReturnableAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
            {
                if (no.Reason == Refusal.ReceiptElsewhereUnasked)
                    sale.ClaimedReceipt = number;
                return sale.Refuse(no);
            }

            return new Outcome(OutcomeKind.Done, texts.Of(Say.ReturnableOf, answer.Value.ReceiptNumber),
                Paper: Rows(answer.Value), PaperAsked: true);
        };
    }

    private Step TakeBack(TypedReturn typed, string claimed) => sale.Begin(id =>
    {
        var request = new AddReturnRequest
        {
            CommandId = sale.NewId(),
            BasketId = id,
            Reason = typed.Reason,
            Damaged = typed.Damaged,
        };
        if (typed.Thousandths is { } thousandths)
            request.QuantityThousandths = thousandths;
        if (typed is TypedReturn.WithReceipt known)
            (request.ReceiptNumber, request.Line) = (known.Number, known.Line);
        if (typed is TypedReturn.Without without)
            (request.Scanned, request.ClaimedReceipt) = (without.Code, claimed);
        return new BasketCommand(o => box.Checkout.AddReturnAsync(request, o));
    }, basket => OpenSale.LineOf(basket, basket.LastLine) is not { } line ? ""
        : claimed.Length > 0 ? texts.Of(Say.ReturnClaimed, line.Name, texts.Quantity(line), texts.Money(line.Amount), claimed)
        : texts.Of(Say.ReturnTaken, line.Name, texts.Quantity(line), texts.Money(line.Amount)));

    private string Rows(GetReturnableResponse returnable)
    {
        var paper = new StringBuilder();
        foreach (var line in returnable.Lines)
        {
            string left = Quantities.Format(line.LeftThousandths, Unit.Each, texts.DecimalSign);
            PaperText.Row(paper, $"{line.Line}  {left} × {line.Name}", texts.Amount(line.Refund));
        }

        return paper.ToString().TrimEnd();
    }
}
