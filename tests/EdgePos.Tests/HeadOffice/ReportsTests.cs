using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What head office tells of its books, the same from every kind of them.</summary>
public abstract class ReportsTests(bool postgres) : BooksSuite(postgres)
{
    // The night in which Amsterdam sets its clocks from 3 back to 2: 2026-10-25 00:30 UTC is 02:30, and so is 01:30 UTC.
    private static readonly long Night = Us(2026, 10, 25, 0, 30);
    private const long Hour = 3_600_000_000;

    [Fact]
    public void Sales_are_added_up_by_local_hour_and_day()
    {
        Commit("S1", "box1", Sale(Night - (3 * Hour), 100), Sale(Night, 200), Sale(Night + Hour, 300), Sale(Night + (2 * Hour), 400));
        Assert.Equal([("02", 2L, 500L), ("03", 1, 400), ("23", 1, 100)], By(SalesGrouping.Hour, zone: "Europe/Amsterdam"));
        Assert.Equal([("2026-10-24", 1L, 100L), ("2026-10-25", 3, 900)], By(SalesGrouping.Day, zone: "Europe/Amsterdam"));
        Assert.Equal([("2026-10-24", 1L, 100L), ("2026-10-25", 3, 900)], By(SalesGrouping.Day));
        Assert.Equal([("00", 1L, 200L), ("01", 1, 300)], By(SalesGrouping.Hour, from: Night, until: Night + (2 * Hour)));
        Assert.Throws<ArgumentException>(() => By(SalesGrouping.Day, zone: "Europe/Atlantis"));
        Assert.Throws<ArgumentException>(() => By(SalesGrouping.Unspecified));
    }

    [Fact]
    public void Sales_are_added_up_by_item_store_employee_and_department_the_most_first()
    {
        Commit("S1", "box1", Sale(1, 100, "A"), Sale(2, 250, "B", employee: "7"), Sale(3, 50, "A", "A"));
        Commit("S2", "box1", Sale(4, 900, "C", currency: "SEK"));
        Assert.Equal([("B", 1L, 250L), ("A", 2, 150), ("C", 1, 900)], By(SalesGrouping.Item));
        Assert.Equal([("S1", 3L, 400L), ("S2", 1, 900)], By(SalesGrouping.Store));
        Assert.Equal([("7", 1L, 250L), ("", 2, 150)], By(SalesGrouping.Employee, store: "S1"));
        Assert.Equal([("dept B", 1L, 250L)], By(SalesGrouping.Department, limit: 1));
    }

    [Fact]
    public void A_margin_takes_the_cost_of_its_time_and_names_what_has_none()
    {
        Commit("S1", "box1", Sale(5, 121, "A"), Sale(15, 121, "A"), Sale(25, 121, "A"), Sale(15, 50, "B"),
            Sale(15, 60, "C", currency: "SEK"));
        Books.Store.Keep("demo", [new("A", 10, 40, "EUR"), new("A", 20, 60, "EUR"), new("C", 0, 1, "EUR"), new("B", 0, 1, "EUR")]);
        Books.Store.Keep("demo", [new("B", 0, 0, "EUR")]);
        Books.Store.Keep("other", [new("A", 0, 999, "EUR")]);
        using var connection = Books.Store.OpenToRead();
        var margins = MarginReport.Of(connection, "demo", new MarginsRequest());
        Assert.Equal([("A", 2000L, 242L, 100L, 142L), ("B", 1000, 50, 0, 50)],
            margins.Rows.Select(row => (row.Sku, row.QuantityThousandths, row.Net.Minor, row.Cost.Minor, row.Margin.Minor)));
        Assert.Equal([(292L, 192L)], margins.Totals.Select(row => (row.Net.Minor, row.Margin.Minor)));
        Assert.Equal((2L, "A C"), (margins.ItemsWithoutCost, string.Join(' ', margins.WithoutCost)));
        Assert.Equal(["EUR 121", "SEK 60"], margins.NetWithoutCost.Select(net => $"{net.Currency} {net.Minor}"));
    }

    [Fact]
    public void The_fleet_shows_who_is_there_how_far_behind_how_it_is_and_who_is_two()
    {
        var journal = SentJournal.OfSales(5);
        Books.Commit(Box, journal.Batch(1, 3));
        Books.Note(Box, new BoxState { Online = true, Epoch = ByteString.CopyFrom(journal.Epoch), HeadSeq = 5, Version = "1.2" });
        Books.Commit(Box, SentJournal.OfSales(5, journal.Epoch, price: 3).Batch(4, 5));
        Books.NoteLive(Box, "health", new LiveHealth { Troubles = { "the disk is full" } }.ToByteArray(), 77);
        Commit("S0", "quiet", Sale(1, 1));
        var young = new BoxState { Online = true, Epoch = ByteString.CopyFrom(new byte[16]), HeadSeq = 2 };
        Books.Note(new BoxName("demo", "S2", "young"), young);
        using var connection = Books.Store.OpenToRead();
        var boxes = FleetReport.Boxes(connection, "demo", "").ToList();
        Assert.Equal([("quiet", false, 1L, 0L), ("box1", true, 3, 2), ("young", true, 0, 2)],
            boxes.Select(box => (box.Box, box.Online, box.CommittedSeq, box.Behind)));
        Assert.Contains("another hash", boxes[1].Forked, StringComparison.Ordinal);
        Assert.Equal(("the disk is full", 77L, "1.2"), (boxes[1].Health.Troubles[0], boxes[1].HealthHeardUs, boxes[1].Version));
        Assert.Equal(["box1"], FleetReport.Boxes(connection, "demo", "S1").Select(box => box.Box));
    }

    [Fact]
    public void Streams_and_their_sales_are_listed()
    {
        var journal = SentJournal.OfSales(5);
        Books.Commit(Box, journal.Whole());
        Books.Note(Box, new BoxState { Online = true, Epoch = ByteString.CopyFrom(journal.Epoch), HeadSeq = 6 });
        using var connection = Books.Store.OpenToRead();
        var stream = Assert.Single(StreamReport.Streams(connection));
        Assert.Equal((5L, 5L, 1500L, true, 6L), (stream.Seq, stream.Entries, stream.Totals[0].Minor, stream.Online, stream.HeadSeq));
        Assert.Equal(["S1-1-4", "S1-1-5"],
            StreamReport.Sales(connection, new ListSalesRequest { AfterSeq = 3 }).Select(sale => sale.ReceiptNumber));
    }

    [Fact]
    public void Books_are_proven_from_their_entries_and_the_first_difference_is_named()
    {
        Books.Commit(Box, SentJournal.OfSales(2500, kinds: ["edgepos.headoffice.v9.Unheard"]).Whole());
        Commit("S2", "box1", Sale(1, 121, "A", "B"));
        Assert.Equal((0, "2 streams, all sound"), Verify());
        Break("UPDATE stock SET moved = moved + 1 WHERE sku = 'A'", "what moved of A: the table says -999, the entries -1000");
        Break("UPDATE totals SET minor = 5 WHERE minor < 1000", "the total in EUR: the table says 5, the entries 121");
        Break("DELETE FROM sale_lines WHERE sku = 'B'", "lines: number, quantity, net and tax");
        Break("DELETE FROM quarantine", "entries in quarantine: the table says 0");
        Break("UPDATE sales SET tax_minor = 5 WHERE seq = 7", "sales: number");
        Break("UPDATE entries SET employee = 'x' WHERE seq = 1200", "entry 1200 does not have its hash");
        Break("DELETE FROM entries WHERE seq = 1100", "entry 1100 is missing");
    }

    private void Break(string sql, string finding)
    {
        using (var connection = Options.Database.Length > 0 ? Books.Store.OpenToRead()
            : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Options.DataFolder}/books.db;Pooling=False"))
        {
            if (connection.State == System.Data.ConnectionState.Closed)
                connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.True(command.ExecuteNonQuery() > 0);
        }

        var (code, said) = Verify();
        Assert.Equal(1, code);
        Assert.Contains(finding, said, StringComparison.Ordinal);
    }

    private (int Code, string Said) Verify()
    {
        using var output = new StringWriter();
        return (new VerifyRun(Books, output).Run(CancellationToken.None), output.ToString().Trim());
    }

    private List<(string Key, long Sales, long Gross)> By(
        SalesGrouping grouping, string zone = "", string store = "", long from = 0, long until = 0, int limit = 0)
    {
        var request = new SalesByRequest
        {
            Grouping = grouping,
            TimeZone = zone,
            Store = store,
            FromUs = from,
            UntilUs = until,
            Limit = limit,
        };
        using var connection = Books.Store.OpenToRead();
        return [.. SalesReport.Rows(connection, "demo", request).Select(row => (row.Key, row.Sales, row.Gross.Minor))];
    }

    private void Commit(string store, string box, params (SaleCompleted Sale, long At, string Employee)[] sales)
    {
        var journal = new SentJournal();
        foreach (var (sale, at, employee) in sales)
            journal.Add(sale, atUs: at, employee: employee);
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", store, box), journal.Whole()));
    }

    private static (SaleCompleted Sale, long At, string Employee) Sale(
        long at, long total, string sku = "A", string? second = null, string currency = "EUR", string employee = "")
    {
        var sale = new SaleCompleted { Total = new Money { Minor = total, Currency = currency } };
        string[] skus = second is null ? [sku] : [sku, second];
        foreach (string each in skus)
        {
            sale.Lines.Add(new SaleLine
            {
                Sku = each,
                Department = $"dept {each}",
                QuantityThousandths = 1000,
                Amount = new Money { Minor = total / skus.Length, Currency = currency },
            });
        }

        return (sale, at, employee);
    }

    private static long Us(int year, int month, int day, int hour, int minute) =>
        (long)(new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds;
}

public sealed class SqliteReportsTests() : ReportsTests(postgres: false);

public sealed class PostgresReportsTests() : ReportsTests(postgres: true);
