using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What a store's stock entries mean to head office.</summary>
public sealed class StockBooksTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Books _books;

    public StockBooksTests() => _books = Books.Open(_folder.Path, TimeProvider.System);

    public void Dispose()
    {
        _books.Dispose();
        _folder.Dispose();
    }

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
        byte[] name = [.. Enumerable.Repeat(epoch, EntryHash.EpochSize)];
        byte[] hash = EntryHash.Genesis(name);
        var batch = new Batch { Epoch = ByteString.CopyFrom(name), First = 1, HashBefore = ByteString.CopyFrom(hash) };
        foreach (var (kind, body) in facts)
        {
            var entry = new Entry { Seq = ++batch.Last, Clock = ClockQuality.Trusted, Kind = kind, Register = 1, Body = body };
            hash = EntryHash.Of(hash, new EntryHeader(entry.Seq, 0, (int)entry.Clock, kind, 1, ""), body.Span);
            batch.Entries.Add(entry);
        }

        batch.HashLast = ByteString.CopyFrom(hash);
        Assert.IsType<Verdict.Committed>(_books.Commit(new BoxName("demo", "S1", box), batch));
    }

    private List<(string Sku, long OnHand)> Stock() => Rows("SELECT sku, on_hand FROM stock ORDER BY sku",
        row => (row.GetString(0), row.GetInt64(1)));

    private long Number(string sql) => Rows(sql, row => row.GetInt64(0))[0];

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Books.PathIn(_folder.Path)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }
}
