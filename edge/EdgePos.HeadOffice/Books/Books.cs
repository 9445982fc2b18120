using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>A batch that was read: its entries, or why there are none.</summary>
public sealed class ReadBatch
{
    internal ReadBatch(Batch batch) => Batch = batch;

    internal Batch Batch { get; }

    internal IReadOnlyList<Booking>? Entries { get; init; }

    internal string Why { get; init; } = "";

    internal ByteString Epoch => Batch.Epoch;
}

/// <summary>
/// Head office's books. What a batch is - new, known, too early, damaged, another history - is judged here, once, over
/// whatever they lie in. One transaction for a run of batches of a stream: the watermark, the entries, what follows from them.
/// </summary>
public sealed class Books : IDisposable
{
    private readonly IBookStore _store;

    private Books(IBookStore store) => _store = store;

    internal IBookStore Store => _store;

    /// <summary>Opens the books: in a PostgreSQL where the settings name one, else in a folder. Makes them where there are none.</summary>
    /// <exception cref="IOException">They cannot be used.</exception>
    public static Books Open(HeadOfficeOptions options, TimeProvider time) => new(options.Database.Length > 0
        ? PostgresStore.Open(options.Database, time)
        : SqliteStore.Open(options.DataFolder, time));

    /// <summary>Reads a batch: unfolds it, checks its hashes, and finds what its entries mean. Pure; it may run beside a commit.</summary>
    public static ReadBatch Read(Batch batch)
    {
        var entries = BatchReading.Read(batch, out string why);
        return new ReadBatch(batch) { Entries = entries?.Select(Booking.Of).ToArray(), Why = why };
    }

    /// <summary>Commits what is new of a batch. When this returns, it is on disk.</summary>
    /// <exception cref="System.Data.Common.DbException">The books failed; nothing of the batch was committed.</exception>
    public Verdict Commit(BoxName box, Batch batch) => Commit(box, [Read(batch)])[0];

    /// <summary>Commits what is new of batches of one epoch, in one transaction. When this returns, it is on disk.</summary>
    /// <exception cref="System.Data.Common.DbException">The books failed; nothing of the batches was committed.</exception>
    public IReadOnlyList<Verdict> Commit(BoxName box, IReadOnlyList<ReadBatch> run)
    {
        if (run[0].Epoch.Length != EntryHash.EpochSize)
            return [.. run.Select(batch => new Verdict.Damaged(0, new byte[EntryHash.Size], batch.Why))];

        using var writing = _store.Lock(box, run[0].Epoch.ToByteArray(), [.. run.SelectMany(batch => batch.Entries ?? [])]);
        var judging = new Judging(writing, run[0].Epoch);
        var verdicts = run.Select(judging.Judge).ToArray();
        if (judging.New.Count > 0)
            writing.Write(Posting.Of(judging.New, writing.Before));
        if (verdicts.OfType<Verdict.Forked>().FirstOrDefault() is { } fork)
            writing.NoteFork(fork.Why);
        else if (judging.New.Count == 0)
            return verdicts;
        writing.Commit();
        return verdicts;
    }

    /// <summary>Keeps what a box says of itself.</summary>
    /// <returns>A gap where the books have lost what they had confirmed to this box: ask for it. Otherwise null.</returns>
    public Verdict.Gap? Note(BoxName box, BoxState state)
    {
        _store.Note(box, state);
        byte[] epoch = state.Epoch.ToByteArray();
        if (!state.Online || epoch.Length != EntryHash.EpochSize)
            return null;
        var (stream, seq, hash) = _store.Find(box, epoch) ?? new StreamMark(0, 0, EntryHash.Genesis(epoch));
        if (seq > 0)
            LookForFork(box, state, stream, seq);
        return state.ConfirmedSeq > seq ? new Verdict.Gap(seq, hash) : null;
    }

    // A box that is stopped for it by its own doing sends no batch that would tell. One that has begun a new ledger never goes
    // back to the one before.
    private void LookForFork(BoxName box, BoxState state, long stream, long seq)
    {
        bool namesOurs = state.HeadSeq > 0 && state.HeadSeq <= seq && state.HeadHash.Length == EntryHash.Size;
        bool isOvertaken = ForkNotes.IsOvertaken(_store, box, stream);
        if (!namesOurs && !isOvertaken)
            return; // most boxes are ahead: nothing is locked for them
        using var writing = _store.Lock(box, state.Epoch.ToByteArray(), []);
        if (namesOurs && !state.HeadHash.Span.SequenceEqual(writing.HashAt(state.HeadSeq)))
            writing.NoteFork(Judging.OtherHash(state.HeadSeq));
        else if (isOvertaken)
            writing.NoteFork("a ledger that was ended speaks again, after a newer one has begun");
        else
            return;
        writing.Commit();
    }

    /// <summary>Keeps what a box says ahead of its journal.</summary>
    /// <returns>False where it makes no sense.</returns>
    public bool NoteLive(BoxName box, string kind, ReadOnlySpan<byte> message, long nowUs)
    {
        try
        {
            switch (kind)
            {
                case "stock" when LiveStock.Parser.ParseFrom(message) is { Epoch.Length: EntryHash.EpochSize, AsOfSeq: > 0 } stock:
                    _store.Note(box, stock);
                    return true;
                case "till" when LiveTills.Parser.ParseFrom(message) is { Epoch.Length: EntryHash.EpochSize, AsOfSeq: >= 0 } tills:
                    _store.Note(box, tills);
                    return true;
                case "health":
                    _store.Note(box, LiveHealth.Parser.ParseFrom(message), nowUs);
                    return true;
                default:
                    return false;
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
