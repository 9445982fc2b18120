using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Basket = EdgePos.V1.Basket;

namespace EdgePos.Gateway;

/// <summary>Selling: maps, calls, maps. The rules are in EdgePos.Store, the state in <see cref="BasketDesk"/> and the ledger.</summary>
internal sealed class CheckoutService(
    BasketDesk desk, SaleCompletion completion, TillDesk tills, StockDesk stock, ItemCodes items, LedgerReader ledger, StoreProfile store,
    IHostApplicationLifetime life) : Checkout.CheckoutBase
{
    public override async Task<Basket> OpenBasket(OpenBasketRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        // Asked again at the end, where it counts: here it spares the customer the way back from the till.
        if (tills.CheckSells(caller.Register) is { } closed)
            throw StatusMap.ToException(closed, caller.Language);
        return Answer(await desk.OpenAsync(command, store.Currency), caller);
    }

    public override Task<Basket> AddItem(AddItemRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, basket => items.Find(request.Scanned).Then(found => basket.Add(
            found.Item, found.Scan, request.HasQuantityThousandths ? request.QuantityThousandths : null, found.PriceBook))
            .Then(stock.Check));

    public override Task<Basket> ChangeQuantity(ChangeQuantityRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context,
            basket => basket.ChangeQuantity(request.Line, request.QuantityThousandths).Then(stock.Check));

    public override Task<Basket> VoidLine(VoidLineRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, basket => basket.VoidLine(request.Line));

    public override Task<Basket> AddTender(AddTenderRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, basket => Cash(request).Then(basket.PayCash));

    public override Task<Basket> AbandonBasket(AbandonBasketRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, BasketRules.Abandon);

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var customer = request.Customer is { } who ? CustomerReading.Of(who).OrThrow(caller.Language) : null;
        var answer = (await completion.CompleteAsync(id, command, customer)).OrThrow(caller.Language);
        var receipt = Wire.ReceiptOf(answer);
        // What is kept as the answer holds nothing personal: that is read where it lies.
        if (customer is not null && ReceiptNumber.TryParse(receipt.ReceiptNumber, out var number))
            receipt = ledger.FindReceipt(number);
        return new CompleteResponse
        {
            Receipt = receipt,
            Replayed = answer.Replayed,
            SafeDropDue = tills.IsSafeDropDue(caller.Register),
        };
    }

    public override async Task<Basket> GetBasket(GetBasketRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        return (await desk.GetAsync(id)).OrThrow(caller.Language).ToWire();
    }

    public override async Task WatchBasket(
        WatchBasketRequest request, IServerStreamWriter<Basket> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var watcher = (await desk.WatchAsync(id)).OrThrow(caller.Language);
        // A watch holds up no stop of the daemon: the register watches again when it is back.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        try
        {
            await foreach (var basket in watcher.Reader.ReadAllAsync(end.Token))
                await responseStream.WriteAsync(basket.ToWire(), end.Token);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the box is stopping"));
        }
        finally
        {
            await desk.UnwatchAsync(watcher);
        }
    }

    public override Task<Receipt> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var receipt = ReceiptNumber.TryParse(request.ReceiptNumber, out var number) ? ledger.FindReceipt(number) : null;
        return Task.FromResult(receipt ?? throw StatusMap.ToException(
            new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", request.ReceiptNumber), caller.Language));
    }

    private async Task<Basket> Change(
        string basketId, string commandId, IMessage request, ServerCallContext context, Func<Store.Basket, Result<Store.Basket>> rule)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, commandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", basketId).OrThrow(caller.Language);
        return Answer(await desk.ChangeAsync(id, command, rule), caller);
    }

    private static Result<Store.Money> Cash(AddTenderRequest request) => request.KindCase == AddTenderRequest.KindOneofCase.Cash
        ? Requests.Amount("amount", request.Amount)
        : new Refusal(RefusalCode.FieldInvalid, "kind", "kind must be cash");

    private static Basket Answer(Result<BasketAnswer> result, Caller caller)
    {
        var answer = result.OrThrow(caller.Language);
        return answer.Basket.ToWire(answer.Replayed);
    }
}
