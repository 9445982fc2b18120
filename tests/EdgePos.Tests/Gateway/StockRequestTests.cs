using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What is asked of stock and is not right: each field with its code.</summary>
public sealed class StockRequestTests(StockedDaemon shared) : IClassFixture<StockedDaemon>
{
    private const string Quantity = "quantity_thousandths", OutOfRange = "QUANTITY_OUT_OF_RANGE", NotWhole = "QUANTITY_NOT_WHOLE";

    private static readonly string Long = new('x', 61);

    // A good request of each call; a case spoils one field of it.
    private static ReceiveStockRequest Receive() => new() { CommandId = Till.NewId(), Document = "D", Lines = { Move("A", 1_000) } };

    private static AdjustStockRequest Adjust() =>
        new() { CommandId = Till.NewId(), Sku = "A", QuantityThousandths = -1_000, Reason = StockReason.Damaged };

    private static BeginStockCountRequest Begin() => new() { CommandId = Till.NewId(), Skus = { "A" } };

    private static RecordStockCountRequest Record() => new()
    {
        CommandId = Till.NewId(),
        CountId = Till.NewId(),
        Lines = { new CountedStock { Sku = "A", QuantityThousandths = 0 } },
    };

    private static FinishStockCountRequest Finish() =>
        new() { CommandId = Till.NewId(), CountId = Till.NewId(), End = StockCountEnd.Book };

    private static TransferStockOutRequest Leave() => new() { CommandId = Till.NewId(), ToStore = "S2", Lines = { Move("A", 1_000) } };

    private static TransferStockInRequest Come() =>
        new() { CommandId = Till.NewId(), FromStore = "S2", Reference = "T", Lines = { Move("A", 1_000) } };

    private static ReserveStockRequest Reserve() => new()
    {
        CommandId = Till.NewId(),
        Sku = "A",
        QuantityThousandths = 1_000,
        Reference = "order 7",
        ExpiresAtUs = (TimeProvider.System.GetUtcNow().AddHours(1) - DateTimeOffset.UnixEpoch).Ticks / 10,
    };

    private static ReleaseStockRequest Release() => new() { CommandId = Till.NewId(), ReservationId = Till.NewId() };

    private static readonly List<(string Name, string Field, string Reason, IMessage Request)> Cases =
    [
        Case("receive: no command", "command_id", Receive(), r => r.CommandId = ""),
        Case("receive: a long supplier", "supplier", Receive(), r => r.Supplier = Long),
        Case("receive: no document", "document", Receive(), r => r.Document = " "),
        Case("receive: a document that cannot be printed", "document", Receive(), r => r.Document = "a\nb"),
        Case("receive: nothing", "lines", Receive(), r => r.Lines.Clear()),
        Case("receive: too much", "lines", Receive(), r => r.Lines.AddRange(Enumerable.Repeat(Move("A", 1_000), 1_000))),
        Case("receive: no item", "lines[0].sku", Receive(), r => r.Lines[0].Sku = ""),
        Case("receive: a long code", "lines[1].sku", Receive(), r => r.Lines.Add(Move(Long, 1_000))),
        Case("receive: a code with a space", "lines[0].sku", Receive(), r => r.Lines[0].Sku = "A "),
        Case("receive: a bar code", "lines[0].sku", Receive(), r => r.Lines[0].Sku = "5449000000996"),
        Case("receive: nothing of it", $"lines[0].{Quantity}", Receive(), r => r.Lines[0].QuantityThousandths = 0, OutOfRange),
        Case("receive: less than nothing", $"lines[0].{Quantity}", Receive(), r => r.Lines[0].QuantityThousandths = -1_000,
            OutOfRange),
        Case("receive: more than there can be", $"lines[0].{Quantity}", Receive(), r => r.Lines[0].QuantityThousandths = long.MaxValue,
            OutOfRange),
        Case("receive: half a bottle", $"lines[1].{Quantity}", Receive(), r => r.Lines.Add(Move("COLA", 500)), NotWhole),

        Case("adjust: no command", "command_id", Adjust(), r => r.CommandId = "x"),
        Case("adjust: no item", "sku", Adjust(), r => r.Sku = ""),
        Case("adjust: nothing", Quantity, Adjust(), r => r.QuantityThousandths = 0, OutOfRange),
        Case("adjust: too much", Quantity, Adjust(), r => r.QuantityThousandths = long.MinValue, OutOfRange),
        Case("adjust: more by theft", Quantity, Adjust(), r => (r.Reason, r.QuantityThousandths) = (StockReason.Theft, 1_000)),
        Case("adjust: less by finding", Quantity, Adjust(), r => r.Reason = StockReason.Found),
        Case("adjust: half a bottle", Quantity, Adjust(), r => (r.Sku, r.QuantityThousandths) = ("COLA", -500), NotWhole),
        Case("adjust: no reason", "reason", Adjust(), r => r.Reason = StockReason.Unspecified),
        Case("adjust: an unknown reason", "reason", Adjust(), r => r.Reason = (StockReason)99),
        Case("adjust: other, without a word", "text", Adjust(), r => r.Reason = StockReason.Other),
        Case("adjust: a long text", "text", Adjust(), r => r.Text = Long + Long),

        Case("begin: no command", "command_id", Begin(), r => r.CommandId = ""),
        Case("begin: nothing", "skus", Begin(), r => r.Skus.Clear()),
        Case("begin: too much", "skus", Begin(), r => r.Skus.AddRange(Enumerable.Range(0, 1_000).Select(i => $"B{i}"))),
        Case("begin: twice", "skus", Begin(), r => r.Skus.Add("A")),
        Case("begin: no item", "skus[1]", Begin(), r => r.Skus.Add("")),
        Case("begin: a bar code", "skus[0]", Begin(), r => r.Skus[0] = "5449000000996"),

        Case("record: no command", "command_id", Record(), r => r.CommandId = ""),
        Case("record: no count", "count_id", Record(), r => r.CountId = ""),
        Case("record: an unknown count", "count_id", Record(), _ => { }, "STOCK_COUNT_NOT_FOUND"),
        Case("record: nothing", "lines", Record(), r => r.Lines.Clear()),
        Case("record: twice", "lines", Record(), r => r.Lines.Add(r.Lines[0].Clone())),
        Case("record: no item", "lines[0].sku", Record(), r => r.Lines[0].Sku = ""),
        Case("record: less than nothing", $"lines[0].{Quantity}", Record(), r => r.Lines[0].QuantityThousandths = -1),
        Case("record: half a bottle", $"lines[0].{Quantity}", Record(),
            r => (r.Lines[0].Sku, r.Lines[0].QuantityThousandths) = ("COLA", 500), NotWhole),

        Case("finish: no command", "command_id", Finish(), r => r.CommandId = ""),
        Case("finish: no count", "count_id", Finish(), r => r.CountId = "x"),
        Case("finish: an unknown count", "count_id", Finish(), _ => { }, "STOCK_COUNT_NOT_FOUND"),
        Case("finish: no end", "end", Finish(), r => r.End = StockCountEnd.Unspecified),
        Case("finish: an unknown end", "end", Finish(), r => r.End = (StockCountEnd)9),

        Case("transfer out: no command", "command_id", Leave(), r => r.CommandId = ""),
        Case("transfer out: no store", "to_store", Leave(), r => r.ToStore = ""),
        Case("transfer out: to itself", "to_store", Leave(), r => r.ToStore = "S1"),
        Case("transfer out: a code that is none", "to_store", Leave(), r => r.ToStore = "S-2"),
        Case("transfer out: a long reference", "reference", Leave(), r => r.Reference = Long),
        Case("transfer out: nothing", "lines", Leave(), r => r.Lines.Clear()),
        Case("transfer out: nothing of it", $"lines[0].{Quantity}", Leave(), r => r.Lines[0].QuantityThousandths = 0, OutOfRange),

        Case("transfer in: no command", "command_id", Come(), r => r.CommandId = ""),
        Case("transfer in: no store", "from_store", Come(), r => r.FromStore = new string('S', 17)),
        Case("transfer in: no reference", "reference", Come(), r => r.Reference = ""),
        Case("transfer in: no item", "lines[0].sku", Come(), r => r.Lines[0].Sku = ""),

        Case("reserve: no command", "command_id", Reserve(), r => r.CommandId = ""),
        Case("reserve: no item", "sku", Reserve(), r => r.Sku = ""),
        Case("reserve: nothing", Quantity, Reserve(), r => r.QuantityThousandths = 0, OutOfRange),
        Case("reserve: for nobody", "reference", Reserve(), r => r.Reference = ""),
        Case("reserve: a long reference", "reference", Reserve(), r => r.Reference = Long),
        Case("reserve: until yesterday", "expires_at_us", Reserve(), r => r.ExpiresAtUs = 1),
        Case("reserve: for ever", "expires_at_us", Reserve(), r => r.ExpiresAtUs = long.MaxValue),

        Case("release: no command", "command_id", Release(), r => r.CommandId = ""),
        Case("release: no reservation", "reservation_id", Release(), r => r.ReservationId = ""),
        Case("release: an unknown reservation", "reservation_id", Release(), _ => { }, "RESERVATION_NOT_FOUND"),
        Case("release: to no basket", "basket_id", Release(), r => r.BasketId = "x"),

        Case("get: nothing", "skus", new GetStockRequest(), _ => { }),
        Case("get: no item", "skus[0]", new GetStockRequest { Skus = { "" } }, _ => { }),
        Case("get: too much", "skus", new GetStockRequest(), r => r.Skus.AddRange(Enumerable.Repeat("A", 1_001))),
        Case("list: after nothing that can be", "after_sku", new ListStockLevelsRequest(), r => r.AfterSku = Long),
        Case("list: less than none", "limit", new ListStockLevelsRequest(), r => r.Limit = -1),
        Case("list: too many", "limit", new ListStockLevelsRequest(), r => r.Limit = 1_001),
        Case("watch: no item", "skus[0]", new WatchStockRequest { Skus = { " " } }, _ => { }),
        Case("watch: too much", "skus", new WatchStockRequest(), r => r.Skus.AddRange(Enumerable.Repeat("A", 1_001))),
    ];

    public static TheoryData<string> Names() => new(Cases.Select(one => one.Name));

    [Theory, MemberData(nameof(Names))]
    public async Task A_wrong_request_is_refused_and_the_field_named(string name)
    {
        var (_, field, reason, request) = Cases.Single(one => one.Name == name);
        var status = reason.EndsWith("NOT_FOUND", StringComparison.Ordinal) ? StatusCode.NotFound : StatusCode.InvalidArgument;
        await Till.Refused(status, reason, () => SendAsync(request), field);
    }

    private Task SendAsync(IMessage request)
    {
        var (stock, me) = (shared.Daemon.Stock, Daemon.As(1));
        return request switch
        {
            ReceiveStockRequest receive => stock.ReceiveAsync(receive, me).ResponseAsync,
            AdjustStockRequest adjust => stock.AdjustAsync(adjust, me).ResponseAsync,
            BeginStockCountRequest begin => stock.BeginCountAsync(begin, me).ResponseAsync,
            RecordStockCountRequest record => stock.RecordCountAsync(record, me).ResponseAsync,
            FinishStockCountRequest finish => stock.FinishCountAsync(finish, me).ResponseAsync,
            TransferStockOutRequest leave => stock.TransferOutAsync(leave, me).ResponseAsync,
            TransferStockInRequest come => stock.TransferInAsync(come, me).ResponseAsync,
            ReserveStockRequest reserve => stock.ReserveAsync(reserve, me).ResponseAsync,
            ReleaseStockRequest release => stock.ReleaseAsync(release, me).ResponseAsync,
            GetStockRequest get => stock.GetAsync(get, me).ResponseAsync,
            ListStockLevelsRequest list => stock.ListAsync(list, me).ResponseAsync,
            WatchStockRequest watch => stock.Watch(watch, me).ResponseStream.MoveNext(CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }

    private static (string, string, string, IMessage) Case<T>(
        string name, string field, T request, Action<T> spoil, string reason = "FIELD_INVALID") where T : IMessage
    {
        spoil(request);
        return (name, field, reason, request);
    }

    private static StockMove Move(string sku, long thousandths) => new() { Sku = sku, QuantityThousandths = thousandths };
}
