using System.Security.Cryptography;
using System.Text;
using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// Asks the box's terminal: what is asked is in the journal, synced, before the terminal hears of it, and what became of it
/// is there before the basket hears of that. One at a time. What has no known end is asked about, never asked again.
/// </summary>
internal sealed class PaymentTerminal(
    TerminalPort port, BasketDesk baskets, LedgerWriter writer, PaymentReader payments, PaymentWatch watch, StoreProfile store,
    TimeProvider time, Random random, ILogger<PaymentTerminal> log) : IDisposable
{
    private const int QuestionsAtOnce = 4;

    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(15);
    private static readonly Backoff Patience = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4));

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Dictionary<Guid, CardResult> _unknown = [];

    /// <summary>True: the box has a terminal.</summary>
    public bool IsThere => port.Terminal is not null;

    /// <summary>What the journal calls it.</summary>
    public string Name => port.Name;

    /// <summary>Does something with the terminal, unless it is at something else.</summary>
    public async Task<Result<T>> AloneAsync<T>(Func<Task<Result<T>>> work)
    {
        if (!IsThere)
            return new Refusal(RefusalCode.NoTerminal, "");
        // A payment that runs takes minutes and is told at once; the box's own questions are over in a moment.
        if (!await _oneAtATime.WaitAsync(0) && (watch.AllRunning().Count > 0 || !await _oneAtATime.WaitAsync(LongestQuestion)))
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

    /// <summary>
    /// Writes down what is asked and has the terminal carry it out. The basket is held for it, if it is for one. Called
    /// within <see cref="AloneAsync"/>.
    /// </summary>
    public async Task<Result<PaymentOnFile>> CarryOutAsync(Command command, PaymentRequested requested)
    {
        requested.Terminal = port.Name;
        var before = await BeforeAsync();
        (requested.BeforeTrace, requested.BeforeReceipt) = (before?.Trace ?? "", before?.Receipt ?? "");
        var written = await writer.SubmitAsync(new RequestPayment(command.Register, command.Id, command.Digest, requested));
        if (written.Refusal is { } refusal)
            return refusal;
        var payment = payments.Find(command.Id)!;
        if (written.Value.Replayed)
            return payment;
        watch.Tell(WirePayments.AnswerOf(payment.RequestHeader, payment.Requested));
        try
        {
            return await EndAsync(payment, await AskAsync(RequestOf(payment)));
        }
        finally
        {
            // Where its end could not be written it runs no more all the same.
            if (watch.Running(command.Id) is not null)
                watch.Tell(payment.ToWire());
        }
    }

    /// <summary>Asks the terminal what became of a payment, once. Called within <see cref="AloneAsync"/>.</summary>
    public async Task<PaymentOnFile> RecoverAsync(PaymentOnFile payment)
    {
        if (payment.Ended is not null || port.Name != payment.Row.Terminal)
            return payment;
        var ended = await EndAsync(payment, await port.Terminal!.RecoverAsync(RequestOf(payment)));
        if (ended.Ended is { } end)
            Log.PaymentRecovered(log, payment.Row.Id, end.State.ToString());
        return ended;
    }

    /// <summary>Writes what became of a payment, then lets the basket have it.</summary>
    /// <param name="command">Of the staff who say so.</param>
    public async Task<Result<PaymentOnFile>> SettleAsync(PaymentOnFile payment, Command command, PaymentEnded ended)
    {
        var answer = await writer.SubmitAsync(new EndPayment(command.Register, command.Id, command.Digest, ended));
        return answer.Refusal is { } refusal ? refusal : await FinishAsync(payment.Row.Id);
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

    /// <summary>True: the terminal is there and can be asked for something.</summary>
    public Task<bool> IsReachableAsync() => port.Terminal!.IsReachableAsync();

    /// <summary>Wishes that what runs ends.</summary>
    public Task AbortAsync() => port.Terminal?.AbortAsync() ?? Task.CompletedTask;

    /// <summary>Has the terminal close its day. Called within <see cref="AloneAsync"/>.</summary>
    public Task<TerminalReport> EndOfDayAsync() => port.Terminal!.EndOfDayAsync();

    /// <summary>An id that follows from a payment's, so that the box's own commands are made once.</summary>
    public static Guid IdAfter(Guid payment, string what) =>
        DerivedId.Of([.. payment.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(what)]);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    // What broke in between is asked about at once: most of the time the terminal is there again.
    private async Task<CardResult> AskAsync(CardRequest request)
    {
        var result = await port.Terminal!.CarryOutAsync(request, progress => watch.Tell(request.Id, progress.Text));
        for (int i = 1; i <= QuestionsAtOnce && result is { Outcome: CardOutcome.Unknown, IsLastWord: false }; i++)
        {
            await Task.Delay(Patience.Wait(i, random), time);
            result = Keep(result, await port.Terminal.RecoverAsync(request));
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
            NoteUnknown(payment, result);
            return payment;
        }

        var command = IdAfter(id, "end");
        var answer = await writer.SubmitAsync(new EndPayment(
            payment.RequestHeader.Register, command, SHA256.HashData(command.ToByteArray()), EndOf(payment, result)));
        if (answer.Refusal is { Code: not RefusalCode.PaymentSettled } refusal)
            throw new InvariantBroken($"a payment that was requested cannot end: {refusal.Code}");
        return await FinishAsync(id);
    }

    private void NoteUnknown(PaymentOnFile payment, CardResult result)
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

    // What the terminal did last before: what it was asked for last, where it said so itself; else it is asked.
    private async Task<CardMark?> BeforeAsync() => payments.Last(port.Name)?.Ended is { SettledBy: "" } ended
        && new CardMark(ended.Trace, ended.Receipt) is { IsEmpty: false } mark ? mark : await port.Terminal!.LastTransactionAsync();

    private CardRequest RequestOf(PaymentOnFile payment)
    {
        var asked = payment.Requested;
        var original = asked.Reverses.Length > 0 ? Guid.Parse(asked.Reverses) : Guid.Empty;
        var before = new CardMark(asked.BeforeTrace, asked.BeforeReceipt);
        return new CardRequest(payment.Row.Id, DealOf(asked.Kind), asked.Amount.OfWire(),
            store.LocalOf(DateTimeOffset.UnixEpoch.AddMicroseconds(payment.RequestHeader.AtUs)))
        {
            Before = before.IsEmpty ? null : before,
            IsOvertaken = payments.Last(port.Name)?.Row.Id != payment.Row.Id,
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
        TerminalId = result.TerminalId,
        Turnover = result.Turnover,
        CardholderSlip = { result.CardholderSlip },
        MerchantSlip = { result.MerchantSlip },
    };
}
