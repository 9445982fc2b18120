using System.Data.Common;
using EdgePos.Fleet;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using Google.Protobuf;
using Npgsql;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>A small fleet plays against the real head office, a real Mosquitto and a real PostgreSQL.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const double DaysASecond = 86_400;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Some of these are out of reach for hours, and come back with a backlog.
    private static readonly FleetPlan Plan =
        new() { Stores = 20, Trade = 0.05, DaysCutOff = 1, OutOfReach = 0.3, Tenant = "demo", Seed = 7, Baskets = RealBaskets.Sample() };

    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _late = new(TimeSpan.FromMinutes(3));
    private readonly Shelf _shelf = new(Plan.Baskets);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _late.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Head_office_has_what_the_fleet_made_and_what_it_has_not_is_named()
    {
        string database = await PostgresServer.NewDatabaseAsync();
        await using var broker = await SharedBroker.StartAsync();
        await using var first = new HeadOfficeProgram(_folder.Path, broker.Port, $"--HeadOffice:Database={database}").Start();
        await using var second = new HeadOfficeProgram(_folder.Path, broker.Port, $"--HeadOffice:Database={database}").Start();
        await using var play = new FleetPlay(
            Plan, _shelf, new BrokerAddress("127.0.0.1", broker.Port), connections: 3, speed: DaysASecond / 10, 100, TimeProvider.System);
        play.Start();
        await play.UntilDoneAsync(Patience, () => { }, _late.Token);
        await play.SayHealthAsync(rounds: 1, () => { }, _late.Token);
        await play.EndAllAsync(Patience, () => { }, _late.Token);
        await play.StopAsync();

        var made = FleetBooks.Of(Plan, _shelf);
        Assert.Empty(play.Forks);
        Assert.Equal((made.Streams.Values.Sum(one => one.Seq), made.Streams.Values.Sum(one => one.Sales)),
            (play.Tally.Entries, play.Tally.Sales));
        await using var books = new NpgsqlConnection(database + ";Pooling=false");
        await books.OpenAsync();
        Assert.Empty(BooksComparison.Differences(books, made, Plan.Tenant));

        // A store of which head office lacks a sale; one whose sale has another total; one that it never heard of.
        await RunAsync(books, "DELETE FROM sales WHERE ctid IN (SELECT x.ctid FROM sales x JOIN streams s USING (stream) "
            + "WHERE s.store = 'S00003' AND x.tableoid = (SELECT max(tableoid) FROM sales) LIMIT 1)");
        await RunAsync(books, "UPDATE totals SET minor = minor + 1 WHERE stream = (SELECT stream FROM streams WHERE store = 'S00005')");
        await RunAsync(books, "UPDATE stock SET moved = moved - 1000 WHERE (stream, sku) = (SELECT stream, sku FROM stock LIMIT 1)");
        await RunAsync(books, "UPDATE streams SET store = 'S99999' WHERE store = 'S00007'");
        var found = BooksComparison.Differences(books, made, Plan.Tenant);
        Assert.Contains(found, one => one.StartsWith("S00003: head office has rows of", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("S00005: head office has ", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("S00007: head office has nothing of it", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("S99999: no store of the fleet", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("stock of ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_is_the_same_fleet_to_the_byte_from_wherever_it_is_read()
    {
        foreach (int number in new[] { 1, 5 }) // a grocery and a gift shop
        {
            var (all, half) = WholeOf(Plan, number);
            Assert.Equal(all, WholeOf(Plan, number).Batches);
            Assert.NotEqual(all, WholeOf(Plan with { Seed = 8 }, number).Batches);

            var again = new StoreJournal(Plan, StoreProfile.Of(Plan, number), new Shelf(Plan.Baskets));
            again.GoTo(half);
            Assert.Equal(all[(int)half.Seq..], Rest(again, Plan, number));
        }
    }

    [Fact]
    public void A_journal_of_the_fleet_is_what_a_box_writes()
    {
        var store = StoreProfile.Of(Plan, 1);
        var journal = new StoreJournal(Plan, store, _shelf);
        byte[] previous = EntryHash.Genesis(store.Epoch);
        var receipts = new Dictionary<int, long>();
        var kinds = new HashSet<string>();
        long seq = 0, lastUs = 0;
        while (journal.NextAtUs is not null)
        {
            var (entry, fact) = journal.Next();
            Assert.Equal((++seq, true), (entry.Header.Seq, entry.Header.AtUs >= lastUs));
            (previous, lastUs) = (EntryHash.Of(previous, entry.Header, entry.Body), entry.Header.AtUs);
            Assert.Equal(previous, entry.Hash);
            kinds.Add(fact.Descriptor.Name);
            if (fact is not SaleCompleted sale)
                continue;
            long number = receipts[entry.Header.Register] = receipts.GetValueOrDefault(entry.Header.Register) + 1;
            Assert.Equal($"S00001-{entry.Header.Register}-{number}", sale.ReceiptNumber);
            Assert.Equal(sale.Total.Minor, sale.Lines.Sum(line => line.Amount.Minor));
            Assert.Equal(sale.Total.Minor, sale.Tenders.Sum(tender => tender.Amount.Minor) - sale.Change.Minor);
            Assert.Equal(sale.Total.Minor, sale.Taxes.Sum(row => row.Gross.Minor));
        }

        string[] expected =
        [
            "LedgerBegun", "StockReceived", "TillOpened", "PaymentRequested", "PaymentEnded", "SaleCompleted", "CashMoved", "TillClosed",
        ];
        Assert.Subset(kinds, expected.ToHashSet());
    }

    private static (List<string> Batches, JournalPoint Half) WholeOf(FleetPlan plan, int number)
    {
        var journal = new StoreJournal(plan, StoreProfile.Of(plan, number), new Shelf(plan.Baskets));
        JournalPoint? half = null;
        var all = new List<string>();
        while (journal.NextAtUs is { } atUs)
        {
            if (half is null && atUs > plan.StartOf(0) + (14 * 3_600_000_000L))
                half = journal.At;
            all.Add(OnTheWire(journal, number));
        }

        return (all, half!);
    }

    private static List<string> Rest(StoreJournal journal, FleetPlan plan, int number)
    {
        var rest = new List<string>();
        while (journal.NextAtUs is not null)
            rest.Add(OnTheWire(journal, number));
        return rest;
    }

    private static string OnTheWire(StoreJournal journal, int number)
    {
        var store = StoreProfile.Of(Plan, number);
        byte[] before = journal.At.Hash;
        return Convert.ToBase64String(BatchEncoding.Encode(store.Epoch, before, [journal.Next().Entry], store.BootId).ToByteArray());
    }

    private static async Task RunAsync(DbConnection books, string sql)
    {
        await using var command = books.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
