using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// The one writer of ledger.db: a thread of its own that takes commands from a bounded queue, commits those that wait
/// together as one synced transaction, and answers only then.
/// </summary>
public sealed class LedgerWriter : IDisposable
{
    private static readonly Migrator Migrations = new("EdgePos.Ledger.Migrations.");

    // A disk that hangs must not keep the process for ever; what was not answered is asked again.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly GroupCommit _commits;
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;
    private int _disposed;

    private LedgerWriter(SqliteConnection connection, GroupCommit commits)
    {
        (_connection, _commits) = (connection, commits);
        _thread = new Thread(commits.Run) { Name = "ledger writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Faults when the writer ended for good; completes when it was stopped.</summary>
    public Task Ended => _commits.Ended;

    /// <summary>Batches done; a number that stands still while commands wait means that the writer is stuck.</summary>
    public long Rounds => _commits.Rounds;

    /// <summary>Opens the ledger in a folder, making it where there is none, and starts the writer.</summary>
    /// <param name="path">The file, ledger.db.</param>
    /// <param name="identity">Whose ledger it is; a file of another box is refused.</param>
    /// <param name="time">The box's clock.</param>
    /// <param name="newEpoch">Gives the 16 random bytes of a new ledger.</param>
    /// <exception cref="LedgerFault">The file cannot be used; the fault says what to do.</exception>
    public static LedgerWriter Open(string path, BoxIdentity identity, TimeProvider time, Func<byte[]> newEpoch)
    {
        var connection = Database.OpenWriter(path, Durability.Full);
        try
        {
            return Database.Guard(path, () =>
            {
                Migrations.Apply(connection, path, LedgerClock.MicrosOf(time.GetUtcNow()));
                var clock = new LedgerClock(time);
                var head = LedgerHead.ReadOrBegin(connection, path, identity, clock, newEpoch);
                var ledger = new LedgerTransaction(connection, identity, head, clock);
                return new LedgerWriter(connection, new GroupCommit(connection, path, ledger));
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Carries out a command, once. The task ends when the answer is on disk, or the rule that refused is known.</summary>
    /// <exception cref="LedgerFault">Busy: the queue is full. Otherwise: the disk; nothing was answered.</exception>
    public Task<Result<LedgerAnswer>> SubmitAsync(LedgerCommand command) =>
        _commits.Enqueue(ledger => Once(ledger, command));

    /// <summary>Moves the mark up to which head office has committed; it never moves back.</summary>
    /// <returns>False, and nothing moves, where our entry <paramref name="seq"/> has another hash or is not there.</returns>
    public async Task<bool> ConfirmAsync(long seq, ReadOnlyMemory<byte> hash, CancellationToken cancellation)
    {
        var moved = await _commits.Enqueue<bool>(ledger => ledger.Confirm(seq, hash.Span)).WaitAsync(cancellation);
        return moved.Value;
    }

    /// <summary>Ends when the writer has come round: a commit of nothing. What a watchdog waits for.</summary>
    public Task TakeRoundAsync() => _commits.Enqueue<bool>(_ => true);

    /// <summary>Ends when the journal has a durable entry after <paramref name="seq"/>.</summary>
    public Task WaitForEntryAfterAsync(long seq, CancellationToken cancellation) => _commits.WaitForEntryAfterAsync(seq, cancellation);

    /// <summary>Finishes what was accepted, then ends the writer. Later commands are refused as busy.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _commits.Close();
        if (!_thread.Join(LongestStop))
            return;
        _connection.Dispose();
        _commits.Dispose();
    }

    private static Result<LedgerAnswer> Once(LedgerTransaction ledger, LedgerCommand command)
    {
        if (ledger.FindAnswer(command.Register, command.CommandId) is { } kept)
        {
            return kept.Digest.AsSpan().SequenceEqual(command.RequestDigest)
                ? new LedgerAnswer(kept.Response, Replayed: true)
                : new Refusal(RefusalCode.CommandIdReused, "command_id");
        }

        return command.Apply(ledger).Then<LedgerAnswer>(response =>
        {
            ledger.KeepAnswer(command.Register, command.CommandId, command.RequestDigest, response);
            return new LedgerAnswer(response, Replayed: false);
        });
    }
}
