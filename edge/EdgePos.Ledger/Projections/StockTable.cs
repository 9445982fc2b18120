using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;
using StockLevel = EdgePos.Store.StockLevel;

namespace EdgePos.Ledger;

/// <summary>Stock on hand. Quantities are thousandths of the item's unit.</summary>
internal sealed class StockTable(HotStatements statements)
{
    // Whose basket it is sees what is held for it, or for the order that it hands over, as free. No basket has the id of all zeros.
    private const string Level = """
        sku, on_hand, stocked, (SELECT coalesce(sum(quantity), 0) FROM stock_reservations AS held
            WHERE held.sku = stock.sku AND expires_us > $2 AND basket <> $3)
            + (SELECT coalesce(sum(quantity), 0) FROM order_goods AS held WHERE held.sku = stock.sku AND number <> $4)
        """;

    private readonly HotStatement _move = statements.Statement("""
        INSERT INTO stock (sku, on_hand, as_of, stocked) VALUES ($1, $2, $3, $4)
        ON CONFLICT (sku) DO UPDATE SET on_hand = on_hand + excluded.on_hand, as_of = excluded.as_of,
            stocked = max(stocked, excluded.stocked)
        """);
    private readonly HotStatement _level = statements.Statement($"SELECT {Level} FROM stock WHERE sku = $1");

    /// <summary>Takes away what was sold; goods that came back are below zero.</summary>
    public void Sell(string sku, long thousandths, long seq) => _move.Run(sku, -thousandths, seq, 0);

    /// <summary>Adds what an entry about stock says, and the item is stocked from now on.</summary>
    public void Book(string sku, long thousandths, long seq) => _move.Run(sku, thousandths, seq, 1);

    /// <summary>Takes over what another ledger had.</summary>
    public void TakeOver(HeadOffice.V1.StockMark mark, long seq) =>
        _move.Run(mark.Sku, mark.OnHandThousandths, seq, mark.Stocked ? 1 : 0);

    /// <summary>Notes that an entry changed what is held of an item.</summary>
    public void Touch(string sku, long seq) => _move.Run(sku, 0, seq, 0);

    /// <summary>Books all that a fact moves.</summary>
    public void Book(IEnumerable<StockMove> moves, long seq)
    {
        foreach (var move in moves)
            Book(move.Sku, move.QuantityThousandths, seq);
    }

    /// <summary>How much there is for a basket.</summary>
    /// <param name="nowUs">Reservations count that end after it.</param>
    /// <param name="basket">What is held for it counts as free; null: for nobody in particular.</param>
    /// <param name="order">What is held for this order counts as free; empty: there is none.</param>
    public StockLevel LevelOf(string sku, long nowUs, Guid? basket, string order = "")
    {
        byte[] mine = (basket ?? Guid.Empty).ToBytes();
        return _level.First<StockLevel?>(row => new StockLevel(sku, row.Number(1), row.Number(3), row.Number(2) == 1),
            sku, nowUs, mine, order)
            ?? new StockLevel(sku, 0, 0, false);
    }

    /// <inheritdoc cref="LevelOf(string, long, Guid?, string)"/>
    public static StockLevel LevelOf(SqliteConnection connection, string sku, long nowUs, Guid? basket, string order = "") =>
        Read(connection, $"SELECT {Level} FROM stock WHERE sku = $1", sku, nowUs, basket, order)
            .FirstOrDefault(new StockLevel(sku, 0, 0, false));

    /// <summary>What is on hand of the items that entries after one have touched, in the order of their codes.</summary>
    public static List<(string Sku, long OnHand)> TouchedAfter(SqliteConnection connection, long seq) => connection.Rows(
        "SELECT sku, on_hand FROM stock WHERE as_of > $1 ORDER BY sku", row => (row.GetString(0), row.GetInt64(1)), seq);

    /// <summary>The levels after an item, in the order of their codes.</summary>
    public static List<StockLevel> After(SqliteConnection connection, string sku, int most, long nowUs) =>
        Read(connection, $"SELECT {Level} FROM stock WHERE sku > $1 ORDER BY sku LIMIT {most}", sku, nowUs, null, "");

    private static List<StockLevel> Read(
        SqliteConnection connection, string sql, string sku, long nowUs, Guid? basket, string order) =>
        connection.Rows(sql, row => new StockLevel(row.GetString(0), row.GetInt64(1), row.GetInt64(3), row.GetInt64(2) == 1),
            sku, nowUs, (basket ?? Guid.Empty).ToBytes(), order);
}
