using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// The one writer of ledger.db: takes commands from a bounded queue, commits those that wait together as one synced
/// transaction, and answers only then. One at a time is at it: the caller where nobody else is, else a thread of its own.
/// </summary>
public sealed class LedgerWriter : IDisposable
{
    // A disk that hangs must not keep the process for ever; what was not answered is asked again.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly GroupCommit _commits;
    private readonly SqliteConnection _connection;
    private int _disposed;

    private LedgerWriter(SqliteConnection connection, GroupCommit commits, LedgerFound found) =>
        (_connection, _commits, Found) = (connection, commits, found);

    /// <summary>What was found when it was opened.</summary>
    public LedgerFound Found { get; }

    /// <summary>Faults when the writer ended for good; completes when it was stopped.</summary>
    public Task Ended => _commits.Ended;

    /// <summary>Batches done; a number that stands still while commands wait means that the writer is stuck.</summary>
    public long Rounds => _commits.Rounds;

    /// <summary>Opens the ledger, making it where this box has none, and starts the writer.</summary>
    /// <param name="path">The file, ledger.db.</param>
    /// <exception cref="LedgerFault">The file cannot be used; the fault says what to do.</exception>
    public static LedgerWriter Open(string path, LedgerSetup setup)
    {
        var (connection, ledger, found) = LedgerOpening.Open(path, setup);
        try
        {
            return new LedgerWriter(connection, new GroupCommit(connection, path, ledger, setup, found), found);
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

    /// <summary>Erases a customer's details, once; the bytes leave the files as soon as nobody reads an old state of them.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    /// <param name="command"><see cref="EraseCustomer"/> or <see cref="EraseAllOfCustomer"/>.</param>
    public async Task<Result<LedgerAnswer>> EraseAsync(LedgerCommand command)
    {
        var answer = await SubmitAsync(command);
        _commits.EmptyLog(); // also where it was done before: the process may have ended in between
        return answer;
    }

    /// <summary>
    /// Erases some of the customers' details that are older than <paramref name="age"/>, the oldest first. Nothing while nobody vouches for
    /// the clock: one that runs ahead would erase what is to be kept.
    /// </summary>
    /// <param name="most">Of no more sales than these.</param>
    /// <returns>Of how many; 0: there are no more.</returns>
    public async Task<int> ExpireCustomersAsync(TimeSpan age, int most)
    {
        int gone = (await _commits.Enqueue<int>(ledger =>
        {
            var (nowUs, isTrusted) = ledger.Clock;
            long before = nowUs - age.ToUs();
            var old = isTrusted ? ledger.Customers.Before(before, most) : [];
            if (old.Count > 0)
                ledger.Append(new CustomersExpired { Sales = { old }, BeforeUs = before }, register: 0, employee: null);
            return old.Count;
        })).Value;
        if (gone > 0)
            _commits.EmptyLog();
        return gone;
    }

    /// <summary>Moves the mark up to which head office has committed; it never moves back.</summary>
    /// <returns>False, and nothing moves, where our entry <paramref name="seq"/> has another hash or is not there.</returns>
    public async Task<bool> ConfirmAsync(long seq, ReadOnlyMemory<byte> hash, CancellationToken cancellation)
    {
        var moved = await _commits.Enqueue<bool>(ledger => ledger.Confirm(seq, hash.Span)).WaitAsync(cancellation);
        return moved.Value;
    }

    /// <summary>Writes something that the box saw by itself: nobody asked for it, so nobody is answered.</summary>
    /// <param name="register">The register it happened at; 0: none.</param>
    /// <inheritdoc cref="SubmitAsync"/>
    /// <param name="employee">Who did it; empty: who is at the register; null: nobody is known.</param>
    public async Task<EntryHeader> NoteAsync(IMessage fact, int register, string? employee = "") =>
        (await _commits.Enqueue<EntryHeader>(ledger => ledger.Append(fact, register, employee))).Value;

    /// <summary>Signs how far the journal goes, where entries have come since that was last done.</summary>
    public Task SignAsync() => _commits.Enqueue<bool>(ledger => ledger.Sign());

    /// <summary>Forgets a few of the answers that are older than <paramref name="age"/>.</summary>
    /// <returns>How many; 0: there are no more.</returns>
    public async Task<int> PruneAnswersAsync(TimeSpan age) =>
        (await _commits.Enqueue<int>(ledger => ledger.Answers.Prune(ledger.NowUs - age.ToUs()))).Value;

    /// <summary>Ends when the writer has come round: a commit of nothing. What a watchdog waits for.</summary>
    public Task TakeRoundAsync() => _commits.Enqueue<bool>(_ => true);

    /// <summary>Ends when the journal has a durable entry after <paramref name="seq"/>.</summary>
    public Task WaitForEntryAfterAsync(long seq, CancellationToken cancellation) => _commits.WaitForEntryAfterAsync(seq, cancellation);

    /// <summary>Finishes what was accepted, then ends the writer. Later commands are refused as busy.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        if (!_commits.End(LongestStop))
            return;
        _commits.Dispose();
        if (Ended.IsFaulted || !Database.TryTidyUp(_connection))
            Database.LeaveAsItIs(_connection);
        _connection.Dispose();
    }

    private static Result<LedgerAnswer> Once(LedgerTransaction ledger, LedgerCommand command)
    {
        if (ledger.Answers.Find(command.Register, command.CommandId) is { } kept)
        {
            return kept.Digest.AsSpan().SequenceEqual(command.RequestDigest)
                ? new LedgerAnswer(kept.Response, Replayed: true)
                : new Refusal(RefusalCode.CommandIdReused, "command_id");
        }

        return command.Apply(ledger).Then<LedgerAnswer>(response =>
        {
            ledger.Answers.Keep(command.Register, command.CommandId, new(command.RequestDigest, response, ledger.Head.Seq), ledger.NowUs);
            return new LedgerAnswer(response, Replayed: false);
        });
    }
}
