using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Card payments: maps, calls, maps. The rules are in <see cref="PaymentDesk"/>.</summary>
internal sealed class PaymentsService(
    PaymentDesk desk, PaymentReader payments, PaymentWatch watch, LeaveDesk leaves, LedgerReader ledger, StoreProfile store,
    TimeProvider time, IHostApplicationLifetime life) : Payments.PaymentsBase
{
    private const int LongestWords = 200;

    // A watch may be begun before its payment is.
    private static readonly TimeSpan WaitForBegin = TimeSpan.FromSeconds(30);

    public override async Task<Payment> Pay(PayRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var basket = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var amount = Requests.AmountIfAny("amount", request.Amount).OrThrow(caller.Language);
        return await AnswerAsync(desk.PayAsync(command, basket, amount, request.Device), caller, context);
    }

    public override async Task<Payment> Abort(AbortPaymentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var payment = Find(request.PaymentId, caller);
        await desk.AbortAsync(payment);
        return desk.Shown(Find(request.PaymentId, caller));
    }

    public override Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context) =>
        Task.FromResult(desk.Shown(Find(request.PaymentId, Caller.Of(context, store.Language))));

    public override async Task<ListPaymentsResponse> ListPayments(ListPaymentsRequest request, ServerCallContext context) =>
        new() { Payments = { await desk.ListAsync() } };

    public override async Task WatchPayment(
        WatchPaymentRequest request, IServerStreamWriter<Payment> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("payment_id", request.PaymentId).OrThrow(caller.Language);
        var watcher = watch.Watch(id);
        using var late = new CancellationTokenSource(WaitForBegin, time);
        try
        {
            await Watches.SendUntilStopAsync(context, life, async end =>
            {
                if (watch.Running(id) is null && payments.Find(id) is { } known)
                {
                    await responseStream.WriteAsync(desk.Shown(known), end);
                    return;
                }

                using var begin = CancellationTokenSource.CreateLinkedTokenSource(end, late.Token);
                if (!await watcher.Reader.WaitToReadAsync(begin.Token))
                    return;
                await foreach (var payment in watcher.Reader.ReadAllAsync(end))
                    await responseStream.WriteAsync(payment, end);
            });
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw StatusMap.ToException(new Refusal(RefusalCode.PaymentNotFound, "payment_id", request.PaymentId), caller.Language);
        }
        finally
        {
            watch.Unwatch(watcher);
        }
    }

    public override async Task<Payment> Recover(RecoverPaymentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        return await AnswerAsync(desk.RecoverAsync(Find(request.PaymentId, caller).Row.Id), caller, context);
    }

    public override async Task<Payment> Settle(SettlePaymentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string approver = leaves.Of(caller, command).OrThrow(caller.Language).By(Permission.Payment);
        var id = Requests.Id("payment_id", request.PaymentId).OrThrow(caller.Language);
        Words.Check("words", request.Words, 1, LongestWords).ThrowIfAny(caller.Language);
        var approved = Requests.AmountIfAny("approved", request.Approved).OrThrow(caller.Language);
        if (approved is null && !request.NotCharged && !request.MadeGood)
        {
            throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "verdict",
                "verdict must be approved, not_charged or made_good"), caller.Language);
        }

        if (approver.Length == 0 && ledger.FindAnswer(command.Register, command.Id) is null)
            leaves.Heard<Payment>(Permissions.Needs(Permission.Payment, "0"), command).OrThrow(caller.Language);
        var settled = await (request.MadeGood
            ? desk.MakeGoodAsync(command, id, request.Words, approver)
            : desk.SettleAsync(command, id, approved, request.Words, approver)).WaitAsync(context.CancellationToken);
        return desk.Shown(leaves.Heard(settled, command).OrThrow(caller.Language));
    }

    public override async Task<Payment> Reverse(ReversePaymentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var id = Requests.Id("payment_id", request.PaymentId).OrThrow(caller.Language);
        return await AnswerAsync(desk.ReverseAsync(command, id), caller, context);
    }

    public override async Task<EndOfDayResponse> EndOfDay(EndOfDayRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var report = (await desk.EndOfDayAsync(caller.Register, request.Device)).OrThrow(caller.Language);
        return new EndOfDayResponse { Done = report.Done, Reason = report.Reason, Lines = { report.Lines } };
    }

    private PaymentOnFile Find(string id, Caller caller) => Requests.Id("payment_id", id).Then<PaymentOnFile>(known =>
        payments.Find(known) is { } payment ? payment : new Refusal(RefusalCode.PaymentNotFound, "payment_id", id))
        .OrThrow(caller.Language);

    // A register that goes away ends its waiting, not the payment.
    private async Task<Payment> AnswerAsync(Task<Result<PaymentOnFile>> payment, Caller caller, ServerCallContext context) =>
        desk.Shown((await payment.WaitAsync(context.CancellationToken)).OrThrow(caller.Language));
}
