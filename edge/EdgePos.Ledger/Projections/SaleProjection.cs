using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>What sales make of receipts, receipt numbers, stock and what was held for their baskets.</summary>
internal sealed class SaleProjection(HotStatements statements, StockTable stock, ReservationTable reservations)
{
    private readonly HotStatement _lastReceipt = statements.Statement("""
        SELECT coalesce((SELECT max(number) FROM receipts WHERE register = $1),
            (SELECT last FROM receipt_bases WHERE register IN ($1, 0) ORDER BY register DESC LIMIT 1), 0)
        WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE basket_id = $2)
        """);
    private readonly HotStatement _insertReceipt = statements.Statement("INSERT INTO receipts VALUES ($1, $2, $3, $4, $5, $6)");

    /// <summary>The number that the receipt of a basket gets; null where the basket is a sale already.</summary>
    public ReceiptNumber? NextReceipt(string store, int register, Guid basketId) =>
        _lastReceipt.First(row => (long?)row.Number(0), register, basketId.ToBytes()) is { } last
            ? new(store, register, last + 1)
            : null;

    /// <summary>Brings receipts and stock up to a sale that stands in the journal.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        bool good = ReceiptNumber.TryParse(sale.ReceiptNumber, out var number);
        Invariant.Check(good, $"entry {seq} has the receipt number '{sale.ReceiptNumber}'");
        Apply(seq, number, Guid.Parse(sale.BasketId), sale);
    }

    /// <summary>Brings receipts and stock up to a sale that gets its number now.</summary>
    public void Apply(long seq, ReceiptNumber number, Guid basketId, SaleCompleted sale)
    {
        _insertReceipt.Run(number.Register, number.Number, basketId.ToBytes(), seq, sale.Total.Minor, sale.Total.Currency);
        foreach (var move in StockFacts.SoldOf(sale))
            stock.Sell(move.Sku, -move.QuantityThousandths, seq);
        reservations.Sold(basketId, sale);
    }
}
