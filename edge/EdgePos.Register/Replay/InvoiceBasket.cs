using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>How an invoice ended.</summary>
/// <param name="Receipt">The receipt; null: it was refused.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Replayed">True where the sale had been made before.</param>
/// <param name="OtherPrices">Lines whose price in the file is not the box's.</param>
/// <param name="DifferenceMinor">What that makes: the box's amounts less those of the file.</param>
/// <param name="LinesWithout">Lines that came back without a receipt, all or some of their pieces.</param>
internal sealed record InvoiceResult(
    Receipt? Receipt, Refusal? Refusal, bool Replayed = false, int OtherPrices = 0, long DifferenceMinor = 0, int LinesWithout = 0);

/// <summary>A command that adds one line of an invoice to its basket.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Pieces">How many of it; below zero: they come back.</param>
/// <param name="SendAsync">Sends it.</param>
internal sealed record InvoicePart(SalesLine Line, long Pieces, Func<CallOptions, Task<Basket>> SendAsync);

/// <summary>Makes one invoice a sale or a return: open, add each part, pay or give back exactly in cash, complete.</summary>
/// <param name="approval">Who allows what staff may not do on their own, name:PIN; empty: nobody.</param>
internal sealed class InvoiceBasket(BoxClient box, CommandIds ids, string approval)
{
    private const int StartsMax = 20;

    /// <summary>
    /// Does it. Where the box lost power and its counter has forgotten the basket, all is done again with the same ids:
    /// what had been carried out is not carried out twice.
    /// </summary>
    /// <exception cref="BoxUnreachable">Patience ended.</exception>
    public async Task<InvoiceResult> CompleteAsync(Invoice invoice, IReadOnlyList<InvoicePart> parts, CancellationToken stop)
    {
        InvoiceResult result;
        int starts = 0;
        do
        {
            result = await TryAsync(invoice, parts, stop);
        }
        while (result.Refusal?.Reason == Refusal.BasketNotFound && ++starts < StartsMax);

        if (result.Refusal is { Reason: not Refusal.BasketNotFound })
            await AbandonAsync(invoice, stop);
        return result;
    }

    private async Task<InvoiceResult> TryAsync(Invoice invoice, IReadOnlyList<InvoicePart> parts, CancellationToken stop)
    {
        string id = ids.Of(invoice, "open");
        var open = new OpenBasketRequest { CommandId = id };
        var answer = await box.CallAsync(o => box.Checkout.OpenBasketAsync(open, o).ResponseAsync, stop);
        foreach (var part in parts)
        {
            if (answer.Refusal is null && answer.Value.State == BasketState.Open)
                answer = await CallAsync(part.SendAsync, id, stop);
        }

        if (answer.Refusal is null && answer.Value.State == BasketState.Open && answer.Value.Due.Minor != 0)
        {
            var pay = new AddTenderRequest
            {
                CommandId = ids.Of(invoice, "cash"),
                BasketId = id,
                Amount = answer.Value.DueInCash ?? answer.Value.Due,
                Cash = new Cash(),
            };
            answer = await CallAsync(o => box.Checkout.AddTenderAsync(pay, o).ResponseAsync, id, stop);
        }

        if (answer.Refusal is not null)
            return new InvoiceResult(null, answer.Refusal);
        var complete = new CompleteRequest { CommandId = ids.Of(invoice, "complete"), BasketId = id };
        var done = await box.CallAsync(o => box.Checkout.CompleteAsync(complete, o).ResponseAsync, stop, id);
        return done.Refusal is not null ? new InvoiceResult(null, done.Refusal) : Compare(parts, done.Value);
    }

    // Who allows it is asked only where the box wants to know: else every return would carry a name.
    private async Task<Answer<Basket>> CallAsync(Func<CallOptions, Task<Basket>> send, string basketId, CancellationToken stop)
    {
        var answer = await box.CallAsync(send, stop, basketId);
        return answer.Refusal?.Reason == Refusal.ApprovalNeeded && approval.Length > 0
            ? await box.CallAsync(send, stop, basketId, approval: approval)
            : answer;
    }

    // Whether it works out does not matter: the refusal that led here is what is told.
    private Task AbandonAsync(Invoice invoice, CancellationToken stop)
    {
        var request = new AbandonBasketRequest { CommandId = ids.Of(invoice, "abandon"), BasketId = ids.Of(invoice, "open") };
        return box.CallAsync(o => box.Checkout.AbandonBasketAsync(request, o).ResponseAsync, stop, request.BasketId);
    }

    private static InvoiceResult Compare(IReadOnlyList<InvoicePart> parts, CompleteResponse done)
    {
        var pairs = parts.Zip(InvoiceLines.Of(done.Receipt)).ToList();
        return new InvoiceResult(done.Receipt, null, done.Replayed,
            pairs.Count(pair => pair.First.Line.PriceMinor != pair.Second.UnitPrice.Minor),
            pairs.Sum(pair => pair.Second.Amount.Minor - (pair.First.Line.PriceMinor * pair.First.Pieces)),
            pairs.Where(pair => pair.Second.ReturnOf is { ReceiptNumber: "" }).DistinctBy(pair => pair.First.Line.Number).Count());
    }
}
