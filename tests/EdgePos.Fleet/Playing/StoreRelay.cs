using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Fleet;

/// <summary>
/// The relay of one store, without a connection of its own: it is told what came and when, and says what goes. It obeys as a box
/// does: only a confirmation with the hash of its own journal moves its mark. What is to be sent again is written again.
/// </summary>
internal sealed class StoreRelay(FleetPlan plan, StoreProfile profile, Shelf shelf, Counts counts, Random random)
{
    private const int MaxEntries = 2000;
    private const int MaxBatchBytes = 128 * 1024, MaxBodyBytes = 4 * MaxBatchBytes; // as the outbox reads ahead
    private const int Window = 16, WindowBytes = 1024 * 1024;

    private static readonly TimeSpan ConfirmDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(120));

    private readonly StoreJournal _journal = new(plan, profile, shelf);
    private readonly SendWindow _window = new(Window, WindowBytes, 0);
    private readonly Queue<JournalPoint> _sent = new();
    private JournalPoint? _confirmed;
    private TimeSpan? _awaySince;
    private long _asked;
    private int _late;

    /// <summary>Whose it is.</summary>
    public StoreProfile Profile => profile;

    /// <summary>True while its line works.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>Why head office is said to have another history; empty: it has ours.</summary>
    public string Forked { get; private set; } = "";

    /// <summary>Where the journal is read; its end, where all that there is was sent.</summary>
    public JournalPoint At => _journal.At;

    /// <summary>Head office has committed up to here.</summary>
    public JournalPoint Confirmed => _confirmed ??= _journal.Beginning;

    private bool HasRoom => IsReachable && Forked.Length == 0 && _awaySince is null && _window.HasRoom;

    /// <summary>Whether there is an entry that was not sent.</summary>
    public bool HasMore(long nowUs) => _journal.NextAtUs <= nowUs;

    /// <summary>Whether a batch can go.</summary>
    public bool CanSend(long nowUs) => HasRoom && HasMore(nowUs);

    /// <summary>Whether head office has all of the entries up to a time.</summary>
    public bool IsDone(long endUs) => Forked.Length > 0 || (!HasMore(endUs) && Confirmed.Seq == At.Seq);

    /// <summary>The next batch, which is sent now. An entry that has just come to be goes alone, as it would from a box.</summary>
    /// <param name="nowUs">The time in the store.</param>
    /// <param name="justNowUs">What is younger than this has just come to be.</param>
    /// <param name="now">A moment of a clock that never jumps.</param>
    public Batch NextBatch(long nowUs, long justNowUs, TimeSpan now)
    {
        bool alone = _journal.NextAtUs > justNowUs;
        var start = _journal.At;
        var entries = Read(nowUs, alone ? 1 : MaxEntries);
        Batch batch;
        while ((batch = BatchEncoding.Encode(profile.Epoch, start.Hash, entries, profile.BootId)).CalculateSize() > MaxBatchBytes
            && entries.Count > 1)
        {
            _journal.GoTo(start);
            entries = Read(nowUs, entries.Count / 2);
        }

        _sent.Enqueue(_journal.At);
        _window.Sent(batch.Last, batch.CalculateSize(), now);
        return batch;
    }

    /// <summary>The broker has a batch.</summary>
    public void Taken(long last, TimeSpan now) => _window.Taken(last, now);

    /// <summary>The broker knew nobody who wanted a batch.</summary>
    public void Unheard(TimeSpan now)
    {
        counts.Unheard();
        GoBack();
        _awaySince = now;
    }

    /// <summary>Head office has come or gone.</summary>
    public void HeadOfficeIs(bool there, TimeSpan now)
    {
        if (there && _awaySince is not null)
            GoBack();
        _awaySince = there ? null : now;
    }

    /// <summary>Head office has committed.</summary>
    public void Hear(Confirmed confirmed, TimeSpan now)
    {
        if (!confirmed.Epoch.Span.SequenceEqual(profile.Epoch) || Forked.Length > 0)
            return;
        if (confirmed.Seq > Confirmed.Seq)
        {
            if (PointOf(confirmed.Seq) is not { } point || !confirmed.Hash.Span.SequenceEqual(point.Hash))
            {
                Forked = $"it has confirmed entry {confirmed.Seq} with another hash";
                return;
            }

            counts.Confirmed(point.Seq - Confirmed.Seq, point.Sales - Confirmed.Sales);
            _confirmed = point;
        }

        _window.Confirm(confirmed.Seq, confirmed.Credit, now);
        if (At.Seq < Confirmed.Seq)
            _journal.GoTo(Confirmed);
        (_late, _awaySince, _asked) = (0, null, 0);
    }

    /// <summary>Head office asks again.</summary>
    public void Hear(Resend resend)
    {
        if (!resend.Epoch.Span.SequenceEqual(profile.Epoch))
            return;
        counts.Resend();
        if (resend.Reason == ResendReason.Forked)
            Forked = resend.Detail;
        if (Forked.Length > 0 || resend.FromSeq == _asked)
            return;
        _asked = resend.FromSeq;
        long after = Math.Clamp(resend.FromSeq - 1, 0, At.Seq);
        if (after < Confirmed.Seq) // it has lost what it had confirmed
        {
            _journal.GoTo(_journal.Beginning);
            _journal.ReadTo(after);
            counts.Confirmed(At.Seq - Confirmed.Seq, At.Sales - Confirmed.Sales);
            _confirmed = At;
        }
        else
        {
            _journal.GoTo(Confirmed);
            _journal.ReadTo(after);
        }

        _sent.Clear();
        _window.GoBackTo(after);
    }

    /// <summary>Looks whether something is late.</summary>
    public void Look(TimeSpan now)
    {
        if (_awaySince is { } since && now - since >= LookAgain)
        {
            GoBack();
            _awaySince = null;
        }

        if (_window.OwedSince is not { } owed || now - owed < ConfirmDeadline + (_late == 0 ? TimeSpan.Zero : Retry.Wait(_late, random)))
            return;
        _late++;
        counts.Late();
        GoBack();
    }

    /// <summary>What is not confirmed will be sent again.</summary>
    public void GoBack()
    {
        _journal.GoTo(Confirmed);
        _sent.Clear();
        _window.GoBack();
    }

    /// <summary>The box as it tells of itself.</summary>
    /// <param name="head">The end of its journal.</param>
    public BoxState StateOf(bool online, JournalPoint head) => new()
    {
        Online = online,
        Epoch = ByteString.CopyFrom(profile.Epoch),
        HeadSeq = head.Seq,
        HeadHash = ByteString.CopyFrom(head.Hash),
        ConfirmedSeq = Confirmed.Seq,
        Version = "fleet",
        BootId = ByteString.CopyFrom(profile.BootId),
    };

    private List<JournalEntry> Read(long nowUs, int most)
    {
        var entries = new List<JournalEntry>();
        for (int bytes = 0; entries.Count < most && bytes < MaxBodyBytes && _journal.NextAtUs <= nowUs;)
        {
            entries.Add(_journal.Next().Entry);
            bytes += entries[^1].Body.Length;
        }

        return entries;
    }

    // Mostly the end of a batch that was sent; else what an earlier life of this fleet has sent, and that can be read again too.
    private JournalPoint? PointOf(long seq)
    {
        while (_sent.TryPeek(out var end) && end.Seq <= seq)
        {
            _sent.Dequeue();
            if (end.Seq == seq)
                return end;
        }

        var reading = new StoreJournal(plan, profile, shelf);
        reading.GoTo(Confirmed);
        reading.ReadTo(seq);
        return reading.At.Seq == seq ? reading.At : null;
    }
}
