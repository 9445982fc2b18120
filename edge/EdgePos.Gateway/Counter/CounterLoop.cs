using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>The owner of counter.db: one thing after another, from a bounded channel. No locks.</summary>
internal sealed class CounterLoop(CounterFile file) : BackgroundService
{
    /// <summary>Calls that may wait; one more is refused at once.</summary>
    public const int QueueDepthMax = 1024;

    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(QueueDepthMax);
    private long _rounds;

    /// <summary>How much it has done; a number that stands still while work waits means that it is stuck.</summary>
    public long Rounds => Volatile.Read(ref _rounds);

    /// <summary>Does something with the file, after all that was asked before.</summary>
    /// <exception cref="LedgerFault">Busy: the queue is full.</exception>
    public Task<T> Do<T>(Func<CounterFile, T> work)
    {
        var asked = new Work<T>(work);
        return _work.Writer.TryWrite(asked) ? asked.Done : throw Full();
    }

    /// <summary>Like <see cref="Do"/>, and waits for room: for the end of something that was accepted.</summary>
    /// <exception cref="LedgerFault">Busy: the box is stopping.</exception>
    public async Task<T> DoSurelyAsync<T>(Func<CounterFile, T> work)
    {
        var asked = new Work<T>(work);
        try
        {
            await _work.Writer.WriteAsync(asked);
        }
        catch (ChannelClosedException)
        {
            throw Full();
        }

        return await asked.Done;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _work.Writer.TryComplete();
        // How it ended is read from ExecuteTask, once all have stopped.
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Ends when the channel is complete and empty: what was accepted is done, also at a stop.
            await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
            {
                work.Run(file);
                Volatile.Write(ref _rounds, _rounds + 1);
            }
        }
        finally
        {
            _work.Writer.TryComplete();
            while (_work.Reader.TryRead(out var left))
                left.Fail(Full());
        }
    }

    private static LedgerFault Full() => new(FaultKind.Busy, "queue", "counter.db", "send the same command again in a moment");

    private abstract class Work
    {
        public abstract void Run(CounterFile file);

        public abstract void Fail(Exception fault);
    }

    private sealed class Work<T>(Func<CounterFile, T> work) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Done => _done.Task;

        public override void Run(CounterFile file)
        {
            try
            {
                _done.SetResult(file.Use(work));
            }
            catch (LedgerFault fault)
            {
                // The disk's trouble is the caller's answer; the loop goes on.
                Fail(fault);
            }
            catch (Exception bug)
            {
                // A bug ends the loop, and with it the daemon.
                Fail(bug);
                throw;
            }
        }

        public override void Fail(Exception fault) => _done.TrySetException(fault);
    }
}
