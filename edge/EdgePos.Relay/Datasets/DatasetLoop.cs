using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>
/// Prepares what has come down and makes it current at its time, with or without a link. One thread does it; the store sells on
/// beside it.
/// </summary>
public sealed class DatasetLoop(DatasetShelf shelf, TimeProvider time, ILogger<DatasetLoop> log)
{
    // The clock may be set while it waits, and a disk or an import may be in the way.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private const int OrdersMax = 4;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<SwitchOrder> _orders = Channel.CreateBounded<SwitchOrder>(OrdersMax);
    private readonly HashSet<(string Dataset, long Version)> _prepared = [];

    private long NowUs => time.GetUtcNow().ToUs();

    /// <summary>
    /// Makes a version current that the box still has: an older one, or a newer one again. It stays until head office's next one.
    /// </summary>
    /// <returns>The version before (0: none), and why it was not done (null: it was).</returns>
    public async Task<(long Before, string? Why)> SwitchAsync(string dataset, long version, CancellationToken stopping)
    {
        var order = new SwitchOrder(dataset, version, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _orders.Writer.WriteAsync(order, stopping);
        _wake.Writer.TryWrite(true);
        return await order.Done.Task.WaitAsync(stopping);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        shelf.Changed = () => _wake.Writer.TryWrite(true);
        while (!stopping.IsCancellationRequested)
        {
            var (pending, nextUs) = shelf.Pending(NowUs);
            foreach (var (use, manifest, rows) in pending)
                Look(use, manifest, rows);
            while (_orders.Reader.TryRead(out var order))
                order.Done.SetResult(Switch(order.Dataset, order.Version));
            await WaitAsync(nextUs, stopping);
        }
    }

    private void Look(IDatasetUse use, Manifest manifest, string rows)
    {
        try
        {
            bool due = manifest.ValidFromUs <= NowUs;
            var key = (manifest.Dataset, manifest.Version);
            if (!due && _prepared.Contains(key))
                return;
            string? why = due ? use.MakeCurrent(manifest, rows) : use.Prepare(manifest, rows);
            if (why is not null)
            {
                shelf.CannotUse(manifest, new DatasetRefusal(DatasetRefusal.Content, why));
            }
            else if (due)
            {
                shelf.HasBecomeCurrent(manifest);
                _prepared.Clear(); // what waits may rest on it
            }
            else
            {
                _prepared.Add(key);
                Log.DatasetWaits(log, manifest.Dataset, manifest.Version, DateTimeOffset.UnixEpoch.AddMicroseconds(manifest.ValidFromUs));
            }
        }
        catch (InvalidDataException fault)
        {
            shelf.CannotUse(manifest, new DatasetRefusal(DatasetRefusal.Content, fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            or LedgerFault { Kind: FaultKind.Busy or FaultKind.DiskFull or FaultKind.CannotOpen })
        {
            Log.DatasetTriedAgain(log, manifest.Dataset, manifest.Version, fault.Message);
        }
    }

    private (long Before, string? Why) Switch(string dataset, long version)
    {
        if (shelf.Kept(dataset, version) is not var (use, manifest, rows, before))
            return (0, $"{dataset} {version} is not there");
        try
        {
            if (use.MakeCurrent(manifest, rows) is { } why)
                return (before, why);
            shelf.HasBecomeCurrent(manifest);
            _prepared.Clear(); // what waits may rest on it
            return (before, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException
            or LedgerFault { Kind: FaultKind.Busy or FaultKind.DiskFull or FaultKind.CannotOpen })
        {
            return (before, fault.Message);
        }
    }

    private async Task WaitAsync(long? nextUs, CancellationToken stopping)
    {
        var wait = nextUs is { } us ? TimeSpan.FromMicroseconds(Math.Clamp(us - NowUs, 0, (long)LookAgain.TotalMicroseconds)) : LookAgain;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(_wake.Reader.WaitToReadAsync(either.Token).AsTask(), Task.Delay(wait, time, either.Token));
        await either.CancelAsync();
        _wake.Reader.TryRead(out _);
    }

    private sealed record SwitchOrder(string Dataset, long Version, TaskCompletionSource<(long Before, string? Why)> Done);
}
