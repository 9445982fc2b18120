using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Ledger;

/// <summary>The items of open counts. What was on hand when an item was counted is kept, so that what moves later counts too.</summary>
internal sealed class StockCountTable(HotStatements statements, StockTable stock)
{
    private readonly HotStatement _begin = statements.Statement("INSERT INTO stock_counts VALUES ($1, $2, $3, 0, 0, 0)");
    private readonly HotStatement _count = statements.Statement("""
        UPDATE stock_counts SET counted_seq = $2, counted = $3, expected = coalesce((SELECT on_hand FROM stock WHERE sku = $1), 0)
        WHERE sku = $1
        """);
    private readonly HotStatement _end = statements.Statement("DELETE FROM stock_counts WHERE count = $1");
    private readonly HotStatement _begun = statements.Statement("SELECT begun_seq FROM stock_counts WHERE count = $1 LIMIT 1");
    private readonly HotStatement _countOf = statements.Statement("SELECT count FROM stock_counts WHERE sku = $1");

    /// <summary>The entry that began an open count; null where no such count is open.</summary>
    public long? BegunSeq(Guid count) => _begun.First(row => (long?)row.Number(0), count.ToBytes());

    /// <summary>The open count that an item is in; null where it is in none.</summary>
    public Guid? CountOf(string sku) => _countOf.First(row => (Guid?)row.Bytes(0).ToGuid(), sku);

    /// <summary>What the items of a count would become now, in the order of their codes; counted_seq 0: was not counted.</summary>
    public List<StockCountLine> LinesOf(Guid count)
    {
        return statements.Connection.Rows("""
            SELECT sku, counted, counted_seq, expected, coalesce((SELECT on_hand FROM stock WHERE stock.sku = stock_counts.sku), 0)
            FROM stock_counts WHERE count = $1 ORDER BY sku
            """, row =>
        {
            var (counted, expected, onHand) = (row.GetInt64(1), row.GetInt64(3), row.GetInt64(4));
            return new StockCountLine
            {
                Sku = row.GetString(0),
                CountedThousandths = counted,
                CountedSeq = row.GetInt64(2),
                ExpectedThousandths = expected,
                MovedSinceThousandths = onHand - expected,
                DifferenceThousandths = counted - expected,
                OnHandThousandths = counted + onHand - expected,
            };
        }, count.ToBytes());
    }

    public void Apply(EntryHeader header, StockCountBegun begun)
    {
        byte[] count = Guid.Parse(begun.CountId).ToBytes();
        foreach (string sku in begun.Skus)
            _begin.Run(sku, header.Seq, count);
    }

    public void Apply(EntryHeader header, StockCounted counted)
    {
        foreach (var line in counted.Lines)
            _count.Run(line.Sku, header.Seq, line.QuantityThousandths);
    }

    public void Apply(EntryHeader header, StockCountFinished finished)
    {
        stock.Book(StockFacts.MovesOf(finished), header.Seq);
        _end.Run(Guid.Parse(finished.CountId).ToBytes());
    }
}
