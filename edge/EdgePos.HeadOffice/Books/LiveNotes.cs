using EdgePos.HeadOffice.V1;
using EdgePos.Store;

namespace EdgePos.HeadOffice;

/// <summary>Reading what boxes say ahead of their journal.</summary>
internal static class LiveNotes
{
    /// <summary>
    /// News of a box's health that is older than the last by the box's clock counts where head office heard it so much later:
    /// then the clock went back. Microseconds.
    /// </summary>
    public const long ClockWentBackUs = 60_000_000;

    /// <summary>The items of a message, each once: its last word. What can be no item is passed over.</summary>
    public static SortedDictionary<string, long> Last(LiveStock stock)
    {
        var last = new SortedDictionary<string, long>(StringComparer.Ordinal); // one order for all who write: no deadlocks
        foreach (var item in stock.Items)
        {
            if (StoredText.IsKey(item.Sku))
                last[item.Sku] = item.MovedThousandths;
        }

        return last;
    }

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long NowUs(this TimeProvider time) => time.GetUtcNow().ToUs();
}
