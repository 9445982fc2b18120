using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>What became of payments: an end is in the journal first, then its basket has it; of those without one, why.</summary>
internal sealed class PaymentEnds(
    BasketDesk baskets, LedgerWriter writer, PaymentReader payments, PaymentWatch watch, ILogger<PaymentEnds> log)
{
    private readonly Dictionary<Guid, CardResult> _unknown = [];

    /// <summary>Why nobody knows the end of a payment, as far as this process has heard.</summary>
    public string ReasonOf(Guid payment)
    {
        lock (_unknown)
            return _unknown.GetValueOrDefault(payment)?.Reason ?? "";
    }

    /// <summary>True: the terminal was asked how a payment ended and cannot tell; only a person can.</summary>
    public bool CannotTell(Guid payment)
    {
        lock (_unknown)
            return _unknown.GetValueOrDefault(payment) is { IsLastWord: true };
    }

    /// <summary>Writes what became of a payment, then lets the basket have it.</summary>
    public async Task<Result<PaymentOnFile>> WriteAsync(Guid payment, Command command, PaymentEnded ended)
    {
        var answer = await writer.SubmitAsync(new EndPayment(command.Register, command.Id, command.Digest, ended));
        return answer.Refusal is { } refusal ? refusal : await FinishAsync(payment);
    }

    /// <summary>Lets the basket of a payment with an end have it, and tells who watches.</summary>
    public async Task<PaymentOnFile> FinishAsync(Guid id)
    {
        var payment = payments.Find(id)!;
        if (payment.Row.Basket != Guid.Empty)
            await baskets.LetGoAsync(payment.Row.Basket, id);
        lock (_unknown)
            _unknown.Remove(id);
        watch.Tell(payment.ToWire());
        return payment;
    }

    /// <summary>Lets the baskets have what is in the journal already, where the counter's disk did not take it then.</summary>
    public async Task FinishHeldAsync()
    {
        foreach (var (_, payment) in await baskets.HeldAsync())
        {
            if (payments.Find(payment)?.Ended is not null)
                await FinishAsync(payment);
        }
    }

    /// <summary>Notes that nobody knows the end of a payment, and tells who watches.</summary>
    public void NoteUnknown(PaymentOnFile payment, CardResult result)
    {
        bool isNews;
        lock (_unknown)
        {
            isNews = !_unknown.TryGetValue(payment.Row.Id, out var before) || before.IsLastWord != result.IsLastWord;
            _unknown[payment.Row.Id] = result;
        }

        if (isNews)
            Log.PaymentUnknown(log, payment.Row.Id, payment.Requested.Amount.OfWire().ToString(), result.Reason);
        var message = payment.ToWire();
        (message.Reason, message.NeedsStaff) = (result.Reason, true);
        watch.Tell(message);
    }
}
