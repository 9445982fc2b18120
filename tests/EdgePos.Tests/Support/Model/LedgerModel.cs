namespace EdgePos.Tests;

/// <summary>A sale that somebody asks for: small numbers, so that commands, contents and baskets meet again and again.</summary>
internal readonly record struct AskedSale(int Register, int Command, int Basket, int Sku, int Pieces)
{
    public long TotalMinor => 100L * Sku * Pieces;
}

/// <summary>An answer to a sale: a receipt, or a refusal's code.</summary>
internal sealed record ModelAnswer(string Refusal, ModelEntry? Sale, bool Replayed);

/// <summary>What the journal must say of a sale.</summary>
internal sealed record ModelEntry(long Seq, long AtUs, bool ClockTrusted, long Number, AskedSale Asked);

/// <summary>
/// A ledger by plain lists and dictionaries. Says what must be answered, and what must then be in the file. Entry 1 names
/// the box.
/// </summary>
internal sealed class LedgerModel
{
    private const int PrunedAtOnce = 200;

    private readonly List<(AskedSale Asked, ModelEntry Entry)> _answers = [];
    private readonly long _begunUs;
    private long _latestUs;

    /// <param name="begunUs">The clock when the ledger is begun, microseconds.</param>
    public LedgerModel(long begunUs) => _begunUs = _latestUs = begunUs;

    public List<ModelEntry> Journal { get; } = [];

    public Dictionary<int, long> Stock { get; } = [];

    public SortedSet<long> Signed { get; } = [];

    public long Confirmed { get; private set; }

    public long HeadSeq => 1 + Journal.Count;

    /// <summary>The answer that is kept for a command; null where there is none.</summary>
    public ModelEntry? Kept(int register, int command) =>
        _answers.Find(kept => (kept.Asked.Register, kept.Asked.Command) == (register, command)).Entry;

    public ModelAnswer Sell(AskedSale asked, long nowUs)
    {
        if (BeforeRules(asked) is { } known)
            return known;
        bool trusted = nowUs >= _latestUs;
        long number = Journal.Count(entry => entry.Asked.Register == asked.Register) + 1;
        var sale = new ModelEntry(HeadSeq + 1, Look(nowUs), trusted, number, asked);
        Journal.Add(sale);
        Stock[asked.Sku] = Stock.GetValueOrDefault(asked.Sku) - (1000L * asked.Pieces);
        _answers.Add((asked, sale));
        return new("", sale, Replayed: false);
    }

    /// <summary>A sale that is refused once it is written: only its look at the clock stays.</summary>
    public ModelAnswer Regret(AskedSale asked, long nowUs)
    {
        if (BeforeRules(asked) is { } known)
            return known;
        Look(nowUs);
        return new("NotPaid", null, Replayed: false);
    }

    /// <param name="isOurs">Whether the hash that came with it is that of our entry.</param>
    public bool Confirm(long seq, bool isOurs)
    {
        if (!isOurs || seq < 1 || seq > HeadSeq)
            return false;
        Confirmed = Math.Max(Confirmed, seq);
        return true;
    }

    public void Sign() => Signed.Add(HeadSeq);

    /// <summary>Forgets old answers; gives how many.</summary>
    public int Prune(long ageUs, long nowUs)
    {
        long before = Look(nowUs) - ageUs;
        int old = _answers.Take(PrunedAtOnce).Count(answer => answer.Entry.AtUs < before);
        _answers.RemoveRange(0, old);
        return old;
    }

    /// <summary>A new start remembers only the time of the last entry.</summary>
    public void Restart() => _latestUs = Journal.Count > 0 ? Journal[^1].AtUs : _begunUs;

    private ModelAnswer? BeforeRules(AskedSale asked)
    {
        var kept = _answers.Find(answer => (answer.Asked.Register, answer.Asked.Command) == (asked.Register, asked.Command));
        if (kept.Entry is not null)
            return kept.Asked == asked ? new("", kept.Entry, Replayed: true) : new("CommandIdReused", null, Replayed: false);
        return Journal.Exists(entry => entry.Asked.Basket == asked.Basket) ? new("BasketClosed", null, Replayed: false) : null;
    }

    // Time as the ledger shows it never runs backwards, and whoever asks has seen it.
    private long Look(long nowUs) => _latestUs = Math.Max(_latestUs, nowUs);
}
