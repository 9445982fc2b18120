using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What boxes say ahead of their journal, laid over what is committed.</summary>
public abstract class LiveBooksTests(bool postgres) : BooksSuite(postgres)
{
    private readonly SentJournal _journal = SentJournal.OfSales(10); // each takes 1000 of SOAP

    [Fact]
    public void Stock_is_what_the_box_says_until_its_journal_says_it()
    {
        Books.Commit(Box, _journal.Batch(1, 2));
        Say(8, ("SOAP", -8_000), ("TEA", 500));
        Assert.Equal([("SOAP", -8_000L, 8L), ("TEA", 500, 8)], Stock());
        Books.Commit(Box, _journal.Batch(3, 7));
        Assert.Equal([("SOAP", -8_000L, 8L), ("TEA", 500, 8)], Stock());
        Books.Commit(Box, _journal.Batch(8, 9));
        Assert.Equal([("SOAP", -9_000L, 0L)], Stock());
        Assert.Equal(0, Count("live_stock"));
    }

    [Fact]
    public void A_box_may_speak_before_anything_of_it_is_committed()
    {
        Say(3, ("SOAP", -3_000));
        Assert.Equal([("SOAP", -3_000L, 3L)], Stock());
        Assert.IsType<Verdict.Committed>(Books.Commit(Box, _journal.Batch(1, 5)));
        Assert.Equal([("SOAP", -5_000L, 0L)], Stock());
    }

    [Fact]
    public void What_is_older_than_what_is_known_changes_nothing()
    {
        Say(6, ("SOAP", -6_000));
        Say(5, ("SOAP", -5_000));
        Assert.Equal([("SOAP", -6_000L, 6L)], Stock());
        Books.Commit(Box, _journal.Batch(1, 7));
        Say(7, ("SOAP", 1));
        Assert.Equal([("SOAP", -7_000L, 0L)], Stock());
        Say(8, ("SOAP", -8_000));
        Assert.Equal([("SOAP", -8_000L, 8L)], Stock());
    }

    [Fact]
    public void The_journals_of_a_store_add_up_each_with_its_own_live_lane()
    {
        Books.Commit(Box, _journal.Batch(1, 4));
        Books.Commit(new BoxName("demo", "S1", "box2"), SentJournal.OfSales(3).Whole());
        Books.Commit(new BoxName("demo", "S2", "box1"), SentJournal.OfSales(1).Whole());
        Say(5, ("SOAP", -5_000));
        Assert.Equal([("SOAP", -8_000L, 5L)], Stock());
    }

    [Fact]
    public void Of_tills_and_health_the_last_word_is_kept()
    {
        byte[] epoch = new byte[16];
        Assert.True(Note("till", new LiveTills { Epoch = ByteString.CopyFrom(epoch), AsOfSeq = 5 }));
        Assert.True(Note("till", new LiveTills { Epoch = ByteString.CopyFrom(epoch), AsOfSeq = 4 }));
        Assert.True(Note("health", new LiveHealth { AtUs = 1_000_000_000, Version = "2" }, heardUs: 0));
        Assert.True(Note("health", new LiveHealth { AtUs = 900_000_000, Version = "1" }, heardUs: 1_000_000));
        Assert.Equal(5, Number("SELECT as_of_seq FROM live_tills"));
        Assert.Equal("2", Health());
        Note("health", new LiveHealth { AtUs = 5, Version = "3" }, heardUs: 70_000_000); // the box's clock went back
        Assert.Equal("3", Health());
        epoch[0] = 1;
        Note("till", new LiveTills { Epoch = ByteString.CopyFrom(epoch), AsOfSeq = 1 });
        Assert.Equal(1, Number("SELECT as_of_seq FROM live_tills"));
    }

    [Fact]
    public void What_makes_no_sense_is_passed_over()
    {
        Assert.False(Books.NoteLive(Box, "stock", [0xff], 0));
        Assert.False(Books.NoteLive(Box, "health", [0x0a, 0xff], 0));
        Assert.False(Note("stock", new LiveStock { AsOfSeq = 1 }));
        Assert.False(Note("stock", new LiveStock { Epoch = ByteString.CopyFrom(_journal.Epoch) }));
        Assert.False(Note("till", new LiveTills()));
        Assert.False(Note("weather", new LiveTills()));
        Say(3, ("A\0", 1), (new string('x', 3000), 2), ("B", 3), ("B", 4), ("", long.MinValue));
        Assert.Equal([("", long.MinValue, 3L), ("B", 4, 3)], Stock());
    }

    private void Say(long asOf, params (string Sku, long Moved)[] items)
    {
        var stock = new LiveStock { Epoch = ByteString.CopyFrom(_journal.Epoch), AsOfSeq = asOf };
        stock.Items.AddRange(items.Select(item => new LiveStockItem { Sku = item.Sku, MovedThousandths = item.Moved }));
        Assert.True(Note("stock", stock));
    }

    private bool Note(string kind, IMessage message, long heardUs = 0) => Books.NoteLive(Box, kind, message.ToByteArray(), heardUs);

    private string Health() => LiveHealth.Parser.ParseFrom(Rows("SELECT message FROM live_health", row => row.Bytes(0)).Single()).Version;

    private List<(string Sku, long OnHand, long AsOf)> Stock()
    {
        using var connection = Books.Store.OpenToRead();
        return [.. StockReport.Rows(connection, "demo", "S1", "").Select(row => (row.Sku, row.OnHandThousandths, row.LiveAsOfSeq))];
    }
}

public sealed class SqliteLiveBooksTests() : LiveBooksTests(postgres: false);

public sealed class PostgresLiveBooksTests() : LiveBooksTests(postgres: true);
