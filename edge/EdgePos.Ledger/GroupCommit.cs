using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// One transaction for the commands that wait together, a savepoint for each. A batch closes when the queue is empty or
/// a bound is reached, so a lone register never waits for company.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Commands that may wait; one more is refused at once.</summary>
    public const int QueueDepthMax = 1024;

    /// <summary>Commands in one transaction.</summary>
    public const int MaxBatch = 256;

    // A batch of slow commands closes early: those at its head wait for the sync.
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly LedgerSetup _setup;
    private readonly LedgerTransaction _ledger;
    private readonly WriteTransaction _transaction;
    private readonly WalKeeper _wal;
    private readonly Turns<Pending> _turns;
    private readonly List<Pending> _batch = new(MaxBatch);
    private volatile TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _diskFailed;
    private long _durableSeq;
    private long _rounds;

    public GroupCommit(SqliteConnection connection, string path, LedgerTransaction ledger, LedgerSetup setup, LedgerFound found)
    {
        (_path, _ledger, _setup) = (path, ledger, setup);
        _durableSeq = ledger.Head.Seq;
        _transaction = new WriteTransaction(connection);
        _wal = new WalKeeper(path, connection, setup.LogPages, Stop);
        _turns = new Turns<Pending>("ledger writer", QueueDepthMax, Round, left => left.Fail(Ended.Exception!.InnerException!));
        // A killed process may have left in the log what had to go from it, and a box that is killed often would never
        // come to copy it.
        if (found.WasUnclean)
            _wal.Empty();
        _wal.Start();
    }

    public Task Ended => _turns.Ended;

    public long Rounds => Volatile.Read(ref _rounds);

    public Task<Result<T>> Enqueue<T>(Func<LedgerTransaction, Result<T>> command)
    {
        var pending = new Pending<T>(command);
        if (_turns.TryAdd(pending))
            return pending.Task;
        // Full, or closed: the box is stopping, or the writer has ended. The register asks again.
        throw new LedgerFault(FaultKind.Busy, "queue", _path, "send the same command again in a moment");
    }

    public async Task WaitForEntryAfterAsync(long seq, CancellationToken cancellation)
    {
        while (true)
        {
            var next = _appended.Task;
            if (Volatile.Read(ref _durableSeq) > seq)
                return;
            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Lets nothing of what the write-ahead log held stay in it.</summary>
    public void EmptyLog() => _wal.Empty();

    /// <summary>Finishes what was accepted; false where a disk that hangs does not let it.</summary>
    public bool End(TimeSpan longest)
    {
        _turns.Close();
        return _turns.Join(longest);
    }

    public void Dispose()
    {
        _wal.Dispose();
        _transaction.Dispose();
        _ledger.Dispose();
        _turns.Dispose();
    }

    private void Round()
    {
        try
        {
            if (_turns.TryTake(out var first))
            {
                _batch.Add(first);
                Commit(_batch);
            }

            _batch.Clear();
            Volatile.Write(ref _rounds, _rounds + 1);
        }
        catch (Exception fault)
        {
            // The recovery is a new start: there is none within the process. All who wait learn it, and the host ends.
            _batch.ForEach(pending => pending.Fail(fault));
            throw;
        }
    }

    private void Commit(List<Pending> batch)
    {
        if (_diskFailed is { } failed)
            throw failed;
        var before = _ledger.Head;
        var fault = TryWrite(batch);
        if (fault is { Kind: FaultKind.DiskFull } && _setup.MakeRoom())
            fault = TryWrite(batch);
        if (fault is not null)
        {
            batch.ForEach(pending => pending.Fail(fault));
            return;
        }

        Volatile.Write(ref _durableSeq, _ledger.Head.Seq);
        if (_ledger.Head.Seq > before.Seq)
            Interlocked.Exchange(ref _appended, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        batch.ForEach(pending => pending.Answer());
        _wal.AfterCommit();
    }

    // Null: it is on disk. A fault: nothing of it is, and memory is as it was before.
    private LedgerFault? TryWrite(List<Pending> batch)
    {
        var before = _ledger.Head;
        try
        {
            _transaction.Begin();
            batch.ForEach(Apply);
            long began = _setup.Time.GetTimestamp();
            while (batch.Count < MaxBatch && HasTime(batch.Count, began) && _turns.TryTake(out var next))
            {
                batch.Add(next);
                Apply(next);
            }

            _transaction.Commit();
            return null;
        }
        catch (SqliteException fault)
        {
            // A disk that failed is asked nothing more: what it holds is known only after the file was opened again.
            var translated = Database.Translate(fault, "commit", _path);
            if (translated.Kind is FaultKind.Io or FaultKind.Damaged)
                throw translated;
            _transaction.RollBackIfOpen();
            _ledger.GoBackTo(before);
            return translated;
        }
    }

    // Looked at now and then: asking for the time costs, too.
    private bool HasTime(int commands, long began) => commands % 16 != 0 || _setup.Time.GetElapsedTime(began) < LongestBatch;

    private void Apply(Pending pending)
    {
        var before = _ledger.Head;
        if (!_transaction.InSavepoint(() => pending.Apply(_ledger)))
            _ledger.GoBackTo(before);
    }

    // The writer learns of it with the next batch, which is this one where none is on its way.
    private void Stop(Exception fault)
    {
        _diskFailed = fault;
        _turns.TryAddLater(new Pending<bool>(_ => true));
    }

    private abstract class Pending
    {
        /// <summary>Runs the command; false where it was refused and its traces must go.</summary>
        public abstract bool Apply(LedgerTransaction ledger);

        public abstract void Answer();

        public abstract void Fail(Exception fault);
    }

    private sealed class Pending<T>(Func<LedgerTransaction, Result<T>> command) : Pending
    {
        private readonly TaskCompletionSource<Result<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Result<T> _result;

        public Task<Result<T>> Task => _done.Task;

        public override bool Apply(LedgerTransaction ledger)
        {
            _result = command(ledger);
            return _result.Refusal is null;
        }

        public override void Answer() => _done.TrySetResult(_result);

        public override void Fail(Exception fault) => _done.TrySetException(fault);
    }
}
