using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using ReturnOf = EdgePos.Store.ReturnOf;

namespace EdgePos.Gateway;

/// <summary>Undoes whole sales. There is no basket on the counter: the ledger writes it at once, or refuses.</summary>
internal sealed class SaleUndoing(
    BasketDesk desk, TillDesk tills, LoyaltyDesk loyalty, LedgerWriter writer, LedgerReader reader, StoreProfile store,
    PrintLoop printing, DrawerDesk drawers, ReceiptDesk receipts, TimeProvider time)
{
    /// <summary>Undoes the sale of a receipt, once for each command.</summary>
    public async Task<Result<LedgerAnswer>> UndoAsync(Command command, string receiptNumber, string reason, Leave leave)
    {
        if (FindAnswer(command) is { } before)
            return before;
        if (await desk.KnowsAsync(command.Id))
            return new Refusal(RefusalCode.CommandIdReused, "command_id");
        if (await receipts.FindBackElsewhereAsync(receiptNumber) is > 0 and var line)
            return new Refusal(RefusalCode.ReturnedAlready, "receipt_number", $"{line}", receiptNumber);
        var undoing = Undo(command, receiptNumber, new ReturnOf("", 0, reason, IsDamaged: false, leave.By(Permission.Void)), leave.Limits);
        // The same command may have been carried out meanwhile: its answer stands.
        if (undoing.Refusal is { } refusal)
            return FindAnswer(command) ?? refusal;
        var (undone, earned) = undoing.Value;
        var back = WireSales.SaleOf(undone, command.Id);
        back.PointsEarned = -earned;
        var answer = await writer.SubmitAsync(new CompleteSale(command.Register, command.Id, command.Digest, employee: "", back)
        {
            NeedsTill = tills.AreRequired,
            Points = loyalty.CountedOf(undone.Customer.Reference),
        });
        if (answer.Refusal is { } refused)
            return FindAnswer(command) ?? refused;
        if (!answer.Value.Replayed && undone.Paying.Any(tender => tender.IsCash))
            _ = drawers.OpenAsync(command.Register);
        await desk.QueueReceiptAsync(WireSales.ReceiptOf(answer.Value).ReceiptNumber);
        printing.Wake();
        return answer;
    }

    // The same command again is answered by the ledger, whatever has become of the sale since.
    private Result<LedgerAnswer>? FindAnswer(Command command) => reader.FindAnswer(command.Register, command.Id) is not { } kept ? null
        : kept.Digest.AsSpan().SequenceEqual(command.Digest) ? new LedgerAnswer(kept.Response, Replayed: true)
        : new Refusal(RefusalCode.CommandIdReused, "command_id");

    // The basket that does it, and the points that the sale had earned.
    private Result<(Basket Basket, long Earned)> Undo(Command command, string receiptNumber, ReturnOf why, StaffLimits limits)
    {
        if (!ReceiptNumber.TryParse(receiptNumber, out var number) || reader.FindReceipt(number) is not { } receipt
            || reader.FindSold(store.Identity.Store, receiptNumber) is not { } lines)
            return new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", receiptNumber);
        // What the box's terminal charged goes back to the card at the terminal: the goods come back in a basket.
        if (receipt.Tenders.FirstOrDefault(tender => tender.PaymentId.Length > 0) is { } charged)
            return new Refusal(RefusalCode.TenderNeedsReversal, "receipt_number", $"{charged.Tender_}");
        var age = time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(receipt.AtUs);
        if (age > TimeSpan.FromMinutes(limits.VoidMinutes) && why.ApprovedBy.Length == 0)
            return Permissions.Needs(Permission.Void, $"{limits.VoidMinutes} min");
        var empty = new Basket
        {
            Id = command.Id,
            Register = command.Register,
            Currency = store.Currency,
            Tax = store.Tax with { PricesExcludeTax = receipt.PricesExcludeTax },
            CashStep = store.CashStep,
            Customer = receipt.ForCustomer?.OfWire() ?? BasketCustomer.Anybody,
        };
        return VoidRules.Undo(empty, new PaidSale(lines, [.. receipt.Tenders.Select(WireBaskets.OfWire)],
            receipt.Change.OfWire(), receipt.Lines.Any(line => line.ReturnOf is not null)), why)
            .Then<(Basket, long)>(basket => (basket, receipt.PointsEarned));
    }
}
