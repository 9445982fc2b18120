using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A reservation that was not released.</summary>
/// <param name="Seq">The entry that made it.</param>
/// <param name="Quantity">Thousandths of the item's unit.</param>
internal sealed record Reservation(long Seq, string Sku, long Quantity);

/// <summary>What is held for somebody.</summary>
internal sealed class ReservationTable(HotStatements statements, StockTable stock)
{
    // Who watches an item learns of its reservations' end from the rows: those of other items stay a while.
    private const long KeptUs = 86_400_000_000;

    private readonly HotStatement _insert = statements.Statement("INSERT INTO stock_reservations VALUES ($1, $2, $3, $4, $5, x'')");
    private readonly HotStatement _forget = statements.Statement("""
        DELETE FROM stock_reservations WHERE expires_us <= $2 AND (sku = $1 OR expires_us <= $3)
        """);
    private readonly HotStatement _find = statements.Statement("""
        SELECT seq, sku, quantity FROM stock_reservations WHERE reservation = $1 AND expires_us > $2
        """);
    private readonly HotStatement _exists = statements.Statement("SELECT 1 FROM stock_reservations WHERE reservation = $1");
    private readonly HotStatement _delete = statements.Statement("DELETE FROM stock_reservations WHERE seq = $1");
    private readonly HotStatement _give = statements.Statement("UPDATE stock_reservations SET basket = $2 WHERE seq = $1");
    private readonly HotStatement _holds = statements.Statement("""
        SELECT 1 FROM stock_reservations WHERE basket = $1 AND basket <> x'' LIMIT 1
        """);
    private readonly HotStatement _sell = statements.Statement("""
        DELETE FROM stock_reservations WHERE basket = $1 AND basket <> x'' AND sku = $2
        """);

    /// <summary>A reservation whose time is not over; null where there is none.</summary>
    public Reservation? Find(Guid id, long nowUs) => _find.First(
        row => new Reservation(row.Number(0), row.Text(1), row.Number(2)), id.ToBytes(), nowUs);

    /// <summary>True where a reservation has this id, also one whose time is over.</summary>
    public bool Has(Guid id) => _exists.First(row => row.Number(0), id.ToBytes()) == 1;

    public void Apply(EntryHeader header, StockReserved reserved)
    {
        _forget.Run(reserved.Sku, header.AtUs, header.AtUs - KeptUs);
        _insert.Run(header.Seq, Guid.Parse(reserved.ReservationId).ToBytes(), reserved.Sku, reserved.QuantityThousandths,
            reserved.ExpiresAtUs);
        stock.Touch(reserved.Sku, header.Seq);
    }

    public void Apply(EntryHeader header, StockReleased released)
    {
        if (released.BasketId.Length == 0)
            _delete.Run(released.ReservedSeq);
        else
            _give.Run(released.ReservedSeq, Guid.Parse(released.BasketId).ToBytes());
        stock.Touch(released.Sku, header.Seq);
    }

    /// <summary>Ends what was held for a basket of the items that it has sold.</summary>
    public void Sold(Guid basketId, SaleCompleted sale)
    {
        byte[] basket = basketId.ToBytes();
        if (_holds.First(row => row.Number(0), basket) == 0)
            return;
        foreach (var line in sale.Lines.Where(line => line.QuantityThousandths > 0))
            _sell.Run(basket, line.Sku);
    }

    /// <summary>When the next reservation ends; null where none does.</summary>
    public static long? NextExpiry(SqliteConnection connection, long afterUs) =>
        connection.Scalar("SELECT min(expires_us) FROM stock_reservations WHERE expires_us > $1", afterUs) as long?;

    /// <summary>The items of which a reservation ended after one moment and up to another.</summary>
    public static List<string> Expired(SqliteConnection connection, long afterUs, long upToUs) =>
        connection.Rows("SELECT DISTINCT sku FROM stock_reservations WHERE expires_us > $1 AND expires_us <= $2",
            row => row.GetString(0), afterUs, upToUs);
}
