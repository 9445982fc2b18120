using System.Security.Cryptography;
using System.Text;
using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// One of the box's terminals: what is asked is in the journal, synced, before the terminal hears of it, and what became of it
/// is there before the basket hears of that. One at a time. What has no known end is asked about, never asked again.
/// </summary>
internal sealed class PaymentTerminal(
    CardTerminal terminal, LedgerWriter writer, PaymentReader payments, PaymentEnds ends, PaymentWatch watch, StoreProfile store,
    TimeProvider time, Random random, ILogger<PaymentTerminal> log) : IDisposable
{
    private const int QuestionsAtOnce = 4;

    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(15);
    private static readonly Backoff Patience = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4));

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile bool _isPaying;

    /// <summary>The terminal itself. What has to do with money is asked of it within <see cref="AloneAsync"/>.</summary>
    public CardTerminal Driver => terminal;

    /// <summary>Its name, also in the journal.</summary>
    public string Name => terminal.Description.Name;

    /// <summary>Does something with the terminal, unless it is at something else.</summary>
    public async Task<Result<T>> AloneAsync<T>(Func<Task<Result<T>>> work)
    {
        if (!await IsFreeAsync())
            return new Refusal(RefusalCode.TerminalBusy, "");
        try
        {
            return await work();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// Writes down what is asked and has the terminal carry it out. The basket is held for it, if it is for one. Called
    /// within <see cref="AloneAsync"/>.
    /// </summary>
    public async Task<Result<PaymentOnFile>> CarryOutAsync(Command command, PaymentRequested requested)
    {
        requested.Terminal = Name;
        var before = await BeforeAsync();
        (requested.BeforeTrace, requested.BeforeReceipt, requested.BeforeTime) =
            (before?.Trace ?? "", before?.Receipt ?? "", before?.At ?? "");
        var written = await writer.SubmitAsync(new RequestPayment(command.Register, command.Id, command.Digest, requested));
        if (written.Refusal is { } refusal)
            return refusal;
        var payment = payments.Find(command.Id)!;
        if (written.Value.Replayed)
            return payment;
        _isPaying = true;
        watch.Tell(WirePayments.AnswerOf(payment.RequestHeader, payment.Requested));
        try
        {
            return await EndAsync(payment, await AskAsync(RequestOf(payment)));
        }
        finally
        {
            _isPaying = false;
            // Where its end could not be written it runs no more all the same.
            if (watch.Running(command.Id) is not null)
                watch.Tell(payment.ToWire());
        }
    }

    /// <summary>Asks the terminal what became of a payment, once. Called within <see cref="AloneAsync"/>.</summary>
    public async Task<PaymentOnFile> RecoverAsync(PaymentOnFile payment)
    {
        if (payment.Ended is not null || Name != payment.Row.Terminal)
            return payment;
        var ended = await EndAsync(payment, await terminal.RecoverAsync(RequestOf(payment)));
        if (ended.Ended is { } end)
            Log.PaymentRecovered(log, payment.Row.Id, end.State.ToString());
        return ended;
    }

    /// <summary>The box's own command about a payment: its id follows from the payment's, so it is carried out once.</summary>
    public static Command OwnCommand(PaymentOnFile payment, string what)
    {
        var id = DerivedId.Of([.. payment.Row.Id.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(what)]);
        return new Command(payment.RequestHeader.Register, id, SHA256.HashData(id.ToByteArray()));
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    // A payment that runs takes minutes and is told at once; the box's own questions are over in a moment.
    private async Task<bool> IsFreeAsync()
    {
        if (await _oneAtATime.WaitAsync(0))
            return true;
        if (_isPaying)
            return false;
        using var deadline = Deadline.After(LongestQuestion, time);
        try
        {
            await _oneAtATime.WaitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // What broke in between is asked about at once: most of the time the terminal is there again.
    private async Task<CardResult> AskAsync(CardRequest request)
    {
        var result = await terminal.CarryOutAsync(request, progress => watch.Tell(request.Id, progress.Text));
        for (int i = 1; i <= QuestionsAtOnce && result is { Outcome: CardOutcome.Unknown, IsLastWord: false }; i++)
        {
            await Task.Delay(Patience.Wait(i, random), time);
            result = Keep(result, await terminal.RecoverAsync(request));
        }

        return result;
    }

    // The first word says what broke; what came of asking says why that did not help.
    private static CardResult Keep(CardResult first, CardResult asked) => asked.Outcome != CardOutcome.Unknown ? asked
        : asked with
        {
            Reason = first.Reason == asked.Reason || first.Reason.Contains(asked.Reason, StringComparison.Ordinal)
            ? first.Reason : $"{first.Reason}; {asked.Reason}"
        };

    // Written once, whoever writes it: staff may have been first, and then what they said stands.
    private async Task<PaymentOnFile> EndAsync(PaymentOnFile payment, CardResult result)
    {
        var id = payment.Row.Id;
        if (result.Outcome == CardOutcome.Unknown)
        {
            ends.NoteUnknown(payment, result);
            return payment;
        }

        var command = OwnCommand(payment, "end");
        var answer = await writer.SubmitAsync(new EndPayment(command.Register, command.Id, command.Digest, EndOf(payment, result)));
        if (answer.Refusal is { Code: not RefusalCode.PaymentSettled } refusal)
            throw new InvariantBroken($"a payment that was requested cannot end: {refusal.Code}");
        return await ends.FinishAsync(id);
    }

    // What the terminal did last before: what it was asked for last, where it said so itself; else it is asked.
    private async Task<CardMark?> BeforeAsync() => payments.Last(Name)?.Ended is { SettledBy: "" } ended
        && new CardMark(ended.Trace, ended.Receipt) { At = ended.TerminalTime } is { IsEmpty: false } mark
            ? mark : await terminal.LastTransactionAsync();

    private CardRequest RequestOf(PaymentOnFile payment)
    {
        var asked = payment.Requested;
        var original = asked.Reverses.Length > 0 ? Guid.Parse(asked.Reverses) : Guid.Empty;
        var before = new CardMark(asked.BeforeTrace, asked.BeforeReceipt) { At = asked.BeforeTime };
        return new CardRequest(payment.Row.Id, DealOf(asked.Kind), asked.Amount.OfWire(),
            store.LocalOf(DateTimeOffset.UnixEpoch.AddMicroseconds(payment.RequestHeader.AtUs)))
        {
            Before = before.IsEmpty ? null : before,
            IsOvertaken = payments.Last(Name)?.Row.Id != payment.Row.Id,
            Original = original == Guid.Empty ? null : new CardMark(asked.OriginalTrace, asked.OriginalReceipt),
            OriginalId = original,
        };
    }

    private static CardDeal DealOf(PaymentKind kind) => kind switch
    {
        PaymentKind.Refund => CardDeal.Refund,
        PaymentKind.Reversal => CardDeal.Reversal,
        PaymentKind.Pay or PaymentKind.Unspecified => CardDeal.Payment,
    };

    private static PaymentEnded EndOf(PaymentOnFile payment, CardResult result) => new()
    {
        PaymentId = payment.Requested.PaymentId,
        Kind = payment.Requested.Kind,
        BasketId = payment.Requested.BasketId,
        Reverses = payment.Requested.Reverses,
        State = result.Outcome switch
        {
            CardOutcome.Approved => PaymentState.Approved,
            CardOutcome.Declined => PaymentState.Declined,
            CardOutcome.Aborted => PaymentState.Aborted,
            CardOutcome.Unknown => PaymentState.Unknown,
        },
        Approved = result.Amount.ToWire(),
        Reason = result.Reason,
        CardNumber = result.CardNumber,
        CardName = result.CardName,
        AuthCode = result.AuthCode,
        Trace = result.Mark.Trace,
        Receipt = result.Mark.Receipt,
        TerminalTime = result.Mark.At,
        TerminalId = result.TerminalId,
        Turnover = result.Turnover,
        CardholderSlip = { result.CardholderSlip },
        MerchantSlip = { result.MerchantSlip },
    };
}
