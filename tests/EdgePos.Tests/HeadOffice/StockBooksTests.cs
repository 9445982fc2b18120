using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What a store's stock entries mean to head office.</summary>
public abstract class StockBooksTests(bool postgres) : BooksSuite(postgres)
{
    [Fact]
    public void All_that_moves_goods_in_a_store_moves_its_stock_here_and_several_boxes_add_up()
    {
        Commit("box1", 1,
            new StockReceived { Document = "D1", Moves = { Move("SOAP", 10_000), Move("TEA", 500) } },
            new StockAdjusted { Moves = { Move("SOAP", -1_000) } },
            new StockTransferred { Way = StockTransferWay.Out, Moves = { Move("SOAP", -2_000) } },
            new StockTransferred { Way = StockTransferWay.In, Moves = { Move("TEA", 500) } },
            new StockReserved { Sku = "SOAP", QuantityThousandths = 3_000 },
            new StockReleased { Sku = "SOAP", QuantityThousandths = 3_000 },
            new StockCountBegun { Skus = { "SOAP" } },
            new StockCounted { Lines = { new CountedStock { Sku = "SOAP", QuantityThousandths = 6_000 } } },
            new StockCountFinished { Lines = { new StockCountLine { Sku = "SOAP", DifferenceThousandths = -1_000 } } });
        Commit("box2", 2, new StockReceived { Moves = { Move("SOAP", 4_000) } });
        Assert.Equal([("SOAP", 10_000L), ("TEA", 1_000L)], Stock());
        Assert.Equal(0, Number("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public void An_entry_about_stock_that_cannot_be_read_or_booked_moves_nothing()
    {
        Commit("box1", 1,
            new StockReceived { Moves = { Move("SOAP", 1_000) } },
            new StockReceived { Moves = { Move("TEA", 1), Move("SOAP", long.MaxValue) } });
        Assert.Equal([("SOAP", 1_000L)], Stock());
        Commit("box2", 2, (StockReceived.Descriptor.FullName, ByteString.CopyFrom(0xff)));
        Assert.Equal(2, Number("SELECT count(*) FROM quarantine"));
    }

    private static StockMove Move(string sku, long thousandths) => new() { Sku = sku, QuantityThousandths = thousandths };

    private void Commit(string box, byte epoch, params IMessage[] facts) =>
        Commit(box, epoch, [.. facts.Select(fact => (fact.Descriptor.FullName, fact.ToByteString()))]);

    private void Commit(string box, byte epoch, params (string Kind, ByteString Body)[] facts)
    {
        var journal = new SentJournal([.. Enumerable.Repeat(epoch, 16)]);
        foreach (var (kind, body) in facts)
            journal.Add(kind, body);
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", "S1", box), journal.Whole()));
    }

    private List<(string Sku, long OnHand)> Stock() => Rows(
        "SELECT sku, CAST(sum(moved) AS bigint) FROM stock GROUP BY sku ORDER BY sku", row => (row.GetString(0), row.GetInt64(1)));
}

public sealed class SqliteStockBooksTests() : StockBooksTests(postgres: false);

public sealed class PostgresStockBooksTests() : StockBooksTests(postgres: true);
