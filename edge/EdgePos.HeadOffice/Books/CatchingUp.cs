using System.Data.Common;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Reads again from the journals what a program before this one did not keep of them. Done once, when the books are opened and a
/// migration has left a row in catching_up, in one transaction that also takes the row away.
/// </summary>
internal static class CatchingUp
{
    private const int Page = 10_000; // a query that looks through so many ends in time, whatever it finds

    private static readonly string[] Kinds =
    [
        StockTransferred.Descriptor.FullName, SaleCompleted.Descriptor.FullName, OrderPrepared.Descriptor.FullName,
        OrderHandedOver.Descriptor.FullName, OrderGivenUp.Descriptor.FullName,
    ];

    /// <summary>Does it where it is due. Several that open the books at once wait for the first.</summary>
    public static void WhereDue(IBookStore books)
    {
        using var writing = books.OpenToWrite();
        if (!IsDue(writing))
            return;
        using var reading = books.OpenToRead();
        using var transaction = writing.BeginTransaction();
        if (writing.Query("DELETE FROM catching_up RETURNING due", row => row.GetInt32(0)).Any())
        {
            var streams = reading.Query("SELECT stream, seq FROM streams ORDER BY stream", row => (row.GetInt64(0), row.GetInt64(1)));
            foreach (var (stream, last) in streams.ToList())
                CatchUp(reading, writing, stream, last);
        }

        transaction.Commit();
    }

    private static bool IsDue(DbConnection books) => books.Query("SELECT due FROM catching_up", row => row.GetInt32(0)).Any();

    private static void CatchUp(DbConnection reading, DbConnection writing, long stream, long last)
    {
        for (long seq = 0; seq < last; seq += Page)
        {
            foreach (var booking in Kinds.SelectMany(kind => reading.EntriesOf(kind, stream, seq, seq + Page)).Select(Booking.Of))
            {
                if (booking.Transfer is { } transfer)
                    Write(writing, stream, transfer);
                foreach (var row in booking.Sale?.Returned ?? [])
                    Write(writing, stream, row);
                if (booking.Order is { } order)
                    Write(writing, stream, order, booking);
            }
        }
    }

    // A program before this one knew nothing of orders: what it put into quarantine is booked now, stock with it.
    private static void Write(DbConnection writing, long stream, OrderStepRow order, Booking booking)
    {
        long seq = order.Entry.Seq;
        if (booking.Sale is null && writing.Run("DELETE FROM quarantine WHERE stream = $1 AND seq = $2", stream, seq) > 0)
        {
            writing.Run("UPDATE streams SET quarantined = quarantined - 1 WHERE stream = $1", stream);
            foreach (var move in booking.Moves)
            {
                writing.Run("""
                    INSERT INTO stock VALUES ($1, $2, $3) ON CONFLICT (stream, sku) DO UPDATE SET moved = stock.moved + excluded.moved
                    """, stream, move.Sku, move.QuantityThousandths);
            }
        }

        writing.Run("INSERT INTO order_steps VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (stream, seq) DO NOTHING",
            stream, seq, order.Entry.AtUs, order.Number, (int)order.Step, order.Receipt, order.Place, order.ShortLines);
    }

    private static void Write(DbConnection writing, long stream, ReturnedRow row) => writing.Run("""
        INSERT INTO returned VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (stream, seq, nth) DO NOTHING
        """, stream, row.Entry.Seq, row.Nth, row.Entry.AtUs, row.Receipt, row.Line, row.Sku, row.Quantity, row.Minor, row.Currency,
        row.Hold);

    private static void Write(DbConnection writing, long stream, TransferRow transfer)
    {
        var entry = transfer.Entry;
        writing.Run("INSERT INTO transfers VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (stream, seq) DO NOTHING",
            stream, entry.Seq, entry.AtUs, (int)transfer.Way, transfer.OtherStore, transfer.Number, transfer.Booking, transfer.Reference);
        foreach (var (sku, quantity) in transfer.Items)
        {
            writing.Run("INSERT INTO transfer_items VALUES ($1, $2, $3, $4) ON CONFLICT (stream, seq, sku) DO NOTHING",
                stream, entry.Seq, sku, quantity);
        }
    }
}
