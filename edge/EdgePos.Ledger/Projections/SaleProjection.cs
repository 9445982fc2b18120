using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What sales make of receipts, receipt numbers and stock. Follows from the journal and nothing else.</summary>
internal sealed class SaleProjection(SqliteConnection connection)
{
    private readonly SqliteCommand _lastReceipt = connection.Statement("SELECT last FROM receipt_counters WHERE register = $1");
    private readonly SqliteCommand _isSold = connection.Statement("SELECT 1 FROM receipts WHERE basket_id = $1");
    private readonly SqliteCommand _insertReceipt = connection.Statement("INSERT INTO receipts VALUES ($1, $2, $3, $4, $5, $6)");
    private readonly SqliteCommand _count = connection.Statement("""
        INSERT INTO receipt_counters VALUES ($1, $2) ON CONFLICT (register) DO UPDATE SET last = excluded.last
        """);
    private readonly SqliteCommand _moveStock = connection.Statement("""
        INSERT INTO stock VALUES ($1, $2, $3)
        ON CONFLICT (sku) DO UPDATE SET on_hand = on_hand + excluded.on_hand, as_of = excluded.as_of
        """);

    /// <summary>True where the basket is a sale already.</summary>
    public bool IsSold(Guid basketId) => _isSold.Scalar(basketId.ToBytes()) is not null;

    /// <summary>The number that the next receipt of a register gets.</summary>
    public ReceiptNumber NextReceipt(string store, int register) =>
        new(store, register, (_lastReceipt.Scalar(register) is long last ? last : 0) + 1);

    /// <summary>Brings the projections up to an entry; entries that are no sale move nothing.</summary>
    public void Apply(EntryHeader header, IMessage fact)
    {
        if (fact is not SaleCompleted sale)
            return;
        bool good = ReceiptNumber.TryParse(sale.ReceiptNumber, out var number);
        Invariant.Check(good, $"entry {header.Seq} has the receipt number '{sale.ReceiptNumber}'");
        _count.Run(number.Register, number.Number);
        _insertReceipt.Run(number.Register, number.Number, Guid.Parse(sale.BasketId).ToBytes(), header.Seq,
            sale.Total.Minor, sale.Total.Currency);
        foreach (var line in sale.Lines)
            _moveStock.Run(line.Sku, -line.QuantityThousandths, header.Seq);
    }
}
