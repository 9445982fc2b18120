using System.Collections.Concurrent;
using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>
/// Shares the boxes with other head offices on the same database: listens to the partitions it holds, gives back what is beyond
/// its part, and takes what nobody has. Two that hear one box for a moment do no harm: the stream's watermark is locked.
/// </summary>
internal sealed class PartitionHolding(
    Books books, BrokerClient client, Answers answers, HeadOfficeOptions options, TimeProvider time, Random random, ILogger log)
    : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, byte> _held = new();
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PartitionLocks? _locks;

    /// <summary>Done when it listens to what it found free at first, if anything.</summary>
    public Task HasLooked => _looked.Task;

    /// <summary>Whether it serves a box.</summary>
    public bool Holds(BoxName box) => _held.ContainsKey(PartitionOf(box));

    /// <summary>Works until the session ends, or its locks are lost.</summary>
    public Task RunAsync(CancellationToken broken) => Task.Run(async () =>
    {
        _locks = PartitionLocks.Join(options.Database, options.Tenant, random);
        while (true)
        {
            if (_locks.Surplus() is { Length: > 0 } surplus)
                await GiveBackAsync(surplus, broken);
            if (_locks.TakeFree() is { Length: > 0 } taken)
                await BeginAsync(taken, broken);
            _looked.TrySetResult();
            await Task.Delay(LookEvery * (0.75 + (random.NextDouble() / 2)), time, broken);
        }
    }, broken);

    /// <inheritdoc/>
    public void Dispose() => _locks?.Dispose();

    private async Task GiveBackAsync(int[] partitions, CancellationToken broken)
    {
        await client.UnsubscribeAsync(partitions.Select(TopicOf), broken);
        foreach (int partition in partitions)
            _held.TryRemove(partition, out _);
        _locks!.Release(partitions);
        Log.Shares(log, _locks.Held.Count, PartitionLocks.Partitions, _locks.Living);
    }

    private async Task BeginAsync(int[] partitions, CancellationToken broken)
    {
        foreach (int partition in partitions)
            _held[partition] = 0;
        await client.SubscribeAsync(partitions.Select(TopicOf), broken);
        Log.Shares(log, _locks!.Held.Count, PartitionLocks.Partitions, _locks.Living);
        await AskForWhatIsLostAsync([.. partitions], broken);
    }

    // Boxes that know of more than the books have said so before anybody served them.
    private async Task AskForWhatIsLostAsync(HashSet<int> partitions, CancellationToken broken)
    {
        using var connection = books.Store.OpenToRead();
        var lost = connection.Query("""
            SELECT store, box, b.epoch, coalesce(s.seq, 0), s.hash FROM boxes b LEFT JOIN streams s USING (tenant, store, box, epoch)
            WHERE tenant = $1 AND b.online = 1 AND length(b.epoch) = $2 AND b.confirmed_seq > coalesce(s.seq, 0)
            """, row => (Box: new BoxName(options.Tenant, row.GetString(0), row.GetString(1)), Epoch: row.Bytes(2),
            Gap: new Verdict.Gap(row.GetInt64(3), row.IsDBNull(4) ? EntryHash.Genesis(row.Bytes(2)) : row.Bytes(4))),
            options.Tenant, EntryHash.EpochSize).ToList();
        foreach (var (box, epoch, gap) in lost.Where(row => partitions.Contains(PartitionOf(row.Box))))
            await answers.SendAsync(box, ByteString.CopyFrom(epoch), [gap], broken);
    }

    private string TopicOf(int partition)
    {
        string all = Topics.AllJournals(options.Tenant);
        return $"$share/headoffice/{all[..^1]}{partition.ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static int PartitionOf(BoxName box) =>
        int.Parse(Topics.Journal(box.Tenant, box.Store, box.Box).AsSpan()[^2..], CultureInfo.InvariantCulture);
}
