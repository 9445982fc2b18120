using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static EdgePos.Store.Moments;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Orders in the books: taken in once, told to their stores, and what the journals say became of them.</summary>
public abstract class OrderBooksTests(bool postgres) : BooksSuite(postgres)
{
    private static readonly string[] ThreeOrders = [Row("W-1"), Row("W-2", paid: "no"), Row("W-3", store: "S2")];

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SentJournal _journal = new();

    [Fact]
    public void Stores_are_told_what_they_have_to_do_and_no_more_once_it_is_done()
    {
        Commit(new StockReceived());
        Assert.Equal("", Tell());
        Assert.Contains("3 new, 0 cancelled, 0 known already", Take(ThreeOrders), StringComparison.Ordinal);
        Assert.Equal("1: W-1 W-2", Tell());
        Assert.Equal("1: W-1 W-2", Tell()); // nothing has changed
        Commit(Prepared("W-1"));
        Assert.Equal("2: W-1@box1 W-2", Tell()); // it still waits, and other boxes of the store hear where
        Commit(new OrderHandedOver { OrderNumber = "W-1" });
        Assert.Equal("3: W-2", Tell());
        Commit(Prepared("W-2"));
        Commit(Sale("W-2"));
        Assert.Equal("4: ", Tell());
        Assert.Null(Finding());
    }

    [Fact]
    public void What_one_box_gives_up_waits_on_at_the_box_that_holds_its_goods()
    {
        Commit(new StockReceived());
        Take(ThreeOrders);
        Commit(Prepared("W-1"));
        var other = new SentJournal().Add(Prepared("W-1", picked: 1_000)).Add(new OrderGivenUp { OrderNumber = "W-1" })
            .Add(new OrderGivenUp { OrderNumber = "W-2", Reason = GiveUpReason.Unavailable });
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", "S1", "box2"), other.Whole()));
        Assert.Equal("1: W-1@box1", Tell());
        Assert.Equal(["W-1 Prepared B7", "W-2 GivenUp"], Report(new() { Store = "S1" }));
        Commit(new OrderHandedOver { OrderNumber = "W-1" });
        Assert.Equal("2: ", Tell());
        Assert.Equal(["W-1 HandedOver", "W-2 GivenUp"], Report(new() { Store = "S1" })); // nothing is wrong: the other was put back
    }

    [Fact]
    public void What_is_cancelled_is_told_until_the_store_has_put_it_back_or_must_have_heard_of_it()
    {
        Commit(new StockReceived());
        Take(ThreeOrders);
        Commit(Prepared("W-1"));
        Assert.Contains("0 new, 2 cancelled", Take(Cancel("W-1"), Cancel("W-2")), StringComparison.Ordinal);
        Assert.Contains("0 new, 0 cancelled, 2 known", Take(Cancel("W-1"), Cancel("W-2")), StringComparison.Ordinal);
        Assert.Equal("1: W-1@box1! W-2!", Tell());
        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal("2: W-1@box1!", Tell());
        Commit(new OrderGivenUp { OrderNumber = "W-1", Reason = GiveUpReason.Cancelled });
        Assert.Equal("3: ", Tell());
    }

    [Fact]
    public void Who_placed_an_order_is_forgotten_some_days_after_it_is_done()
    {
        Options.OrderNamesDays = 14;
        Commit(new StockReceived());
        Take([.. ThreeOrders, Row("W-4"), Row("W-5")]);
        Commit(Prepared("W-1"));
        Commit(Prepared("W-4"));
        Take(Cancel("W-3"), Cancel("W-4"));
        _time.Advance(TimeSpan.FromDays(13));
        Commit(new OrderHandedOver { OrderNumber = "W-1" }, _time.GetUtcNow().ToUs());
        Tell();
        Assert.Equal("", Nameless());
        _time.Advance(TimeSpan.FromDays(2));
        Tell();
        Assert.Equal("W-3", Nameless());
        _time.Advance(TimeSpan.FromDays(13));
        Tell();
        Assert.Equal("W-1 W-3", Nameless()); // one is open, and of another the goods are still to be put back
        Commit(new OrderGivenUp { OrderNumber = "W-4", Reason = GiveUpReason.Cancelled });
        _time.Advance(TimeSpan.FromDays(15));
        Tell();
        Assert.Equal("W-1 W-3 W-4", Nameless());
        Assert.Contains("0 new, 0 cancelled, 1 known", Take(Row("W-1")), StringComparison.Ordinal); // the shop's file says it again
        Assert.Contains("known with other content", Refused(Row("W-1", quantity: 5_000)), StringComparison.Ordinal);
        Assert.Null(Finding());
    }

    [Fact]
    public void An_order_is_taken_in_once_and_what_differs_is_named_with_what_to_do()
    {
        Take(ThreeOrders);
        Assert.Contains("0 new, 0 cancelled, 3 known", Take(ThreeOrders), StringComparison.Ordinal);
        Assert.Contains("line 3: order W-2 is known with other content: cancel it, and order anew under another number",
            Refused(Row("W-9"), Row("W-2", quantity: 5_000)), StringComparison.Ordinal);
        Assert.Contains("line 2: order W-8 is not known: there is nothing to cancel", Refused(Cancel("W-8")), StringComparison.Ordinal);
        Take(Cancel("W-2"));
        Assert.Contains("line 2: order W-2 was cancelled: what is ordered again needs a number of its own",
            Refused(Row("W-2", paid: "no")), StringComparison.Ordinal);
        Assert.Equal(3, Count("orders")); // of a file with a wrong line nothing is taken in
        Commit(Prepared("W-1"));
        Commit(new OrderHandedOver { OrderNumber = "W-1" });
        Assert.Contains("Order W-1 was handed over already: settle it with the customer.", Take(Cancel("W-1")), StringComparison.Ordinal);
        Assert.Contains("Store S7 was never heard of", Take(Row("W-7", store: "S7")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_what_became_of_each_and_what_to_look_at()
    {
        Take([.. ThreeOrders, Row("W-4"), Row("W-5"), Row("W-6"), Row("W-7")]);
        Commit(Prepared("W-1", picked: 1_000));
        Commit(Prepared("W-2"));
        Commit(Sale("W-2"));
        Commit(Prepared("W-4"));
        Commit(new OrderGivenUp { OrderNumber = "W-4", Reason = GiveUpReason.Uncollected });
        Commit(Prepared("W-5"));
        Commit(new OrderHandedOver { OrderNumber = "W-5" });
        Commit(Prepared("W-3")); // by a store that it is not for: it says nothing
        Take(Cancel("W-5"), Cancel("W-6"));
        Assert.Equal(
        [
            "W-1 Prepared B7 1 short", "W-2 HandedOver S1-1-9", "W-3 Open", "W-4 GivenUp: paid and given up: pay the customer back",
            "W-5 HandedOver: cancelled and handed over: settle it with the customer", "W-6 Cancelled", "W-7 Open",
        ], Report(new()));
        Assert.Equal(["W-3 Open", "W-7 Open"], Report(new() { States = { OrderState.Open } }));
        Assert.Equal(["W-3 Open"], Report(new() { Store = "S2" }));
        Assert.Equal(2, Report(new() { OnlyWrong = true }).Count);
        Assert.Single(Report(new() { Limit = 1 }));
        Assert.Throws<ArgumentException>(() => Report(new() { States = { OrderState.Unspecified } }));
    }

    [Fact]
    public void A_paid_order_moves_stock_and_no_money_and_another_moves_both_once()
    {
        Commit(Prepared("W-1"));
        Commit(new OrderHandedOver { OrderNumber = "W-1", Goods = { new StockMove { Sku = "SOAP", QuantityThousandths = 2_000 } } });
        Commit(Prepared("W-2"));
        Commit(Sale("W-2"));
        Assert.Equal(-4_000, Number("SELECT moved FROM stock WHERE sku = 'SOAP'"));
        Assert.Equal((1L, 398L, 4L), (Count("sales"), Number("SELECT minor FROM totals"), Count("order_steps")));
        Assert.Null(Finding());
        using (var connection = Books.Store.OpenToWrite())
            connection.Run("DELETE FROM order_steps WHERE step = 3 AND receipt = ''");
        Assert.Equal("orders: prepared, handed over, given up and short lines: the table says 2 1 0 0, the entries 2 2 0 0", Finding());
    }

    [Fact]
    public void What_names_an_order_that_no_column_holds_goes_to_quarantine()
    {
        Commit(Prepared("W\0"));
        Commit(new OrderHandedOver { OrderNumber = new string('9', 300) });
        Assert.Equal((2L, 0L), (Count("quarantine"), Count("order_steps")));
        Assert.Null(Finding());
    }

    [Fact]
    public void What_an_older_head_office_put_into_quarantine_is_booked_when_the_books_are_opened()
    {
        Commit(Prepared("W-1", picked: 1_000));
        Commit(new OrderHandedOver { OrderNumber = "W-1", Goods = { new StockMove { Sku = "SOAP", QuantityThousandths = 1_000 } } });
        Commit(Sale("W-2"));
        using (var older = Books.Store.OpenToWrite())
        {
            older.Run("INSERT INTO quarantine SELECT stream, seq, 'unknown' FROM entries WHERE kind LIKE '%.Order%'");
            older.Run("UPDATE streams SET quarantined = 2");
            older.Run("UPDATE stock SET moved = -2000");
        }

        TakeAwaySince("orders");
        Reopen();
        Assert.Equal((0L, 3L, -3_000L), (Count("quarantine"), Count("order_steps"), Number("SELECT moved FROM stock WHERE sku = 'SOAP'")));
        Assert.Null(Finding());
    }

    private static string Row(string number, string store = "S1", long quantity = 2_000, string paid = "yes") =>
        $"{number},{store},SOAP,{quantity},199,EUR,1001,Jo,,,{paid},,";

    private static string Cancel(string number) => $"{number},,,,,,,,,,,,cancelled";

    private static OrderPrepared Prepared(string number, long picked = 2_000) => new()
    {
        OrderNumber = number,
        Place = "B7",
        Lines = { new PickedLine { Line = 1, Sku = "SOAP", QuantityThousandths = picked, OrderedThousandths = 2_000 } },
    };

    private static SaleCompleted Sale(string order) => new()
    {
        ReceiptNumber = "S1-1-9",
        OrderNumber = order,
        Total = new Money { Minor = 398, Currency = "EUR" },
        Lines =
        {
            new SaleLine { Line = 1, Sku = "SOAP", QuantityThousandths = 2_000, Amount = new Money { Minor = 398, Currency = "EUR" } },
        },
    };

    private void Commit(IMessage fact, long? atUs = null)
    {
        _journal.Add(fact, atUs: atUs);
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, _journal.Batch(_journal.Count, _journal.Count)));
    }

    private string Take(params string[] rows)
    {
        string file = Path.Combine(Options.DataFolder, "orders.csv");
        File.WriteAllLines(file, [OrderFile.Header, .. rows]);
        using var said = new StringWriter();
        Assert.Equal(0, new OrdersRun(Books, "demo", said, _time).Run(file, dryRun: false));
        return said.ToString();
    }

    private string Refused(params string[] rows) => Assert.Throws<VerbFault>(() => Take(rows)).Message;

    // The version that the store is told, and its orders; with the box that prepared one, and ! where one is cancelled.
    private string Tell()
    {
        using var telling = new OrderSharing(
            Books, Microsoft.Extensions.Options.Options.Create(Options), _time, NullLogger<OrderSharing>.Instance);
        telling.Tell();
        var datasets = new DatasetBooks(Books.Store);
        if (datasets.Last("demo", "S1", "orders", 1) is not [var last])
            return "";
        using var unpacked = new System.IO.Compression.BrotliStream(
            new MemoryStream(datasets.Whole(last)!), System.IO.Compression.CompressionMode.Decompress);
        var orders = DatasetRows.All(unpacked).Select(row => DatasetRows.Parse(OrdersRow.Parser, row).Order);
        return $"{last.Version}: {string.Join(' ', orders.Select(order =>
            $"{order.Number}{(order.PreparedBox.Length > 0 ? "@" : "")}{order.PreparedBox}{(order.Cancelled ? "!" : "")}"))}";
    }

    // The orders of which the books do not say any more who placed them. Of the others they do.
    private string Nameless()
    {
        var orders = Rows("SELECT row FROM orders ORDER BY number", row => CustomerOrder.Parser.ParseFrom(row.Bytes(0)));
        Assert.All(orders, order => Assert.Contains(order.CustomerName, new[] { "", "Jo" }));
        return string.Join(' ', orders.Where(order => order.CustomerName.Length == 0).Select(order => order.Number));
    }

    private List<string> Report(ListOrderReportRequest request)
    {
        using var connection = Books.Store.OpenToRead();
        return [.. OrderReport.Rows(connection, "demo", request).Select(row => string.Join(' ',
            new[] { row.Number, row.State.ToString() + (row.Wrong.Length > 0 ? $": {row.Wrong}" : ""), row.Place, row.ReceiptNumber,
                row.ShortLines > 0 ? $"{row.ShortLines} short" : "" }.Where(text => text.Length > 0)))];
    }

    private string? Finding()
    {
        using var connection = Books.Store.OpenToRead();
        return StreamProof.FirstFinding(connection, StreamProof.Streams(connection).Single());
    }
}

public sealed class SqliteOrderBooksTests() : OrderBooksTests(postgres: false);

public sealed class PostgresOrderBooksTests() : OrderBooksTests(postgres: true);
