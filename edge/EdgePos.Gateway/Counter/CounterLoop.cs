using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>The owner of counter.db: one thing after another, from a bounded queue. No locks.</summary>
internal sealed class CounterLoop : BackgroundService
{
    /// <summary>Calls that may wait; one more is refused at once.</summary>
    public const int QueueDepthMax = 1024;

    private static readonly TimeSpan WaitForRoom = TimeSpan.FromMilliseconds(10);

    private readonly CounterFile _file;
    private readonly DiskWatch _disk;
    private readonly TimeProvider _time;
    private readonly Turns<Work> _turns;
    private long _rounds;

    public CounterLoop(CounterFile file, DiskWatch disk, TimeProvider time)
    {
        (_file, _disk, _time) = (file, disk, time);
        _turns = new Turns<Work>("counter", QueueDepthMax, Round, left => left.Fail(Full()));
    }

    /// <summary>How much it has done; a number that stands still while work waits means that it is stuck.</summary>
    public long Rounds => Volatile.Read(ref _rounds);

    /// <summary>Does something with the file, after all that was asked before.</summary>
    /// <exception cref="LedgerFault">Busy: the queue is full.</exception>
    public Task<T> Do<T>(Func<CounterFile, T> work)
    {
        var asked = new Work<T>(work);
        return _turns.TryAdd(asked) ? asked.Done : throw Full();
    }

    /// <summary>Like <see cref="Do"/> for the end of something that was accepted: waits for room, and not for its turn.</summary>
    /// <returns>Ends when it is accepted, before all that is asked later; what it gives ends when it is done.</returns>
    /// <exception cref="LedgerFault">Busy: the box is stopping.</exception>
    public async Task<Task<T>> DoSurelyAsync<T>(Func<CounterFile, T> work)
    {
        var asked = new Work<T>(work);
        while (!_turns.TryAddLater(asked))
        {
            if (_turns.IsClosed)
                throw Full();
            await Task.Delay(WaitForRoom, _time, CancellationToken.None);
        }

        return asked.Done;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _turns.Close();
        // How it ended is read from ExecuteTask, once all have stopped.
        await _turns.Ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _turns.Ended;

    private void Round()
    {
        if (!_turns.TryTake(out var work))
            return;
        work.Run(_file, _disk);
        Volatile.Write(ref _rounds, _rounds + 1);
        if (_file.Failed is { } failed)
            throw failed; // what its disk holds is known only after a new start
    }

    private static LedgerFault Full() => new(FaultKind.Busy, "queue", "counter.db", "send the same command again in a moment");

    private abstract class Work
    {
        public abstract void Run(CounterFile file, DiskWatch disk);

        public abstract void Fail(Exception fault);
    }

    private sealed class Work<T>(Func<CounterFile, T> work) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Done => _done.Task;

        public override void Run(CounterFile file, DiskWatch disk)
        {
            try
            {
                _done.SetResult(Try(file, disk));
            }
            catch (LedgerFault fault)
            {
                // The disk's trouble is the caller's answer; the loop goes on unless the file can no longer be trusted.
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

        // Nothing of it was done where the disk was full: once there is room it is done from its beginning.
        private T Try(CounterFile file, DiskWatch disk)
        {
            try
            {
                return file.Use(work);
            }
            catch (LedgerFault full) when (full.Kind == FaultKind.DiskFull && disk.MakeRoom())
            {
                return file.Use(work);
            }
        }
    }
}
