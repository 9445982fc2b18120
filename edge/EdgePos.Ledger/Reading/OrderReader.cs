using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What the store has done with an order, with its entries.</summary>
/// <param name="Row">How far it is.</param>
/// <param name="PreparedHeader">The entry that prepared it; null: none did.</param>
/// <param name="Prepared">What that says.</param>
/// <param name="DoneUs">When it was handed over or given up, microseconds; 0: neither.</param>
/// <param name="Receipt">Number of the receipt of the sale that handed it over; empty: none did.</param>
public sealed record OrderOnFile(OrderRow Row, EntryHeader? PreparedHeader, OrderPrepared? Prepared, long DoneUs, string Receipt);

/// <summary>Reading orders beside the ledger's writer. Safe from any thread.</summary>
public sealed class OrderReader(LedgerReader ledger)
{
    // Entries that are looked through at once.
    private const int MostEntries = 1000;
    private const long MostBytes = 1024 * 1024;

    /// <summary>What was done with an order; null: nothing.</summary>
    public OrderOnFile? Find(string number) => ledger.Read(connection =>
        OrderTable.Find(connection, number) is { } row ? OnFile(connection, row) : null);

    /// <summary>Orders that are prepared and wait, and which of some others are done with: one moment of the ledger.</summary>
    /// <param name="told">Numbers of orders.</param>
    public (IReadOnlyList<OrderOnFile> Waiting, IReadOnlySet<string> Done) Of(IEnumerable<string> told) => ledger.Read(connection =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return ((IReadOnlyList<OrderOnFile>)[.. OrderTable.Waiting(connection).Select(row => OnFile(connection, row))],
            (IReadOnlySet<string>)OrderTable.DoneOf(connection, told));
    });

    /// <summary>The orders that entries after one are about, and the last of these entries.</summary>
    public (IReadOnlySet<string> Numbers, long Seq) ChangedAfter(long seq)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        while (ledger.Entries(seq, MostEntries, MostBytes) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                if (WireOrders.NumberOf(FactKinds.Read(entry.Header.Kind, entry.Body)) is { Length: > 0 } number)
                    changed.Add(number);
            }

            seq = entries[^1].Header.Seq;
        }

        return (changed, seq);
    }

    private static OrderOnFile OnFile(SqliteConnection connection, OrderRow row)
    {
        var prepared = EntryOf(connection, row.PreparedSeq);
        var last = row.Step == OrderStep.Prepared ? null : EntryOf(connection, row.Seq);
        string receipt = last is null ? "" : FactKinds.Read(last.Header.Kind, last.Body) is SaleCompleted sale ? sale.ReceiptNumber : "";
        return new OrderOnFile(row, prepared?.Header, prepared is null ? null : OrderPrepared.Parser.ParseFrom(prepared.Body),
            last?.Header.AtUs ?? 0, receipt);
    }

    private static JournalEntry? EntryOf(SqliteConnection connection, long seq) =>
        seq == 0 ? null : JournalRows.After(connection, seq - 1, 1).FirstOrDefault();
}
