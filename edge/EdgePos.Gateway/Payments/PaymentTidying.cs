using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Looks after what is not settled: asks about payments without an end, and sees that no charge goes astray.</summary>
internal sealed class PaymentTidying(
    PaymentTerminals terminals, PaymentDesk desk, PaymentEnds ends, BasketDesk baskets, PaymentReader payments,
    ILogger<PaymentTidying> log)
{
    // What was told of already.
    private readonly HashSet<Guid> _forStaff = [];

    /// <summary>Looks once. Called by one loop.</summary>
    /// <returns>True: nothing is left that asking again could settle.</returns>
    public async Task<bool> TidyAsync()
    {
        await ends.FinishHeldAsync();
        bool all = true;
        foreach (var terminal in terminals.All)
        {
            var tidied = await terminal.AloneAsync<bool>(async () => await TidyAsync(terminal));
            all &= tidied is { Refusal: null, Value: true };
        }

        // Of a terminal that is no longer the box's: its charges go on their baskets, and for the rest there are staff.
        foreach (var payment in payments.Astray().Where(payment => terminals.Find(payment.Row.Terminal) is null))
            all &= await BringHomeAsync(null, payment);
        return all;
    }

    private async Task<bool> TidyAsync(PaymentTerminal terminal)
    {
        bool all = true;
        foreach (var payment in payments.WithoutEnd().Where(payment => payment.Row.Terminal == terminal.Name))
            all &= ends.CannotTell(payment.Row.Id) || (await terminal.RecoverAsync(payment)).Ended is not null;
        foreach (var payment in payments.Astray().Where(payment => payment.Row.Terminal == terminal.Name))
            all &= await BringHomeAsync(terminal, payment);
        return all;
    }

    // A charge goes on its basket; where that is gone it is reversed, once by itself, and after that staff are asked. True:
    // nothing is left to be done by itself.
    private async Task<bool> BringHomeAsync(PaymentTerminal? terminal, PaymentOnFile payment)
    {
        var id = payment.Row.Id;
        if (_forStaff.Contains(id) || await baskets.LetGoAsync(payment.Row.Basket, Guid.Empty)
            || payments.Find(id) is not { Row.IsAstray: true })
            return true;
        var reversal = PaymentTerminal.OwnCommand(payment, "reversal");
        string amount = payment.Ended!.Approved.OfWire().ToString();
        if (terminal is not null && payment.Row.Kind == PaymentKind.Pay && payment.CanBeReversed && payments.Find(reversal.Id) is null)
        {
            if (!await terminal.Driver.IsReachableAsync())
                return false;
            Log.PaymentAstray(log, id, amount);
            await desk.UndoAsync(terminal, reversal, payment);
            return false; // looked at once more
        }

        if (payments.Find(reversal.Id) is { Ended: null })
            return true; // asked about like any other
        _forStaff.Add(id);
        Log.PaymentForStaff(log, id, amount);
        return true;
    }
}
