using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Xunit;
using Money = EdgePos.V1.Money;
using OrderState = EdgePos.V1.OrderState;

namespace EdgePos.Tests.Ledger;

/// <summary>An order is prepared once and leaves the store once, and its goods are held in between.</summary>
public sealed class OrderTests : IDisposable
{
    private static readonly byte[] Digest = new byte[32];

    private readonly TempFolder _folder = new();
    private readonly StockBox _box;

    public OrderTests() => _box = new StockBox(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_prepared_is_held_and_leaves_once_where_it_was_paid_before()
    {
        await _box.GoodAsync(_box.Receive(("soap", 5_000)));
        var change = await _box.GoodAsync(Prepare("W-1", ("soap", 2_000)), OrderChange.Parser);
        Assert.Equal((OrderState.Prepared, 1), (change.State, change.Picked.Count));
        Assert.Equal((5_000L, 2_000L, true), _box.Level("soap"));
        var refusal = await _box.RefusedAsync(RefusalCode.OrderPreparedAlready, Prepare("W-1", ("soap", 2_000), register: 2));
        Assert.Equal(["W-1", "1"], refusal.Args);
        Assert.Equal((5_000L, 2_000L, true), _box.Level("soap"));

        await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Sell(("soap", 4_000))); // others may not have what waits
        await _box.GoodAsync(_box.Sell(("soap", 3_000)));
        var handed = HandOver("W-1");
        change = await _box.GoodAsync(handed, OrderChange.Parser);
        Assert.Equal(change, await _box.GoodAsync(handed, OrderChange.Parser));
        Assert.Equal((0L, 0L, true), _box.Level("soap"));
        await _box.RefusedAsync(RefusalCode.OrderDone, HandOver("W-1"));
        await _box.RefusedAsync(RefusalCode.OrderDone, GiveUp("W-1"));
        await _box.RefusedAsync(RefusalCode.OrderDone, Prepare("W-1", ("soap", 2_000)));
        _box.Restart();
        Assert.Equal(OrderStep.HandedOver, new OrderReader(_box.Reader).Find("W-1")?.Row.Step);
    }

    [Fact]
    public async Task A_sale_hands_its_order_over_and_moves_stock_once()
    {
        await _box.GoodAsync(_box.Receive(("soap", 3_000), ("tea", 1_000)));
        await _box.RefusedAsync(RefusalCode.OrderNotPrepared, Sell("W-2", ("soap", 2_000)));
        await _box.GoodAsync(Prepare("W-2", ("soap", 3_000), ("tea", 1_000)));
        await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Sell(("soap", 1_000)));
        var receipt = await _box.GoodAsync(Sell("W-2", ("soap", 2_000), ("tea", 1_000)), Receipt.Parser); // a piece was left behind
        Assert.Equal("W-2", receipt.OrderNumber);
        Assert.Equal((1_000L, 0L, true), _box.Level("soap"));
        Assert.Equal((0L, 0L, true), _box.Level("tea"));
        await _box.RefusedAsync(RefusalCode.OrderDone, Sell("W-2", ("soap", 1_000)));
        await _box.RefusedAsync(RefusalCode.OrderDone, HandOver("W-2"));
        var file = new OrderReader(_box.Reader).Find("W-2")!;
        Assert.Equal((OrderStep.HandedOver, receipt.ReceiptNumber, "B7"), (file.Row.Step, file.Receipt, file.Prepared?.Place));
        var sale = SaleCompleted.Parser.ParseFrom(_box.Reader.Entry(file.Row.Seq)!.Body);
        Assert.Equal([("soap", 3_000L), ("tea", 1_000L)], sale.OrderGoods.Select(goods => (goods.Sku, goods.QuantityThousandths)));
    }

    [Fact]
    public async Task What_was_picked_is_sold_whatever_the_books_say_was_there()
    {
        await _box.GoodAsync(_box.Receive(("soap", 3_000)));
        await _box.GoodAsync(Prepare("W-8", ("soap", 5_000))); // five were on the shelf
        await _box.GoodAsync(Prepare("W-9", ("soap", 1_000)));
        await _box.RefusedAsync(RefusalCode.OutOfStock, Sell("W-9", ("soap", 2_000))); // one more than was picked
        await _box.GoodAsync(Sell("W-8", ("soap", 5_000)));
        await _box.GoodAsync(Sell("W-9", ("soap", 1_000)));
        Assert.Equal((-3_000L, 0L, true), _box.Level("soap"));
    }

    [Fact]
    public async Task What_is_given_up_is_free_again()
    {
        await _box.GoodAsync(Prepare("W-3", ("soap", 2_000)));
        var change = await _box.GoodAsync(GiveUp("W-3"), OrderChange.Parser);
        Assert.Equal(OrderState.GivenUp, change.State);
        Assert.Equal((0L, 0L), (_box.Level("soap").OnHand, _box.Level("soap").Reserved));
        await _box.GoodAsync(GiveUp("W-4")); // never prepared
        await _box.RefusedAsync(RefusalCode.OrderDone, Prepare("W-4", ("soap", 1_000)));
    }

    [Fact]
    public async Task Many_registers_prepare_and_hand_over_at_once_and_one_of_them_does()
    {
        var prepared = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => _box.DoAsync(Prepare("W-5", ("soap", 1_000), register: n))));
        Assert.Single(prepared, one => one.Refusal is null);
        Assert.All(prepared.Where(one => one.Refusal is not null),
            one => Assert.Equal(RefusalCode.OrderPreparedAlready, one.Refusal?.Code));
        var handed = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            _box.DoAsync(n % 2 == 0 ? HandOver("W-5") : Sell("W-5", ("soap", 1_000)))));
        Assert.Single(handed, one => one.Refusal is null);
        Assert.Equal((-1_000L, 0L), (_box.Level("soap").OnHand, _box.Level("soap").Reserved));
    }

    [Fact]
    public async Task Who_watches_stock_and_orders_hears_of_each_step()
    {
        (LedgerCommand Command, string[] Moved, string[] Orders)[] steps =
        [
            (Prepare("W-6", ("soap", 1_000)), ["soap"], ["W-6"]), (HandOver("W-6"), ["soap"], ["W-6"]),
            (Prepare("W-7", ("soap", 1_000), ("tea", 1_000)), ["soap", "tea"], ["W-7"]), (GiveUp("W-7"), ["soap", "tea"], ["W-7"]),
            (Prepare("W-8", ("soap", 1_000), ("tea", 1_000)), ["soap", "tea"], ["W-8"]),
            (Sell("W-8", ("tea", 1_000)), ["soap", "tea"], ["W-8"]), (_box.Receive(("tea", 1_000)), ["tea"], []),
        ];
        var orders = new OrderReader(_box.Reader);
        foreach (var (command, moved, numbers) in steps)
        {
            long before = _box.Reader.Head().Seq;
            await _box.GoodAsync(command);
            Assert.Equal(moved, _box.Stock.MovedAfter(before).Skus.Order(StringComparer.Ordinal));
            Assert.Equal((numbers.FirstOrDefault(), before + 1),
                orders.ChangedAfter(before) is var (changed, seq) ? (changed.FirstOrDefault(), seq) : default);
        }

        Assert.Empty(orders.Of([]).Waiting);
        Assert.Equal(["W-6", "W-8"], orders.Of(["W-6", "W-8", "W-9"]).Done.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_ledger_knows_what_was_done_with_and_lets_go_of_what_waited()
    {
        await _box.GoodAsync(Prepare("W-1", ("soap", 1_000)));
        await _box.GoodAsync(HandOver("W-1"));
        await _box.GoodAsync(Prepare("W-2", ("soap", 1_000)));
        _box.Restart(() => NewEpoch.Begin(_box.Path, _box.Path + ".counter", Sales.Setup(_box.Clock), receiptsAfter: null, "a test"));
        await _box.RefusedAsync(RefusalCode.OrderDone, Prepare("W-1", ("soap", 1_000)));
        Assert.Equal((-1_000L, 0L), (_box.Level("soap").OnHand, _box.Level("soap").Reserved));
        await _box.GoodAsync(Prepare("W-2", ("soap", 1_000)));
    }

    [Theory]
    [InlineData("UPDATE orders SET state = 3 WHERE number = 'W-1'", "orders has")]
    [InlineData("DELETE FROM order_goods", "order_goods lacks")]
    [InlineData("UPDATE order_goods SET quantity = 1", "order_goods has")]
    public async Task A_row_that_was_changed_is_found(string sql, string finding)
    {
        using var folder = new TempFolder();
        string copy = folder.File("ledger.db");
        await _box.GoodAsync(Prepare("W-1", ("soap", 1_000)));
        _box.Restart(() => File.Copy(_box.Path, copy));
        TamperedLedger.Run(copy, sql);
        var check = LedgerCheck.Run(copy, mark: null, progress: null, CancellationToken.None);
        Assert.Contains(check.Findings, found => $"{found}".Contains(finding, StringComparison.Ordinal));
    }

    private PrepareOrder Prepare(string number, params (string Sku, long Thousandths)[] goods) => Prepare(number, goods, 1);

    private PrepareOrder Prepare(string number, (string Sku, long Thousandths) goods, int register) => Prepare(number, [goods], register);

    private PrepareOrder Prepare(string number, (string Sku, long Thousandths)[] goods, int register) => new(
        register, _box.NewId(), Digest, "", new OrderPrepared
        {
            OrderNumber = number,
            Place = "B7",
            Lines =
            {
                goods.Select((line, i) => new PickedLine
                {
                    Line = i + 1, Sku = line.Sku, QuantityThousandths = line.Thousandths, OrderedThousandths = line.Thousandths,
                }),
            },
            Goods = { goods.Select(line => new StockMove { Sku = line.Sku, QuantityThousandths = line.Thousandths }) },
        });

    private HandOverOrder HandOver(string number) => new(1, _box.NewId(), Digest, "", number, AgeSeen: false);

    private GiveUpOrder GiveUp(string number) => new(1, _box.NewId(), Digest, "", number, GiveUpReason.Uncollected, "");

    private CompleteSale Sell(string order, params (string Sku, long Thousandths)[] lines)
    {
        var sale = new SaleCompleted
        {
            BasketId = _box.NewId().ToString(),
            CommandId = _box.NewId().ToString(),
            Total = new Money { Currency = "EUR" },
            Change = new Money { Currency = "EUR" },
            OrderNumber = order,
        };
        sale.Lines.AddRange(lines.Select(line => new SaleLine { Sku = line.Sku, Name = "Soap", QuantityThousandths = line.Thousandths }));
        return new CompleteSale(1, Guid.Parse(sale.CommandId), Digest, "", sale) { NeedsStock = true };
    }
}
