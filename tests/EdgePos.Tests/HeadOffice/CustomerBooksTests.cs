using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Points are counted in the books, and stores are told of them with how far their journals are in them.</summary>
public abstract class CustomerBooksTests(bool postgres) : BooksSuite(postgres)
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public void A_version_is_made_where_points_have_moved_and_says_what_it_counts()
    {
        Options.PointEarnMinor = 100;
        var (north, south) = (new SentJournal([.. Enumerable.Repeat((byte)1, 16)]), new SentJournal([.. Enumerable.Repeat((byte)2, 16)]));
        Sell(north, "S1", "1001", earned: 30);
        Sell(south, "S2", "1001", earned: 12, spent: 2);
        Sell(south, "S2", "", earned: 0);
        using var telling = new CustomerSharing(
            Books, Microsoft.Extensions.Options.Options.Create(Options), _time, NullLogger<CustomerSharing>.Instance);
        telling.Tell();
        Assert.Equal(0, Version("S1")); // there are no customers, and none were ever told of

        new CustomerBooks(Books.Store).Replace("demo", [new(new Customer { Number = "1001", Name = "Jo" }, ["C1", "C2"])]);
        telling.Tell();
        telling.Tell();
        Assert.Equal((1, 1), (Version("S1"), Version("S2")));
        Assert.Equal(["card C1 1001", "card C2 1001", "1001 Jo 40", "100 0"], Told("S1"));
        Assert.Equal((1, 1), (Counted("S1"), Counted("S2"))); // the third sale, of nobody, moved no points

        // What one earns and another spends adds up to the same points: the content is as it was, and yet it is told.
        Sell(north, "S1", "1001", earned: 5);
        Sell(south, "S2", "1001", spent: 5);
        telling.Tell();
        Assert.Equal((2, 2), (Version("S1"), Version("S2")));
        Assert.Equal((2, 3), (Counted("S1"), Counted("S2")));

        new CustomerBooks(Books.Store).Replace("demo", []);
        telling.Tell();
        Assert.Equal(["100 0"], Told("S2")); // who is no customer any more is not in the stores either
    }

    [Fact]
    public void Points_are_proven_with_the_books_and_a_row_that_was_changed_is_found()
    {
        var journal = new SentJournal();
        Sell(journal, "S1", "1001", earned: 30);
        Sell(journal, "S1", "1001", spent: 7);
        Sell(journal, "S1", "1002", earned: 1);
        Assert.Null(Finding());
        Assert.Equal([("1001", 23L), ("1002", 1L)], Points(belowZero: false));
        Sell(journal, "S1", "1002", spent: 9);
        Assert.Equal([("1002", -8L)], Points(belowZero: true));
        using (var connection = Books.Store.OpenToWrite())
        {
            _ = connection.Query("UPDATE customer_points SET points = 24 WHERE customer = '1001' RETURNING 1", row => row.GetInt32(0))
                .Count();
        }

        Assert.Equal("the points of 1001: the table says 24, the entries 23", Finding());
    }

    [Fact]
    public void What_boxes_erase_and_give_out_is_kept_as_a_fact_and_there_is_nothing_to_erase_here()
    {
        var journal = new SentJournal();
        var sold = new SaleCompleted
        {
            ReceiptNumber = "S1-1-1",
            Total = new Money { Minor = 1, Currency = "EUR" },
            CustomerDigest = Google.Protobuf.ByteString.CopyFrom(new byte[32]), // all that a box sends of who a receipt is made out to
        };
        var erased = new ErasedSale { SaleSeq = 2, ReceiptNumber = "S1-1-1" };
        foreach (var fact in new Google.Protobuf.IMessage[]
        {
            sold, new CustomerErased { SaleSeq = 2, ReceiptNumber = "S1-1-1" },
            new CustomersErased { Customer = "1001", Sales = { erased } },
            new CustomersExpired { BeforeUs = 1, Sales = { erased } }, new CustomerExported { Customer = "1001" },
        })
        {
            journal.Add(fact);
        }

        Assert.IsType<Verdict.Committed>(Books.Commit(Box, journal.Whole()));
        Assert.Equal((0, 1), (Count("quarantine"), Count("sales")));
        Assert.Null(Finding());
    }

    [Fact]
    public void Points_of_nobody_and_of_a_name_that_no_column_holds_go_to_quarantine()
    {
        var journal = new SentJournal();
        Sell(journal, "S1", "", earned: 30);
        Sell(journal, "S1", "a\0b", earned: 30);
        Sell(journal, "S1", "1001", earned: long.MaxValue);
        Sell(journal, "S1", "1001", earned: 1);
        Assert.Equal((3, 1), (Count("quarantine"), Count("sales")));
        Assert.Equal(long.MaxValue, Number("SELECT points FROM customer_points"));
        Assert.Null(Finding());
    }

    private void Sell(SentJournal journal, string store, string customer, long earned = 0, long spent = 0)
    {
        journal.Add(new SaleCompleted
        {
            ReceiptNumber = $"{store}-1-{journal.Count + 1}",
            CommandId = $"{journal.Count + 1}",
            Total = new Money { Minor = 100, Currency = "EUR" },
            ForCustomer = customer.Length > 0 ? new BasketCustomer { Reference = customer } : null,
            PointsEarned = earned,
            PointsSpent = spent,
        });
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", store, "box1"), journal.Batch(journal.Count, journal.Count)));
    }

    private string? Finding()
    {
        using var connection = Books.Store.OpenToRead();
        return StreamProof.FirstFinding(connection, StreamProof.Streams(connection).Single());
    }

    private List<(string, long)> Points(bool belowZero)
    {
        using var connection = Books.Store.OpenToRead();
        return [.. PointsReport.Rows(connection, "demo", belowZero).Select(row => (row.Customer, row.Points))];
    }

    private PublishedVersion? Last(string store) =>
        new DatasetBooks(Books.Store).Last("demo", store, "customers", 1) is [var last] ? last : null;

    private int Version(string store) => (int)(Last(store)?.Version ?? 0);

    private int Counted(string store) => (int)Manifest.Parser
        .ParseFrom(SignedManifest.Parser.ParseFrom(Last(store)!.Manifest).Manifest).Counted.Single().Seq;

    private List<string> Told(string store)
    {
        using var unpacked = new System.IO.Compression.BrotliStream(
            new MemoryStream(new DatasetBooks(Books.Store).Whole(Last(store)!)!), System.IO.Compression.CompressionMode.Decompress);
        return [.. DatasetRows.All(unpacked).Select(row => DatasetRows.Parse(CustomersRow.Parser, row)).Select(row => row.RowCase switch
        {
            CustomersRow.RowOneofCase.Card => $"card {row.Card.Card} {row.Card.Customer}",
            CustomersRow.RowOneofCase.Customer => $"{row.Customer.Number} {row.Customer.Name} {row.Customer.Points}",
            _ => $"{row.Programme.EarnMinor} {row.Programme.WorthMinor}",
        })];
    }
}

public sealed class SqliteCustomerBooksTests() : CustomerBooksTests(postgres: false);

public sealed class PostgresCustomerBooksTests() : CustomerBooksTests(postgres: true);
