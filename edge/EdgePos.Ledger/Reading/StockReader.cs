using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Levels of one moment.</summary>
/// <param name="AsOfSeq">The last entry of the journal that is in them.</param>
/// <param name="NowUs">The ledger's clock then: reservations that end after it are in them.</param>
public sealed record StockAt(IReadOnlyList<StockLevel> Levels, long AsOfSeq, long NowUs);

/// <summary>Reading stock beside the ledger's writer. Safe from any thread.</summary>
/// <param name="time">The box's clock. The ledger's is never behind its last entry.</param>
public sealed class StockReader(LedgerReader ledger, TimeProvider time)
{
    // Entries that are looked through at once.
    private const int MostEntries = 1000;
    private const long MostBytes = 1024 * 1024;

    /// <summary>How much there is of some items, in the order in which they are asked for.</summary>
    /// <param name="basket">What is held for it counts as free; null: for nobody in particular.</param>
    /// <param name="order">What is held for this order counts as free; empty: there is none.</param>
    public StockAt Of(IEnumerable<string> skus, Guid? basket = null, string order = "") =>
        At((connection, nowUs) => [.. skus.Select(sku => StockTable.LevelOf(connection, sku, nowUs, basket, order))]);

    /// <summary>The items after one, in the order of their codes.</summary>
    /// <param name="most">No more than so many.</param>
    public StockAt After(string sku, int most) => At((connection, nowUs) => StockTable.After(connection, sku, most, nowUs));

    /// <summary>The items that the entries after one have moved, and the last of these entries.</summary>
    public (IReadOnlySet<string> Skus, long Seq) MovedAfter(long seq)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        while (ledger.Entries(seq, MostEntries, MostBytes) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                if (FactKinds.Read(entry.Header.Kind, entry.Body) is { } fact)
                    moved.UnionWith(StockFacts.ItemsOf(fact));
            }

            seq = entries[^1].Header.Seq;
        }

        return (moved, seq);
    }

    /// <summary>What is on hand of the items that entries after one have touched, and the last entry of that moment.</summary>
    public (IReadOnlyList<(string Sku, long OnHand)> Items, long AsOfSeq) TouchedAfter(long seq) => ledger.Read(connection =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var (last, _) = LedgerHead.LastEntry(connection);
        return ((IReadOnlyList<(string, long)>)StockTable.TouchedAfter(connection, seq), last);
    });

    /// <summary>The items of which a reservation has ended by itself since a moment, the moment now, and when the next one ends.</summary>
    public (IReadOnlyList<string> Skus, long NowUs, long? NextUs) EndedAfter(long us) => ledger.Read(connection =>
    {
        long nowUs = NowUs(LedgerHead.LastEntry(connection).AtUs);
        return ((IReadOnlyList<string>)ReservationTable.Expired(connection, us, nowUs), nowUs,
            ReservationTable.NextExpiry(connection, nowUs));
    });

    private StockAt At(Func<SqliteConnection, long, IReadOnlyList<StockLevel>> levels) => ledger.Read(connection =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var (seq, lastUs) = LedgerHead.LastEntry(connection);
        long nowUs = NowUs(lastUs);
        return new StockAt(levels(connection, nowUs), seq, nowUs);
    });

    private long NowUs(long lastUs) => Math.Max(lastUs, time.GetUtcNow().ToUs());
}
