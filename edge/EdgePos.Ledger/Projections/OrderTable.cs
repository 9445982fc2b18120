using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What this store has done with an order.</summary>
/// <param name="Step">How far it is.</param>
/// <param name="Seq">The last entry about it.</param>
/// <param name="PreparedSeq">The entry that prepared it; 0: none did.</param>
/// <param name="Register">The register that prepared it; 0: none did.</param>
public sealed record OrderRow(string Number, OrderStep Step, long Seq, long PreparedSeq, int Register);

/// <summary>Orders that this store has prepared, handed over or given up, and what is held for those that wait.</summary>
internal sealed class OrderTable(HotStatements statements, StockTable stock)
{
    private const string Columns = "number, state, seq, prepared_seq, register";
    private const int TakenOverMost = 2000;

    private readonly HotStatement _find = statements.Statement($"SELECT {Columns} FROM orders WHERE number = $1");
    private readonly HotStatement _put = statements.Statement("""
        INSERT INTO orders VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number) DO UPDATE SET state = excluded.state, seq = excluded.seq
        """);
    private readonly HotStatement _hold = statements.Statement("""
        INSERT INTO order_goods VALUES ($1, $2, $3, $4) ON CONFLICT (number, sku) DO UPDATE SET quantity = quantity + excluded.quantity
        """);
    private readonly HotStatement _goods = statements.Statement("SELECT sku, quantity FROM order_goods WHERE number = $1 ORDER BY sku");
    private readonly HotStatement _free = statements.Statement("DELETE FROM order_goods WHERE number = $1");

    /// <summary>What was done with an order; null: nothing.</summary>
    public OrderRow? Find(string number) => _find.First(
        row => new OrderRow(row.Text(0), (OrderStep)row.Number(1), row.Number(2), row.Number(3), (int)row.Number(4)), number);

    /// <summary>What is held for an order, in the order of the items; of no order (an empty number) nothing.</summary>
    public IReadOnlyList<StockMove> GoodsOf(string number) => number.Length == 0 ? []
        : _goods.Rows(row => new StockMove { Sku = row.Text(0), QuantityThousandths = row.Number(1) }, number);

    public void Apply(EntryHeader header, OrderPrepared prepared)
    {
        _put.Run(prepared.OrderNumber, (long)OrderStep.Prepared, header.Seq, header.Seq, header.Register);
        foreach (var goods in prepared.Goods)
        {
            _hold.Run(prepared.OrderNumber, goods.Sku, goods.QuantityThousandths, header.Seq);
            stock.Touch(goods.Sku, header.Seq);
        }
    }

    public void Apply(EntryHeader header, OrderHandedOver handed)
    {
        foreach (var goods in handed.Goods)
            stock.Sell(goods.Sku, goods.QuantityThousandths, header.Seq);
        End(handed.OrderNumber, OrderStep.HandedOver, header.Seq);
    }

    public void Apply(EntryHeader header, OrderGivenUp given) => End(given.OrderNumber, OrderStep.GivenUp, header.Seq);

    /// <summary>Hands over the order that a sale names: the sale has moved its goods.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        if (sale.OrderNumber.Length > 0)
            End(sale.OrderNumber, OrderStep.HandedOver, seq);
    }

    /// <summary>Takes over what another ledger had done with.</summary>
    public void TakeOver(LedgerBefore before, long seq)
    {
        foreach (string number in before.OrdersDone)
            _put.Run(number, (long)OrderStep.HandedOver, seq, 0, 0);
    }

    /// <summary>Says what was done with lately: of what is older head office tells no longer.</summary>
    public static void Tell(SqliteConnection connection, LedgerBefore before) => before.OrdersDone.AddRange(connection.Rows(
        $"SELECT number FROM orders WHERE state IN (3, 4) ORDER BY seq DESC LIMIT {TakenOverMost}", row => row.GetString(0))
        .Distinct().Order(StringComparer.Ordinal));

    /// <summary>What was done with an order; null: nothing.</summary>
    public static OrderRow? Find(SqliteConnection connection, string number) =>
        connection.Rows($"SELECT {Columns} FROM orders WHERE number = $1", RowOf, number).FirstOrDefault();

    /// <summary>The orders that are prepared and wait, in the order of their numbers.</summary>
    public static List<OrderRow> Waiting(SqliteConnection connection) =>
        connection.Rows($"SELECT {Columns} FROM orders WHERE state = 2 ORDER BY number", RowOf);

    /// <summary>Which of these orders are done with.</summary>
    public static HashSet<string> DoneOf(SqliteConnection connection, IEnumerable<string> numbers)
    {
        using var find = connection.Statement("SELECT number FROM orders WHERE number = $1 AND state <> 2");
        return [.. numbers.SelectMany(number => find.Rows(row => row.GetString(0), number))];
    }

    private void End(string number, OrderStep step, long seq)
    {
        foreach (var goods in GoodsOf(number))
            stock.Touch(goods.Sku, seq);
        _free.Run(number);
        _put.Run(number, (long)step, seq, 0, 0);
    }

    private static OrderRow RowOf(SqliteDataReader row) =>
        new(row.GetString(0), (OrderStep)row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4));
}
