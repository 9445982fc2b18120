using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A daemon of a store that does not sell what it has not. At the end its ledger is proven.</summary>
public sealed class StockedDaemon : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public StockedDaemon() => Daemon = new Daemon(_folder.Path, [.. Daemon.Alone, "--Stock:BelowZero=Refuse"]);

    public Daemon Daemon { get; }

    public async ValueTask InitializeAsync()
    {
        await Daemon.StartAsync();
        var items = new[] { "LAST", "SUM", "HELD", "COUNT", "SEEN", "FAST", "SLOW", "REPAIR", "BACK" };
        await new Till(Daemon).Import(false, [.. items.Select(sku => Till.Item(sku, sku.ToLowerInvariant(), 100)),
            Till.Item("COLA", "Cola 0,5 l", 199, "5449000000996"), Till.Item("CHEESE", "Cheese", 1499, unit: Unit.Kilogram)]);
    }

    public async ValueTask DisposeAsync()
    {
        Sales.AssertSound(Daemon.LedgerFile);
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>Stock over gRPC. Each test has items of its own.</summary>
public sealed class StockServiceTests(StockedDaemon shared) : IClassFixture<StockedDaemon>
{
    private readonly Stock.StockClient _stock = shared.Daemon.Stock;
    private readonly Metadata _me = Daemon.As(1);

    [Fact]
    public async Task Goods_come_and_go_once_each_and_are_listed()
    {
        var receive = Receipt(("A1", 5_000), ("A2", 250));
        var adjust = new AdjustStockRequest
        {
            CommandId = Till.NewId(),
            Sku = "A1",
            QuantityThousandths = -1_000,
            Reason = StockReason.Theft,
        };
        var leave = new TransferStockOutRequest { CommandId = Till.NewId(), ToStore = "S2", Lines = { Move("A1", 500) } };
        var come = new TransferStockInRequest
        {
            CommandId = Till.NewId(),
            FromStore = "S2",
            Reference = "T-9",
            Lines = { Move("A3", 1_000) },
        };
        var bookings = new List<StockBooking>();
        for (int time = 1; time <= 2; time++)
        {
            bookings.Add(await _stock.ReceiveAsync(receive, _me));
            bookings.Add(await _stock.AdjustAsync(adjust, _me));
            bookings.Add(await _stock.TransferOutAsync(leave, _me));
            bookings.Add(await _stock.TransferInAsync(come, _me));
        }

        Assert.Equal(bookings[..4], bookings[4..]);
        Assert.Equal((leave.CommandId, -500L), (bookings[2].BookingId, Assert.Single(bookings[2].Moves).QuantityThousandths));
        var levels = (await _stock.GetAsync(new GetStockRequest { Skus = { "A3", "A1", "A9", "A2" } }, _me)).Levels;
        Assert.Equal([("A3", 1_000L, true), ("A1", 3_500, true), ("A9", 0, false), ("A2", 250, true)],
            levels.Select(level => (level.Sku, level.OnHandThousandths, level.Stocked)));
        Assert.True(levels.All(level => level.AsOfSeq >= bookings[3].JournalSeq && level.AvailableThousandths == level.OnHandThousandths));

        var listed = new List<string>();
        for (var page = await _stock.ListAsync(new ListStockLevelsRequest { AfterSku = "A", Limit = 2 }, _me); ;)
        {
            listed.AddRange(page.Levels.Select(level => level.Sku));
            if (page.NextAfterSku.Length == 0)
                break;
            page = await _stock.ListAsync(new ListStockLevelsRequest { AfterSku = page.NextAfterSku, Limit = 2 }, _me);
        }

        Assert.Equal(["A1", "A2", "A3"], listed.Take(3));
        Assert.Equal(listed.Order(StringComparer.Ordinal).Distinct(), listed);
    }

    [Fact]
    public async Task A_count_knows_what_was_sold_meanwhile()
    {
        await Receive("COUNT", 10_000);
        var count = await _stock.BeginCountAsync(new BeginStockCountRequest { CommandId = Till.NewId(), Skus = { "COUNT", "B2" } }, _me);
        await Till.Refused(StatusCode.FailedPrecondition, "STOCK_COUNT_OPEN", () => _stock.BeginCountAsync(
            new BeginStockCountRequest { CommandId = Till.NewId(), Skus = { "B2" } }, _me).ResponseAsync, "skus[0]");
        var noted = await _stock.RecordCountAsync(Recorded(count.CountId, ("COUNT", 8_000)), _me);
        await new Till(shared.Daemon, 2).Sell("COUNT", "COUNT", "COUNT");
        var finish = new FinishStockCountRequest { CommandId = Till.NewId(), CountId = count.CountId, End = StockCountEnd.Book };
        var result = await _stock.FinishCountAsync(finish, _me);
        Assert.Equal(result, await _stock.FinishCountAsync(finish, _me));
        var line = Assert.Single(result.Lines);
        Assert.Equal((noted.JournalSeq, 10_000L, -3_000L, 5_000L),
            (line.CountedSeq, line.ExpectedThousandths, line.MovedSinceThousandths, line.OnHandThousandths));
        Assert.Equal((5_000L, "B2"), ((await Level("COUNT")).OnHandThousandths, Assert.Single(result.NotCounted)));
        finish.CommandId = Till.NewId();
        await Till.Refused(
            StatusCode.NotFound, "STOCK_COUNT_NOT_FOUND", () => _stock.FinishCountAsync(finish, _me).ResponseAsync, "count_id");
    }

    [Fact]
    public async Task Of_two_registers_that_sell_the_last_piece_one_does()
    {
        await Receive("LAST", 1_000);
        var tills = new[] { new Till(shared.Daemon, 3), new Till(shared.Daemon, 4) };
        var baskets = await Task.WhenAll(tills.Select(async till =>
        {
            var basket = await till.Add((await till.Open()).BasketId, "LAST");
            return await till.Cash(basket.BasketId, basket.Total.Minor);
        }));
        var sold = await Task.WhenAll(tills.Zip(baskets, async (till, basket) =>
        {
            try
            {
                return (await till.Complete(basket.BasketId)).Receipt.ReceiptNumber;
            }
            catch (RpcException)
            {
                await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => till.Complete(basket.BasketId));
                return "";
            }
        }));
        Assert.Single(sold, number => number.Length > 0);
        Assert.Equal(0, (await Level("LAST")).OnHandThousandths);
        string open = (await tills[0].Open()).BasketId;
        var refusal = await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => tills[0].Add(open, "LAST"));
        Assert.Equal("There is not enough of last (LAST) to sell: 0 in stock.", refusal.Message);
    }

    [Fact]
    public async Task A_scan_is_refused_by_all_that_the_basket_takes_and_a_service_never()
    {
        await Receive("SUM", 3_000);
        var till = new Till(shared.Daemon, 5);
        string basket = (await till.Open()).BasketId;
        await till.Add(basket, "SUM", 2_000);
        await till.Add(basket, "REPAIR", 9_000);
        await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => till.Add(basket, "SUM", 2_000), "quantity_thousandths");
        await till.Add(basket, "SUM");
        await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => till.Change(basket, 1, 3_000), "quantity_thousandths");
        await till.Void(basket, 3);
        var full = await till.Change(basket, 1, 3_000);
        await till.Cash(basket, full.Total.Minor);
        await till.Complete(basket);
        Assert.Equal((0L, false), ((await Level("SUM")).OnHandThousandths, (await Level("REPAIR")).Stocked));
    }

    [Fact]
    public async Task What_is_held_for_an_order_is_sold_to_its_basket_only()
    {
        await Receive("HELD", 1_000);
        var reserve = Reserving("HELD", 1_000, TimeSpan.FromDays(1));
        var reservation = await _stock.ReserveAsync(reserve, _me);
        Assert.Equal(reservation, await _stock.ReserveAsync(reserve, _me));
        var level = await Level("HELD");
        Assert.Equal((1_000L, 1_000L, 0L), (level.OnHandThousandths, level.ReservedThousandths, level.AvailableThousandths));
        await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK",
            () => _stock.ReserveAsync(Reserving("HELD", 1_000, TimeSpan.FromDays(1)), _me).ResponseAsync, "quantity_thousandths");
        var till = new Till(shared.Daemon, 6);
        string basket = (await till.Open()).BasketId, other = (await till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => till.Add(basket, "HELD"));

        var release = new ReleaseStockRequest { CommandId = Till.NewId(), ReservationId = reservation.ReservationId, BasketId = basket };
        Assert.Equal(await _stock.ReleaseAsync(release, _me), await _stock.ReleaseAsync(release, _me));
        await Till.Refused(StatusCode.FailedPrecondition, "OUT_OF_STOCK", () => till.Add(other, "HELD"));
        var full = await till.Add(basket, "HELD");
        await till.Cash(basket, full.Total.Minor);
        await till.Complete(basket);
        Assert.Equal((0L, 0L), ((await Level("HELD")).OnHandThousandths, (await Level("HELD")).ReservedThousandths));
        release.CommandId = Till.NewId();
        await Till.Refused(
            StatusCode.NotFound, "RESERVATION_NOT_FOUND", () => _stock.ReleaseAsync(release, _me).ResponseAsync, "reservation_id");
    }

    [Fact]
    public async Task A_repeated_command_gets_its_first_answer_whatever_the_price_book_says_by_now()
    {
        var receive = Receipt(("CUT", 500));
        var first = await _stock.ReceiveAsync(receive, _me);
        await new Till(shared.Daemon).Import(true, Till.Item("CUT", "Cut flowers", 100)); // sold by piece
        Assert.Equal(first, await _stock.ReceiveAsync(receive, _me));
        receive.Lines[0].QuantityThousandths = 400;
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_NOT_WHOLE",
            () => _stock.ReceiveAsync(receive, _me).ResponseAsync, "lines[0].quantity_thousandths");
        receive.Lines[0].QuantityThousandths = 1_000;
        await Till.Refused(
            StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => _stock.ReceiveAsync(receive, _me).ResponseAsync, "command_id");
    }

    private async Task Receive(string sku, long thousandths) => await _stock.ReceiveAsync(Receipt((sku, thousandths)), _me);

    private static ReceiveStockRequest Receipt(params (string Sku, long Thousandths)[] lines) => new()
    {
        CommandId = Till.NewId(),
        Supplier = "Acme",
        Document = "D-1",
        Lines = { lines.Select(line => Move(line.Sku, line.Thousandths)) },
    };

    private async Task<StockLevel> Level(string sku) =>
        Assert.Single((await _stock.GetAsync(new GetStockRequest { Skus = { sku } }, _me)).Levels);

    private static StockMove Move(string sku, long thousandths) => new() { Sku = sku, QuantityThousandths = thousandths };

    private static RecordStockCountRequest Recorded(string count, params (string Sku, long Thousandths)[] lines) => new()
    {
        CommandId = Till.NewId(),
        CountId = count,
        Lines = { lines.Select(line => new CountedStock { Sku = line.Sku, QuantityThousandths = line.Thousandths }) },
    };

    private static ReserveStockRequest Reserving(string sku, long thousandths, TimeSpan time) => new()
    {
        CommandId = Till.NewId(),
        Sku = sku,
        QuantityThousandths = thousandths,
        Reference = "order 7",
        ExpiresAtUs = (TimeProvider.System.GetUtcNow() + time - DateTimeOffset.UnixEpoch).Ticks / 10,
    };
}
