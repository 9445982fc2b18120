using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Basket = EdgePos.V1.Basket;
using OrderState = EdgePos.V1.OrderState;
using Right = EdgePos.Store.Right;

namespace EdgePos.Gateway;

/// <summary>Orders to prepare and to hand over: maps, calls, maps. The rules are in EdgePos.Store.</summary>
internal sealed class OrdersService(
    OrderDesk desk, OrderShowing showing, OrderBook book, OrderWatch watch, BasketDesk baskets, BasketShowing basketShowing,
    AccessDesk access, SlipQueue slips, LedgerWriter writer, LedgerReader ledger, StoreProfile store, IHostApplicationLifetime life)
    : Orders.OrdersBase
{
    private const int UsualPage = 50, LargestPage = 200, StatesMost = 5;

    public override Task<ListOrdersResponse> List(ListOrdersRequest request, ServerCallContext context)
    {
        var after = OrderPage.Of(request.Page);
        (after.Refusal ?? Check(request)).ThrowIfAny(Caller.LanguageOf(context, store.Language));
        int limit = request.Limit == 0 ? UsualPage : request.Limit;
        var found = showing.ToDo().Where(order => request.States.Count == 0 || request.States.Contains(order.State))
            .Where(order => after.Value.IsBefore(order)).Take(limit + 1).ToList();
        return Task.FromResult(new ListOrdersResponse
        {
            Orders = { found.Take(limit) },
            NextPage = found.Count > limit ? OrderPage.After(found[limit - 1]).ToString() : "",
            ToldUs = book.Manifest?.MadeUs ?? 0,
        });
    }

    public override Task<Order> Get(GetOrderRequest request, ServerCallContext context)
    {
        OrderRules.CheckNumber(request.OrderNumber).ThrowIfAny(Caller.LanguageOf(context, store.Language));
        return Task.FromResult(showing.Find(request.OrderNumber) ?? throw StatusMap.ToException(
            new Refusal(RefusalCode.OrderNotFound, "order_number", request.OrderNumber), Caller.LanguageOf(context, store.Language)));
    }

    public override Task Watch(
        WatchOrdersRequest request, IServerStreamWriter<WatchOrdersResponse> responseStream, ServerCallContext context) =>
        Watches.SendUntilStopAsync(context, life, end => watch.FollowAsync(
            orders => responseStream.WriteAsync(new WatchOrdersResponse { Orders = { orders } }, end), end));

    public override async Task<OrderChange> Prepare(PrepareOrderRequest request, ServerCallContext context)
    {
        var (caller, command) = Read(request.CommandId, request, context);
        var prepared = Kept(command) ?? await SubmitAsync(desk.Prepare(command, request), command, caller);
        await slips.QueueAsync(command.Register, prepared.JournalSeq);
        return prepared;
    }

    public override async Task<OrderChange> GiveUp(GiveUpOrderRequest request, ServerCallContext context)
    {
        var (caller, command) = Read(request.CommandId, request, context);
        return Kept(command) ?? await SubmitAsync(desk.GiveUp(command, request), command, caller);
    }

    public override async Task<HandOverOrderResponse> HandOver(HandOverOrderRequest request, ServerCallContext context)
    {
        var (caller, command) = Read(request.CommandId, request, context);
        if (Kept(command) is { } before)
            return new HandOverOrderResponse { Change = before };
        if (await baskets.KnowsAsync(command.Id))
            return BasketOf(await desk.OpenAsync(command, order: null), caller);
        var handed = desk.Handed(request);
        if (handed.Refusal is not null && Kept(command) is { } twin)
            return new HandOverOrderResponse { Change = twin };
        var order = handed.OrThrow(caller.Language);
        // What is not paid becomes a sale: only for who may finish it.
        if (!order.Paid)
            access.Check(context, caller, Right.Sell).ThrowIfAny(caller.Language);
        return order.Paid
            ? new HandOverOrderResponse { Change = await SubmitAsync(OrderDesk.HandOver(command, request), command, caller) }
            : BasketOf(await desk.OpenAsync(command, order), caller);
    }

    private (Caller Caller, Command Command) Read(string commandId, IMessage request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        return (caller, Requests.Command(caller, commandId, request).OrThrow(caller.Language));
    }

    // What head office tells may have changed since it was carried out: the first answer stands.
    private OrderChange? Kept(Command command) => ledger.FindAnswer(command.Register, command.Id) is { } kept
        && kept.Digest.AsSpan().SequenceEqual(command.Digest) ? OrderChange.Parser.ParseFrom(kept.Response) : null;

    // A command that was refused here may have been carried out by its twin meanwhile.
    private async Task<OrderChange> SubmitAsync(Result<LedgerCommand> asked, Command command, Caller caller)
    {
        if (asked.Refusal is not null && Kept(command) is { } twin)
            return twin;
        return OrderChange.Parser.ParseFrom((await writer.SubmitAsync(asked.OrThrow(caller.Language))).OrThrow(caller.Language).Response);
    }

    private HandOverOrderResponse BasketOf(Result<BasketAnswer> basket, Caller caller) =>
        new() { Basket = Basket.Parser.ParseFrom(basketShowing.BytesOf(basket, caller)) };

    private static Refusal? Check(ListOrdersRequest request) =>
        request.States.Count > StatesMost || request.States.Any(state => state == OrderState.Unspecified || !Enum.IsDefined(state))
            ? new Refusal(RefusalCode.FieldInvalid, "states", $"states must have 0 to {StatesMost} rows, each of the list")
        : request.Limit is < 0 or > LargestPage ? new Refusal(RefusalCode.FieldInvalid, "limit", $"limit must be 0 to {LargestPage}")
        : null;
}
