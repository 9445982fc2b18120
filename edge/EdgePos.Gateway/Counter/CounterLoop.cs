using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>The owner of counter.db: one thing after another, from a bounded channel. No locks.</summary>
internal sealed class CounterLoop(CounterFile file) : BackgroundService
{
    /// <summary>Calls that may wait; one more is refused at once.</summary>
    public const int QueueDepthMax = 1024;

    private readonly Channel<Action<CounterFile>> _work = Channel.CreateBounded<Action<CounterFile>>(QueueDepthMax);

    /// <summary>Does something with the file, after all that was asked before.</summary>
    /// <exception cref="LedgerFault">Busy: the queue is full.</exception>
    public Task<T> Do<T>(Func<CounterFile, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool queued = _work.Writer.TryWrite(counter =>
        {
            try
            {
                done.SetResult(work(counter));
            }
            catch (LedgerFault fault)
            {
                // The disk's trouble is the caller's answer; the loop goes on. A bug ends the loop, and with it the daemon.
                done.SetException(fault);
            }
            catch (Exception bug)
            {
                done.SetException(bug);
                throw;
            }
        });
        return queued
            ? done.Task
            : throw new LedgerFault(FaultKind.Busy, "queue", "counter.db", "send the same command again in a moment");
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _work.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the channel is complete and empty: what was accepted is done, also at a stop.
        await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
            work(file);
    }
}
