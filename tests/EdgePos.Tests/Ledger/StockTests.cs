using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Stock in the ledger: what moves it, what is held, what is counted. Each test ends with a check of the whole ledger.</summary>
public sealed class StockTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly StockBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Whatever_moves_goods_moves_stock_on_hand()
    {
        await _box.GoodAsync(_box.Sell(("soap", 1_000)));
        Assert.Equal((-1_000L, 0L, false), _box.Level("soap")); // nobody keeps stock of it yet
        var booking = await _box.GoodAsync(_box.Receive(("soap", 10_000), ("tea", 250), ("soap", 2_000)), StockBooking.Parser);
        Assert.Equal([("soap", 10_000L), ("tea", 250), ("soap", 2_000)],
            booking.Moves.Select(move => (move.Sku, move.QuantityThousandths)));
        Assert.Equal((11_000L, 0L, true), _box.Level("soap"));
        await _box.GoodAsync(_box.Adjust("soap", -3_000));
        await _box.GoodAsync(_box.Transfer(StockTransferWay.Out, "soap", -4_000));
        await _box.GoodAsync(_box.Transfer(StockTransferWay.In, "tea", 500));
        await _box.GoodAsync(_box.Sell(("soap", 1_000), ("tea", 750)));
        Assert.Equal((3_000L, 0L, true), _box.Level("soap"));
        await _box.GoodAsync(_box.Sell(("soap", -1_000))); // comes back
        Assert.Equal([("soap", 4_000L), ("tea", 0)], _box.Stock.After("", 10).Levels.Select(level => (level.Sku, level.OnHand)));
        Assert.Equal(["tea"], _box.Stock.After("soap", 10).Levels.Select(level => level.Sku));
        Assert.Equal((0L, 0L, false), _box.Level("none"));
        Assert.Equal(_box.Reader.Head().Seq, _box.Stock.Of([]).AsOfSeq);
    }

    [Fact]
    public async Task A_command_about_stock_is_carried_out_once()
    {
        await _box.GoodAsync(_box.Receive(("soap", 10_000), ("tea", 10_000)));
        var count = _box.Count("soap");
        var reservation = _box.Reserve("tea", 1_000, Hour);
        LedgerCommand[] commands =
        [
            _box.Receive(("soap", 1_000)), _box.Adjust("soap", -1_000), _box.Transfer(StockTransferWay.Out, "soap", -1_000), count,
            _box.Record(count.CommandId, ("soap", 8_000)), _box.Finish(count.CommandId), reservation, _box.Release(reservation.CommandId),
        ];
        foreach (var command in commands)
        {
            var first = (await _box.DoAsync(command)).Value;
            var again = (await _box.DoAsync(command)).Value;
            Assert.Equal((false, true), (first.Replayed, again.Replayed));
            Assert.Equal(first.Response, again.Response);
            await _box.RefusedAsync(RefusalCode.CommandIdReused, command with { RequestDigest = [.. new byte[31], 1] });
        }

        Assert.Equal((8_000L, 0L, true), _box.Level("soap"));
        Assert.Equal(2 + commands.Length, _box.Reader.Head().Seq);
    }

    [Fact]
    public async Task An_id_that_another_register_has_used_is_refused_and_harms_nobody()
    {
        var (count, reservation) = (_box.Count("soap"), _box.Reserve("tea", 1_000, Hour));
        await _box.GoodAsync(count);
        await _box.GoodAsync(reservation);
        await _box.RefusedAsync(RefusalCode.CommandIdReused, count with { Register = 2, Skus = ["tea"] });
        await _box.RefusedAsync(RefusalCode.CommandIdReused, reservation with { Register = 2 });
    }

    [Fact]
    public async Task What_is_sold_between_counting_and_finishing_is_taken_into_account()
    {
        await _box.GoodAsync(_box.Receive(("soap", 20_000), ("tea", 5_000), ("bread", 7_000)));
        var count = _box.Count("soap", "tea", "bread", "new");
        await _box.GoodAsync(count);
        await _box.GoodAsync(_box.Sell(("soap", 2_000))); // before it is counted
        await _box.GoodAsync(_box.Record(count.CommandId, ("soap", 99_000))); // miscounted
        await _box.GoodAsync(_box.Sell(("soap", 1_000)));
        await _box.GoodAsync(_box.Record(count.CommandId, ("soap", 15_000), ("new", 3_000))); // by the books: 17
        await _box.GoodAsync(_box.Record(count.CommandId, ("tea", 5_000)));
        await _box.GoodAsync(_box.Sell(("soap", 4_000)));
        await _box.GoodAsync(_box.Receive(("soap", 1_000)));
        var result = await _box.GoodAsync(_box.Finish(count.CommandId), StockCountResult.Parser);
        Assert.Equal(
            [
                ("new", 3_000L, 0L, 0L, 3_000L, 3_000L), ("soap", 15_000, 17_000, -3_000, -2_000, 12_000),
                ("tea", 5_000, 5_000, 0, 0, 5_000),
            ],
            result.Lines.Select(line => (line.Sku, line.CountedThousandths, line.ExpectedThousandths, line.MovedSinceThousandths,
                line.DifferenceThousandths, line.OnHandThousandths)));
        Assert.Equal(["bread"], result.NotCounted);
        Assert.Equal((12_000L, 7_000L, 3_000L), (_box.Level("soap").OnHand, _box.Level("bread").OnHand, _box.Level("new").OnHand));
        Assert.True(_box.Level("new").IsStocked);
    }

    [Fact]
    public async Task An_item_is_in_one_open_count_and_a_count_ends_once()
    {
        var count = _box.Count("soap", "tea");
        await _box.GoodAsync(count);
        var refusal = await _box.RefusedAsync(RefusalCode.StockCountOpen, _box.Count("bread", "tea"));
        Assert.Equal(("skus[1]", "tea", $"{count.CommandId}"), (refusal.Field, refusal.Args[0], refusal.Args[1]));
        refusal = await _box.RefusedAsync(RefusalCode.FieldInvalid, _box.Record(count.CommandId, ("bread", 1_000)));
        Assert.Equal("lines[0].sku", refusal.Field);
        await _box.GoodAsync(_box.Record(count.CommandId, ("soap", 9_000)));
        var result = await _box.GoodAsync(_box.Finish(count.CommandId, StockCountEnd.Discard), StockCountResult.Parser);
        Assert.Equal((0, 0, 0L), (result.Lines.Count, result.NotCounted.Count, _box.Level("soap").OnHand));
        await _box.RefusedAsync(RefusalCode.StockCountNotFound, _box.Record(count.CommandId, ("soap", 1_000)));
        await _box.RefusedAsync(RefusalCode.StockCountNotFound, _box.Finish(count.CommandId));
        await _box.GoodAsync(_box.Count("bread", "tea"));
    }

    [Fact]
    public async Task Of_two_sales_of_the_last_piece_one_is_made()
    {
        for (int round = 0; round < 20; round++)
        {
            string sku = $"last{round}";
            await _box.GoodAsync(_box.Receive((sku, 1_000)));
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _box.Sell((sku, 1_000))).ToList()
                .Select(sale => Task.Run(() => _box.DoAsync(sale))));
            var refusals = answers.Select(answer => answer.Refusal).OfType<Refusal>().ToList();
            Assert.Equal(3, refusals.Count);
            Assert.All(refusals, refusal => Assert.Equal(
                (RefusalCode.OutOfStock, sku, "0"), (refusal.Code, refusal.Args[1], refusal.Args[2])));
            Assert.Equal(0, _box.Level(sku).OnHand);
        }
    }

    [Fact]
    public async Task A_sale_is_judged_by_all_its_lines_and_only_where_stock_is_kept()
    {
        await _box.GoodAsync(_box.Receive(("soap", 2_500)));
        var refusal = await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Sell(("repair", 1_000), ("soap", 2_000), ("soap", 1_000)));
        Assert.Equal(("Soap", "soap", "2.500"), (refusal.Args[0], refusal.Args[1], refusal.Args[2]));
        await _box.GoodAsync(_box.Sell(("repair", 1_000), ("soap", 3_000), ("soap", -1_000))); // one of them comes back
        await _box.GoodAsync(_box.Adjust("soap", -5_000));
        await _box.GoodAsync(_box.Sell(("soap", -1_000), ("repair", 9_000))); // goods that come back are always taken
        await _box.GoodAsync(_box.Sell(("soap", 9_000)) with { NeedsStock = false });
        Assert.Equal((-12_500L, -10_000L), (_box.Level("soap").OnHand, _box.Level("repair").OnHand));
    }

    [Fact]
    public async Task A_new_ledger_takes_over_what_is_stocked_and_what_is_held_or_counted_lapses()
    {
        await _box.GoodAsync(_box.Receive(("soap", 5_000)));
        await _box.GoodAsync(_box.Sell(("repair", 1_000)));
        await _box.GoodAsync(_box.Reserve("soap", 1_000, Hour));
        var count = _box.Count("soap");
        await _box.GoodAsync(count);
        _box.Restart(() => NewEpoch.Begin(_box.Path, _box.Path + ".counter", Sales.Setup(_box.Clock), receiptsAfter: null, "a test"));
        Assert.Equal(((5_000L, 0L, true), (-1_000L, 0L, false)), (_box.Level("soap"), _box.Level("repair")));
        await _box.RefusedAsync(RefusalCode.StockCountNotFound, _box.Finish(count.CommandId));
        await _box.GoodAsync(_box.Count("soap"));
    }

    // What a program wrote that knew of sales only, and of no other entry about stock.
    private const string OfAnOlderProgram = """
        DROP TABLE stock_reservations; DROP TABLE stock_counts; ALTER TABLE stock DROP COLUMN stocked;
        DROP TABLE returned_lines; DROP TABLE returned_elsewhere; DROP TABLE redeemed; DROP TABLE gift_cards; DROP TABLE payments;
        DROP TABLE customer_points; DROP TABLE time_clock; DROP TABLE registers; DROP TABLE orders; DROP TABLE order_goods;
        ALTER TABLE till_sessions DROP COLUMN cashier;
        DELETE FROM schema_version WHERE version >= 5;
        """;

    [Fact]
    public async Task A_ledger_of_an_older_program_is_brought_along()
    {
        await _box.GoodAsync(_box.Sell(("soap", 1_000)));
        _box.Restart(() => TamperedLedger.Run(_box.Path, OfAnOlderProgram));
        Assert.Equal((-1_000L, 0L, false), _box.Level("soap"));
        await _box.GoodAsync(_box.Receive(("soap", 3_000)));
        Assert.Equal((2_000L, 0L, true), _box.Level("soap"));
    }

    [Fact]
    public async Task A_new_ledger_takes_over_the_stock_of_an_older_program_too()
    {
        await _box.GoodAsync(_box.Sell(("soap", 1_000)));
        _box.Restart(() =>
        {
            TamperedLedger.Run(_box.Path, OfAnOlderProgram);
            NewEpoch.Begin(_box.Path, _box.Path + ".counter", Sales.Setup(_box.Clock), receiptsAfter: null, "a test");
        });
        Assert.Equal((-1_000L, 0L, false), _box.Level("soap"));
    }

    [Fact]
    public async Task The_entries_say_which_items_they_moved()
    {
        var (count, held, basket) = (_box.Count("soap"), _box.Reserve("tea", 1_000, Hour), _box.NewId());
        (LedgerCommand Command, string[] Moved)[] steps =
        [
            (_box.Receive(("soap", 1_000), ("tea", 1_000)), ["soap", "tea"]), (count, []), (_box.Record(count.CommandId, ("soap", 1)), []),
            (_box.Finish(count.CommandId), ["soap"]), (held, ["tea"]), (_box.Release(held.CommandId, basket), ["tea"]),
            (_box.SellFor(basket, ("tea", 1_000)), ["tea"]), (_box.Transfer(StockTransferWay.In, "bread", 1_000), ["bread"]),
        ];
        foreach (var (command, moved) in steps)
        {
            long before = _box.Reader.Head().Seq;
            await _box.GoodAsync(command);
            var (skus, seq) = _box.Stock.MovedAfter(before);
            Assert.Equal(moved, skus.Order(StringComparer.Ordinal));
            Assert.Equal(before + 1, seq);
        }

        Assert.Equal(["bread", "soap", "tea"], _box.Stock.MovedAfter(0).Skus.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE stock SET stocked = 0 WHERE sku = 'soap'", "stock has")]
    [InlineData("UPDATE stock_reservations SET quantity = 1", "stock_reservations has")]
    [InlineData("DELETE FROM stock_reservations", "stock_reservations lacks")]
    [InlineData("UPDATE stock_counts SET counted = 1", "stock_counts has")]
    [InlineData("INSERT INTO stock_counts VALUES ('tea', 1, zeroblob(16), 0, 0, 0)", "which no entry says")]
    public async Task What_somebody_does_to_the_books_of_stock_is_found(string sql, string betrayed)
    {
        using var folder = new TempFolder(inMemory: true);
        string copy = folder.File("ledger.db");
        await _box.GoodAsync(_box.Receive(("soap", 1_000)));
        await _box.GoodAsync(_box.Reserve("soap", 1_000, Hour));
        var count = _box.Count("soap");
        await _box.GoodAsync(count);
        await _box.GoodAsync(_box.Record(count.CommandId, ("soap", 1_000)));
        _box.Restart(() => File.Copy(_box.Path, copy));
        TamperedLedger.Run(copy, sql);
        var check = LedgerCheck.Run(copy, null, null, CancellationToken.None);
        Assert.Contains(betrayed, check.Findings[0].ToString(), StringComparison.Ordinal);
    }
}
