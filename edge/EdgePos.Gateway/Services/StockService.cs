using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Stock: maps, calls, maps. The rules are in EdgePos.Store, the books in the ledger.</summary>
internal sealed class StockService(
    StockReading reading, StockDesk desk, StockWatch watch, StockReader stock, OtherStores others,
    LedgerWriter writer, LedgerReader ledger, StoreProfile store, IHostApplicationLifetime life) : Stock.StockBase
{
    private const int UsualPage = 100;

    public override Task<StockBooking> Receive(ReceiveStockRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockBooking.Parser, command => reading.Receipt(request)
            .Then<LedgerCommand>(fact => BookStock.Received(command.Register, command.Id, command.Digest, employee: "", fact)));

    public override Task<StockBooking> Adjust(AdjustStockRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockBooking.Parser, command => reading.Adjustment(request)
            .Then<LedgerCommand>(fact => BookStock.Adjusted(command.Register, command.Id, command.Digest, employee: "", fact)));

    public override Task<StockBooking> TransferOut(TransferStockOutRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockBooking.Parser, command => reading.TransferOut(request)
            .Then<LedgerCommand>(fact => BookStock.Transferred(command.Register, command.Id, command.Digest, employee: "", fact)));

    public override Task<StockBooking> TransferIn(TransferStockInRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockBooking.Parser, command => reading.TransferIn(request)
            .Then<LedgerCommand>(fact => BookStock.Transferred(command.Register, command.Id, command.Digest, employee: "", fact)));

    public override Task<StockCount> BeginCount(BeginStockCountRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockCount.Parser, command => reading.CheckCount(request) is { } wrong
            ? wrong
            : new BeginStockCount(command.Register, command.Id, command.Digest, Employee: "", [.. request.Skus]));

    public override Task<StockCountNoted> RecordCount(RecordStockCountRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockCountNoted.Parser, command => Requests.Id("count_id", request.CountId)
            .Then<LedgerCommand>(count => reading.CheckCounted(request) is { } wrong
                ? wrong
                : new RecordStockCount(command.Register, command.Id, command.Digest, Employee: "", count, [.. request.Lines])));

    public override Task<StockCountResult> FinishCount(FinishStockCountRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockCountResult.Parser, command => Requests.Id("count_id", request.CountId)
            .Then<LedgerCommand>(count => request.End is not (StockCountEnd.Book or StockCountEnd.Discard)
                ? new Refusal(RefusalCode.FieldInvalid, "end", "end must be BOOK or DISCARD")
                : new FinishStockCount(command.Register, command.Id, command.Digest, Employee: "", count, request.End)));

    public override Task<StockReservation> Reserve(ReserveStockRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockReservation.Parser, command =>
            reading.CheckReservation(request) is { } wrong ? wrong
            : new ReserveStock(command.Register, command.Id, command.Digest, Employee: "", request.Sku, request.QuantityThousandths,
                request.Reference.Trim(), request.ExpiresAtUs)
            {
                NeedsStock = desk.Refuses,
            });

    public override Task<StockRelease> Release(ReleaseStockRequest request, ServerCallContext context) =>
        SubmitAsync(request.CommandId, request, context, StockRelease.Parser, command =>
            Requests.Id("reservation_id", request.ReservationId).Then(reservation =>
                (request.BasketId.Length == 0 ? (Guid?)null : Requests.Id("basket_id", request.BasketId).Then<Guid?>(id => id))
                .Then<LedgerCommand>(basket =>
                    new ReleaseStock(command.Register, command.Id, command.Digest, Employee: "", reservation, basket))));

    public override Task<GetStockResponse> Get(GetStockRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        StockReading.CheckSkus(request.Skus, least: 1).ThrowIfAny(caller.Language);
        return Task.FromResult(new GetStockResponse { Levels = { ToWire(stock.Of(request.Skus)) } });
    }

    public override Task<ListStockLevelsResponse> List(ListStockLevelsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        (request.AfterSku.Length == 0 ? null : StockRules.CheckSku(request.AfterSku, "after_sku")).ThrowIfAny(caller.Language);
        (request.Limit is >= 0 and <= StockRules.MostLines ? null
            : new Refusal(RefusalCode.FieldInvalid, "limit", $"limit must be 0 to {StockRules.MostLines}")).ThrowIfAny(caller.Language);
        int limit = request.Limit == 0 ? UsualPage : request.Limit;
        var page = stock.After(request.AfterSku, limit);
        return Task.FromResult(new ListStockLevelsResponse
        {
            Levels = { ToWire(page) },
            NextAfterSku = page.Levels.Count == limit ? page.Levels[^1].Sku : "",
        });
    }

    public override Task<StockElsewhere> Elsewhere(StockElsewhereRequest request, ServerCallContext context)
    {
        StockRules.CheckSku(request.Sku, "sku").ThrowIfAny(Caller.Of(context, store.Language).Language);
        return Task.FromResult(others.Of(request.Sku));
    }

    public override async Task Watch(
        WatchStockRequest request, IServerStreamWriter<WatchStockResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        StockReading.CheckSkus(request.Skus, least: 0).ThrowIfAny(caller.Language);
        var skus = request.Skus.ToHashSet(StringComparer.Ordinal);
        await Watches.SendUntilStopAsync(context, life, end => watch.FollowAsync(
            skus, levels => responseStream.WriteAsync(new WatchStockResponse { Levels = { ToWire(levels) } }, end), end));
    }

    private async Task<T> SubmitAsync<T>(string commandId, IMessage request, ServerCallContext context, MessageParser<T> answer,
        Func<Command, Result<LedgerCommand>> read) where T : IMessage<T>
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, commandId, request).OrThrow(caller.Language);
        var asked = read(command);
        // The price book may have changed since it was carried out: the first answer stands.
        if (asked.Refusal is not null && ledger.FindAnswer(command.Register, command.Id) is { } kept
            && kept.Digest.AsSpan().SequenceEqual(command.Digest))
            return answer.ParseFrom(kept.Response);
        return answer.ParseFrom((await writer.SubmitAsync(asked.OrThrow(caller.Language))).OrThrow(caller.Language).Response);
    }

    private static IEnumerable<V1.StockLevel> ToWire(StockAt stock) => stock.Levels.Select(level => level.ToWire(stock.AsOfSeq));
}
