using System.Collections.Concurrent;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// One transaction for the commands that wait together, a savepoint for each. A batch closes when the queue is empty or
/// <see cref="MaxBatch"/> is reached, so a lone register never waits for company.
/// </summary>
internal sealed class GroupCommit(SqliteConnection connection, string path, LedgerTransaction ledger) : IDisposable
{
    /// <summary>Commands that may wait; one more is refused at once.</summary>
    public const int QueueDepthMax = 1024;

    /// <summary>Commands in one transaction.</summary>
    public const int MaxBatch = 256;

    private readonly BlockingCollection<Pending> _queue = new(QueueDepthMax);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _durableSeq = ledger.Head.Seq;
    private long _rounds;

    public Task Ended => _ended.Task;

    public long Rounds => Volatile.Read(ref _rounds);

    public Task<Result<T>> Enqueue<T>(Func<LedgerTransaction, Result<T>> command)
    {
        var pending = new Pending<T>(command);
        try
        {
            if (_queue.TryAdd(pending))
                return pending.Task;
        }
        catch (InvalidOperationException)
        {
            // Closed: the box is stopping, or the writer has ended. The register asks again after the restart.
        }

        throw new LedgerFault(FaultKind.Busy, "queue", path, "send the same command again in a moment");
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

    public void Close() => _queue.CompleteAdding();

    public void Dispose() => _queue.Dispose();

    /// <summary>The writer's thread.</summary>
    public void Run()
    {
        var batch = new List<Pending>(MaxBatch);
        try
        {
            foreach (var first in _queue.GetConsumingEnumerable())
            {
                batch.Add(first);
                Commit(batch);
                batch.Clear();
                Volatile.Write(ref _rounds, _rounds + 1);
            }

            _ended.SetResult();
        }
        catch (Exception fault)
        {
            // This thread owns the recovery: there is none within the process. All who wait learn it, and the host ends.
            _queue.CompleteAdding();
            foreach (var pending in batch.Concat(_queue.GetConsumingEnumerable()))
                pending.Fail(fault);
            _ended.SetException(fault);
        }
    }

    private void Commit(List<Pending> batch)
    {
        var before = ledger.Head;
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            Apply(batch[0]);
            while (batch.Count < MaxBatch && _queue.TryTake(out var next))
            {
                batch.Add(next);
                Apply(next);
            }

            connection.Execute("COMMIT");
        }
        catch (SqliteException fault)
        {
            var translated = Database.Translate(fault, "commit", path);
            if (translated.Kind != FaultKind.DiskFull)
                throw translated;
            RollBack(before);
            batch.ForEach(pending => pending.Fail(translated));
            return;
        }

        Volatile.Write(ref _durableSeq, ledger.Head.Seq);
        if (ledger.Head.Seq > before.Seq)
            Interlocked.Exchange(ref _appended, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        batch.ForEach(pending => pending.Answer());
    }

    private void Apply(Pending pending)
    {
        var before = ledger.Head;
        if (!connection.InSavepoint(() => pending.Apply(ledger)))
            ledger.GoBackTo(before);
    }

    private void RollBack(JournalHead before)
    {
        connection.RollBackIfOpen();
        ledger.GoBackTo(before);
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
