using System.Collections.Concurrent;

namespace EdgePos.Devices;

/// <summary>Counts since the daemon was started, under the names that UnifiedPOS gives them where it has one.</summary>
public sealed class DeviceStatistics
{
    /// <summary>How often the link broke or could not be opened.</summary>
    public const string CommunicationErrors = "CommunicationErrorCount";

    private readonly ConcurrentDictionary<string, long> _counts = new();

    /// <summary>Counts one more, or several.</summary>
    public void Count(string what, long more = 1) => _counts.AddOrUpdate(what, more, (_, before) => before + more);

    /// <summary>The counts, in the order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> All => [.. _counts.OrderBy(one => one.Key, StringComparer.Ordinal)];
}
