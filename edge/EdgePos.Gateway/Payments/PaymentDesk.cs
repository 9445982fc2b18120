using System.Security.Cryptography;
using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using Money = EdgePos.Store.Money;
using Tender = EdgePos.Store.Tender;

namespace EdgePos.Gateway;

/// <summary>Card payments at the counter: for which basket, how much, whether they may be undone, and who says how they ended.</summary>
internal sealed class PaymentDesk(
    PaymentTerminals terminals, PaymentEnds ends, BasketDesk baskets, LedgerWriter writer, PaymentReader payments, PaymentWatch watch,
    SellingDesk selling)
{
    private readonly Underway<PaymentOnFile> _underway = new();

    /// <summary>Pays by card, or gives back on one. The same command joins the one that runs, or gets its end.</summary>
    /// <param name="amount">Below zero: given back; null: all that is due.</param>
    /// <param name="device">Name of the terminal; empty: the register's.</param>
    public Task<Result<PaymentOnFile>> PayAsync(Command command, Guid basket, Money? amount, string device) =>
        OnceAsync(command, () => terminals.For(command.Register, device).ThenAsync(terminal =>
            terminal.AloneAsync<PaymentOnFile>(async () =>
            {
                if (await SettleEarlierAsync(terminal) is { } down)
                    return down;
                var asked = await baskets.HoldAsync(basket, command.Id, held => Ask(held, amount));
                return asked.Refusal is { } refusal ? refusal : await HeldAsync(terminal, basket, command, asked.Value);
            })));

    /// <summary>Undoes an approved payment at the terminal that took it.</summary>
    public Task<Result<PaymentOnFile>> ReverseAsync(Command command, Guid id) => OnceAsync(command, () =>
    {
        if (payments.Find(id) is not { Row.Kind: PaymentKind.Pay } payment)
            return Task.FromResult<Result<PaymentOnFile>>(new Refusal(RefusalCode.PaymentNotFound, "payment_id", $"{id}"));
        return TerminalOf(payment).ThenAsync(terminal => terminal.AloneAsync<PaymentOnFile>(async () =>
        {
            payment = payments.Find(id)!;
            if (!payment.Row.IsAstray || !payment.CanBeReversed)
                return new Refusal(RefusalCode.PaymentSettled, "payment_id");
            if (await SettleEarlierAsync(terminal) is { } down)
                return down;
            return await UndoAsync(terminal, command, payment);
        }));
    });

    /// <summary>Asks the terminal what became of a payment.</summary>
    public Task<Result<PaymentOnFile>> RecoverAsync(Guid id) => payments.Find(id) is not { } payment
        ? Task.FromResult<Result<PaymentOnFile>>(new Refusal(RefusalCode.PaymentNotFound, "payment_id", $"{id}"))
        : payment.Ended is not null ? Task.FromResult<Result<PaymentOnFile>>(payment)
        : TerminalOf(payment).ThenAsync(terminal =>
            terminal.AloneAsync<PaymentOnFile>(async () => await terminal.RecoverAsync(payment)));

    /// <summary>Wishes that a payment that runs ends.</summary>
    public Task AbortAsync(PaymentOnFile payment) => watch.Running(payment.Row.Id) is null ? Task.CompletedTask
        : terminals.Find(payment.Row.Terminal)?.Driver.AbortAsync() ?? Task.CompletedTask;

    /// <summary>Has the terminal of a register close its day.</summary>
    /// <param name="device">Name of the terminal; empty: the register's.</param>
    public Task<Result<TerminalReport>> EndOfDayAsync(int register, string device) => terminals.For(register, device).ThenAsync(terminal =>
        terminal.AloneAsync<TerminalReport>(async () => await terminal.Driver.EndOfDayAsync()));

    /// <summary>Staff say what became of a payment.</summary>
    /// <param name="approved">What moved; null: nothing.</param>
    public async Task<Result<PaymentOnFile>> SettleAsync(Command command, Guid id, Money? approved, string words, string approver)
    {
        if (payments.Find(id) is not { } payment)
            return new Refusal(RefusalCode.PaymentNotFound, "payment_id", $"{id}");
        if (watch.Running(id) is not null)
            return new Refusal(RefusalCode.TerminalBusy, "payment_id");
        var asked = payment.Requested.Amount.OfWire();
        if (approved is { } sum && (sum.Currency != asked.Currency || sum.Minor <= 0 || sum.Minor > asked.Minor))
            return new Refusal(RefusalCode.TenderOutOfRange, "approved");
        return await ends.WriteAsync(id, command, new PaymentEnded
        {
            PaymentId = payment.Requested.PaymentId,
            Kind = payment.Requested.Kind,
            BasketId = payment.Requested.BasketId,
            Reverses = payment.Requested.Reverses,
            State = approved is null ? PaymentState.Aborted : PaymentState.Approved,
            Approved = (approved ?? Money.Zero(asked.Currency)).ToWire(),
            Reason = words,
            SettledBy = approver,
        });
    }

    /// <summary>
    /// Staff say how an approved payment that is in no sale was made good; a basket that has its tender loses it. For where the
    /// terminal cannot reverse it any more.
    /// </summary>
    public async Task<Result<PaymentOnFile>> MakeGoodAsync(Command command, Guid id, string words, string approver)
    {
        if (payments.Find(id) is not { } payment)
            return new Refusal(RefusalCode.PaymentNotFound, "payment_id", $"{id}");
        var held = await baskets.HoldAsync<Basket>(payment.Row.Basket, command.Id, basket => basket);
        if (held.Refusal is { Code: RefusalCode.BasketBusy or RefusalCode.PaymentOpen } refusal)
            return refusal with { Field = "payment_id" };
        try
        {
            var answer = await writer.SubmitAsync(new MakePaymentGood(command.Register, command.Id, command.Digest, new PaymentMadeGood
            {
                PaymentId = id.ToString(),
                SettledBy = approver,
                Words = words,
            }));
            return answer.Refusal is { } refused ? refused : payments.Find(id)!;
        }
        finally
        {
            await baskets.LetGoAsync(payment.Row.Basket, command.Id);
        }
    }

    /// <summary>What somebody has to care about.</summary>
    public async Task<IReadOnlyList<Payment>> ListAsync()
    {
        var listed = watch.AllRunning().ToDictionary(payment => payment.PaymentId);
        foreach (var payment in payments.WithoutEnd())
            listed.TryAdd(payment.Requested.PaymentId, Shown(payment));
        foreach (var payment in payments.Astray())
        {
            if ((await baskets.GetAsync(payment.Row.Basket)) is not { Refusal: null, Value: { } basket }
                || basket.OfTerminal(payment.Row.Id) is null)
                listed.TryAdd(payment.Requested.PaymentId, Shown(payment, isAstray: true));
        }

        return [.. listed.Values.OrderBy(payment => payment.RequestedSeq)];
    }

    /// <summary>A payment as it is.</summary>
    public Payment Shown(PaymentOnFile payment, bool isAstray = false)
    {
        if (watch.Running(payment.Row.Id) is { } running)
            return running;
        var message = payment.ToWire();
        message.NeedsStaff = payment.Ended is null || isAstray;
        if (payment.Ended is null)
            message.Reason = ends.ReasonOf(payment.Row.Id);
        return message;
    }

    // The same command joins the one that runs. What it began goes on, also when the register goes away.
    private Task<Result<PaymentOnFile>> OnceAsync(Command command, Func<Task<Result<PaymentOnFile>>> begin) =>
        _underway.JoinAsync(command, async () =>
        {
            if (payments.Find(command.Id) is not { } known)
                return await begin();
            if (!payments.IsAnswerTo(known, command.Register, command.Digest))
                return new Refusal(RefusalCode.CommandIdReused, "command_id");
            return known.Ended is null ? known : await ends.FinishAsync(command.Id);
        });

    private Result<PaymentTerminal> TerminalOf(PaymentOnFile payment) => terminals.Find(payment.Row.Terminal) is { } terminal
        ? terminal : new Refusal(RefusalCode.DeviceNotFound, "payment_id", payment.Row.Terminal);

    private async Task<Result<PaymentOnFile>> HeldAsync(
        PaymentTerminal terminal, Guid basket, Command command, PaymentRequested asked)
    {
        try
        {
            var carried = await terminal.CarryOutAsync(command, asked);
            if (carried.Refusal is not null)
                await baskets.LetGoAsync(basket, command.Id);
            return carried;
        }
        catch (LedgerFault) when (payments.Find(command.Id) is null)
        {
            await baskets.LetGoAsync(basket, command.Id); // the journal has nothing of it, so the terminal was not asked
            throw;
        }
    }

    /// <summary>Undoes a payment. Called within the terminal's turn.</summary>
    public async Task<Result<PaymentOnFile>> UndoAsync(PaymentTerminal terminal, Command command, PaymentOnFile payment)
    {
        var asked = new PaymentRequested
        {
            Kind = PaymentKind.Reversal,
            Amount = payment.Ended!.Approved,
            Reverses = payment.Requested.PaymentId,
            OriginalTrace = payment.Ended.Trace,
            OriginalReceipt = payment.Ended.Receipt,
        };
        var held = await baskets.HoldAsync<Basket>(payment.Row.Basket, command.Id, basket =>
            basket.OfTerminal(payment.Row.Id) is null ? new Refusal(RefusalCode.BasketClosed, "basket_id") : basket);
        if (held.Refusal is { Code: not (RefusalCode.BasketNotFound or RefusalCode.BasketClosed) } refusal)
            return refusal with { Field = "payment_id" };
        if (held.Refusal is not null)
            return await terminal.CarryOutAsync(command, asked);
        asked.BasketId = payment.Requested.BasketId;
        return await HeldAsync(terminal, payment.Row.Basket, command, asked);
    }

    // A payment whose end the terminal still can tell is asked about first: after the next one it cannot.
    private async Task<Refusal?> SettleEarlierAsync(PaymentTerminal terminal)
    {
        foreach (var payment in payments.WithoutEnd().Where(payment => payment.Row.Terminal == terminal.Name))
        {
            if (ends.CannotTell(payment.Row.Id) || (await terminal.RecoverAsync(payment)).Ended is not null)
                continue;
            if (!ends.CannotTell(payment.Row.Id))
                return new Refusal(RefusalCode.TerminalDown, "");
        }

        return null;
    }

    private Result<PaymentRequested> Ask(Basket basket, Money? amount)
    {
        var sum = amount ?? basket.Due;
        var tender = new Tender(0, TenderKind.Card, sum) { Reference = "terminal" };
        return selling.CheckTaken("card") is { } refusal ? refusal
            : basket.Pay(tender).Then<PaymentRequested>(_ => new PaymentRequested
            {
                Kind = sum.Minor < 0 ? PaymentKind.Refund : PaymentKind.Pay,
                BasketId = basket.Id.ToString(),
                Amount = (sum with { Minor = Math.Abs(sum.Minor) }).ToWire(),
            });
    }
}
