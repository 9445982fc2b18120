using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Both ends of what goes between stores, matched from the journals of two stores.</summary>
public abstract class TransferBooksTests(bool postgres) : BooksSuite(postgres)
{
    private readonly Dictionary<string, SentJournal> _journals = [];

    [Fact]
    public void Goods_are_in_transit_until_the_other_store_says_that_all_of_them_came()
    {
        Out("S1", "S2", "T-17", 10, ("SOAP", 2_000), ("TEA", 500), ("SOAP", 1_000));
        var open = Assert.Single(Report());
        Assert.Equal((TransferState.InTransit, "S1", "S2", "T-17", 10L, 0L),
            (open.State, open.FromStore, open.ToStore, open.Number, open.SentUs, open.CameUs));
        Assert.Equal([("SOAP", 3_000L, 0L), ("TEA", 500, 0)], ItemsOf(open));
        Assert.Equal((10L, 0L), (open.SenderKnownUs, open.ReceiverKnownUs));

        In("S2", "S1", " t-17", 20, ("SOAP", 3_000));
        Assert.Equal((TransferState.Short, 20L), (Report()[0].State, Report()[0].CameUs));
        In("S2", "S1", "T-17", 30, ("TEA", 500));
        Assert.Equal((TransferState.Arrived, 30L, 30L), (Report()[0].State, Report()[0].CameUs, Report()[0].ReceiverKnownUs));
    }

    [Fact]
    public void An_end_may_come_first_and_a_batch_may_come_again()
    {
        In("S2", "S1", "T-17", 20, ("SOAP", 1_000));
        var alone = Assert.Single(Report());
        Assert.Equal((TransferState.NotSent, "S1", "S2", 0L, 20L),
            (alone.State, alone.FromStore, alone.ToStore, alone.SentUs, alone.CameUs));
        Out("S1", "S2", "T-17", 10, ("SOAP", 1_000));
        Assert.Equal(TransferState.Arrived, Assert.Single(Report()).State);
        foreach (var (store, journal) in _journals)
            Assert.IsType<Verdict.Duplicate>(Books.Commit(new BoxName("demo", store, "box1"), journal.Whole()));
        Assert.Equal(TransferState.Arrived, Assert.Single(Report()).State);
        Assert.Equal(1_000, Number("SELECT CAST(sum(quantity) / 2 AS bigint) FROM transfer_items"));
    }

    [Fact]
    public void The_receiving_store_may_name_the_sender_s_booking_and_a_sender_s_booking_counts_once()
    {
        Out("S1", "S2", "T-17", 10, ("SOAP", 1_000));
        Out("S1", "S2", "", 11, ("TEA", 1_000));
        var (numbered, bare) = (BookingOf("S1", 0), BookingOf("S1", 1));
        In("S2", "S1", numbered.ToUpperInvariant(), 20, ("SOAP", 1_000));
        In("S2", "S1", bare, 21, ("TEA", 1_000));
        Assert.Equal([(TransferState.Arrived, bare), (TransferState.Arrived, "T-17")],
            Report().Select(row => (row.State, row.Number)).OrderBy(row => row.Number.Length == 4));

        // The box is restored, and its register sends the command again that the ledger has forgotten.
        var again = new SentJournal().Add(_journals["S1"].Entries[0].Entry.Kind, _journals["S1"].Entries[0].Entry.Body, 12);
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", "S1", "box1"), again.Whole()));
        Assert.All(Report(), row => Assert.Equal(TransferState.Arrived, row.State));
    }

    [Fact]
    public void More_other_and_unsent_goods_are_told_apart_and_other_stores_and_numbers_do_not_match()
    {
        Out("S1", "S2", "1", 10, ("SOAP", 1_000));
        In("S2", "S1", "1", 11, ("SOAP", 2_000));
        Out("S1", "S2", "2", 12, ("SOAP", 1_000));
        In("S2", "S1", "2", 13, ("TEA", 1_000));
        Out("S1", "S3", "3", 14, ("SOAP", 1_000));
        In("S2", "S1", "3", 15, ("SOAP", 1_000));
        Out("S2", "S1", "1", 16, ("SOAP", 1_000));
        Assert.Equal(
            [
                ("S2", "S1", "1", TransferState.InTransit), ("S1", "S2", "3", TransferState.NotSent),
                ("S1", "S3", "3", TransferState.InTransit), ("S1", "S2", "2", TransferState.Mixed), ("S1", "S2", "1", TransferState.Over),
            ], Report().Select(row => (row.FromStore, row.ToStore, row.Number, row.State)));
    }

    [Fact]
    public void Transfers_are_chosen_by_store_state_and_day()
    {
        Out("S1", "S2", "1", 10, ("SOAP", 1_000));
        In("S2", "S1", "1", 90, ("SOAP", 1_000));
        Out("S3", "S2", "2", 20, ("SOAP", 1_000));
        Out("S1", "S3", "3", 30, ("SOAP", 1_000));
        Assert.Equal(["1", "3"], Names(new() { Store = "S1" }));
        Assert.Equal(["3", "2"], Names(new() { States = { TransferState.InTransit } }));
        Assert.Equal(["3", "2", "1"], Names(new() { States = { TransferState.InTransit, TransferState.Arrived } }).Order().Reverse());
        Assert.Equal(["1", "3"], Names(new() { FromUs = 30 }));
        Assert.Equal(["1", "2"], Names(new() { UntilUs = 30 }));
        Assert.Equal(["1"], Names(new() { Limit = 1 }));
        Assert.Throws<ArgumentException>(() => Names(new() { States = { (TransferState)99 } }));
        Assert.Throws<ArgumentException>(() => Names(new() { States = { TransferState.Unspecified } }));
    }

    [Fact]
    public void Nonsense_of_one_box_takes_the_report_from_nobody()
    {
        Out("S1", "S2", "1", 10, ("SOAP", long.MaxValue));
        Out("S3", "S2", "1", 10, ("SOAP", 1_000));
        Write("S1", 11, new StockTransferred { Way = (StockTransferWay)7, OtherStore = "S2", Moves = { Move("SOAP", 5) } });
        Write("S1", 12, new StockTransferred { Way = StockTransferWay.Out, OtherStore = "S2", Moves = { Move("SOAP", long.MinValue) } });
        Write("S1", 13, new StockTransferred { Way = StockTransferWay.In, OtherStore = "S\0", Moves = { Move("SOAP", 5) } });
        Write("S1", 14, new StockTransferred { Way = StockTransferWay.In, Reference = new string('x', 300), Moves = { Move("SOAP", 5) } });
        Write("S1", 15, new StockTransferred { Way = StockTransferWay.In });
        Assert.Equal(["", "1", "1"], Names(new()).Order(StringComparer.Ordinal));
        Assert.Equal(3, Number("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public void Books_that_did_not_keep_transfers_get_them_from_their_entries_when_they_are_opened()
    {
        for (int i = 0; i < 5; i++)
            Out("S1", "S2", $"{i}", 10 + i, ("SOAP", 1_000));
        In("S2", "S1", "3", 20, ("SOAP", 1_000));
        var before = Report();
        Change("DELETE FROM transfers");
        Change("DELETE FROM transfer_items");
        Assert.Contains("transfers: ends, items and quantity: the table says 0 0 0, the entries 5 5 5000", Verify(),
            StringComparison.Ordinal);
        Change("INSERT INTO catching_up VALUES (1)");
        Reopen();
        Assert.Equal(before, Report());
        Assert.Equal("2 streams, all sound", Verify());
        Reopen();
        Assert.Equal(0, Count("catching_up"));
    }

    private static StockMove Move(string sku, long thousandths) => new() { Sku = sku, QuantityThousandths = thousandths };

    private static IEnumerable<(string, long, long)> ItemsOf(StoreTransfer transfer) =>
        transfer.Items.Select(item => (item.Sku, item.SentThousandths, item.CameThousandths));

    private void Out(string store, string to, string number, long at, params (string Sku, long Quantity)[] goods) =>
        Write(store, at, FactOf(StockTransferWay.Out, to, number, goods.Select(one => Move(one.Sku, -one.Quantity))));

    private void In(string store, string from, string number, long at, params (string Sku, long Quantity)[] goods) =>
        Write(store, at, FactOf(StockTransferWay.In, from, number, goods.Select(one => Move(one.Sku, one.Quantity))));

    private static StockTransferred FactOf(StockTransferWay way, string other, string number, IEnumerable<StockMove> moves) => new()
    {
        CommandId = Guid.CreateVersion7().ToString(),
        Way = way,
        OtherStore = other,
        Reference = number,
        Moves = { moves },
    };

    private void Write(string store, long at, StockTransferred fact)
    {
        if (!_journals.TryGetValue(store, out var journal))
            _journals[store] = journal = new SentJournal();
        journal.Add(fact, atUs: at);
        Assert.IsType<Verdict.Committed>(
            Books.Commit(new BoxName("demo", store, "box1"), journal.Batch(journal.Count, journal.Count)));
    }

    private string BookingOf(string store, int entry) =>
        StockTransferred.Parser.ParseFrom(_journals[store].Entries[entry].Entry.Body).CommandId;

    private List<StoreTransfer> Report(ListTransfersRequest? request = null)
    {
        using var connection = Books.Store.OpenToRead();
        return [.. TransferReport.Rows(connection, "demo", request ?? new ListTransfersRequest())];
    }

    private List<string> Names(ListTransfersRequest request) => [.. Report(request).Select(row => row.Number)];

    private void Change(string sql)
    {
        using var connection = Books.Store.OpenToWrite();
        connection.Run(sql);
    }

    private string Verify()
    {
        using var output = new StringWriter();
        new VerifyRun(Books, output).Run(CancellationToken.None);
        return output.ToString().Trim();
    }
}

public sealed class SqliteTransferBooksTests() : TransferBooksTests(postgres: false);

public sealed class PostgresTransferBooksTests() : TransferBooksTests(postgres: true);
