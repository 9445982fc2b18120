using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Turns a paid basket into a sale: the ledger first, then the counter and the print queue.</summary>
internal sealed class SaleCompletion(
    BasketDesk desk, TillDesk tills, StockDesk stock, DrawerDesk drawers, LoyaltyDesk loyalty, OrderDesk orders,
    LedgerWriter writer, LedgerReader reader, PrintLoop printing, TimeProvider time)
{
    /// <summary>Completes a basket. What was accepted is finished, also when the register has gone away.</summary>
    /// <param name="customer">Who it is made out to; null: nobody in particular.</param>
    public async Task<Result<LedgerAnswer>> CompleteAsync(Guid basketId, Command command, SaleCustomer? customer)
    {
        var held = await desk.BeginCompleteAsync(basketId, command);
        if (held.Refusal is { } refusal)
            return await FindAnswerAsync(command) ?? refusal;

        string? receiptNumber = null;
        try
        {
            if (orders.CheckStill(held.Value.Order) is { } cancelled)
                return cancelled;
            var sale = WireSales.SaleOf(held.Value, command.Id);
            sale.PointsEarned = loyalty.EarnedBy(held.Value);
            var answer = await writer.SubmitAsync(
                new CompleteSale(command.Register, command.Id, command.Digest, employee: "", sale, customer)
                {
                    NeedsTill = tills.AreRequired,
                    NeedsStock = stock.Refuses,
                    Points = loyalty.CountedOf(held.Value.Customer.Reference),
                });
            if (answer.Refusal is null)
                receiptNumber = WireSales.ReceiptOf(answer.Value).ReceiptNumber;
            if (answer is { Refusal: null, Value.Replayed: false } && held.Value.Paying.Any(tender => tender.IsCash))
                _ = drawers.OpenAsync(command.Register); // no sale waits for a drawer
            return answer;
        }
        finally
        {
            await LetGoAsync(basketId, command, receiptNumber);
        }
    }

    // Whatever becomes of this, the ledger's answer stands, and it does not wait for the counter's disk.
    private async Task LetGoAsync(Guid basketId, Command command, string? receiptNumber)
    {
        try
        {
            _ = WakePrinterAsync(await desk.EndCompleteAsync(basketId, command, receiptNumber));
        }
        catch (LedgerFault fault) when (fault.Kind == FaultKind.Busy)
        {
            // The box is stopping: the next start finds the sale in the ledger.
        }
    }

    private async Task WakePrinterAsync(Task queued)
    {
        await queued.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        printing.Wake();
    }

    // The basket is closed or gone: where this very command closed it, its answer is in the ledger. A power cut may have
    // cost the print queue its job; of an old sale the queue has only forgotten it.
    private async Task<Result<LedgerAnswer>?> FindAnswerAsync(Command command)
    {
        if (reader.FindAnswer(command.Register, command.Id) is not { } kept)
            return null;
        if (!kept.Digest.AsSpan().SequenceEqual(command.Digest))
            return new Refusal(RefusalCode.CommandIdReused, "command_id");

        var answer = new LedgerAnswer(kept.Response, Replayed: true);
        var receipt = WireSales.ReceiptOf(answer);
        if (DateTimeOffset.UnixEpoch.AddMicroseconds(receipt.AtUs) > time.GetUtcNow() - CounterKeeper.Kept)
            await desk.QueueReceiptAsync(receipt.ReceiptNumber);
        printing.Wake();
        return answer;
    }
}
