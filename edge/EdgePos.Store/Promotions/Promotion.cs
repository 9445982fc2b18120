using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>Who may share a piece with whom.</summary>
public enum Combination
{
    /// <summary>Comes off what is left to pay; shares pieces with all but what stands alone.</summary>
    Combinable = 1,

    /// <summary>A piece takes part in one exclusive promotion at most; combinable ones may come on top.</summary>
    Exclusive = 2,

    /// <summary>What takes part has had nothing else off and gets nothing else off: "not with other offers".</summary>
    Alone = 3,
}

/// <summary>A promotion of a price book: what is offered, on what, to whom and when.</summary>
public sealed record Promotion
{
    /// <summary>The store's own code, 1 to 40 characters; no other promotion of the book has it.</summary>
    public required string Id { get; init; }

    /// <summary>What the customer reads.</summary>
    public required string Name { get; init; }

    /// <summary>What is offered.</summary>
    public required Offer Offer { get; init; }

    /// <summary>The items that take part.</summary>
    public required ItemSelector Items { get; init; }

    /// <summary>Lower comes first.</summary>
    public int Priority { get; init; }

    /// <summary>Who may share a piece with whom.</summary>
    public Combination Combination { get; init; } = Combination.Exclusive;

    /// <summary>When it holds.</summary>
    public Schedule Schedule { get; init; } = Schedule.Always;

    /// <summary>The customer groups it is for; empty: everybody.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The coupon it needs; empty: none.</summary>
    public string Coupon { get; init; } = "";

    /// <summary>What must be in the basket first; null: nothing more.</summary>
    public Threshold? Threshold { get; init; }

    /// <summary>How often per basket: groups of a group offer, pieces of a piece offer; null: no limit.</summary>
    public int? MaxTimes { get; init; }
}

/// <summary>What must be in the basket before a promotion begins; both where both are given.</summary>
/// <param name="Spend">At least this is left to pay when its turn comes; null: no matter.</param>
/// <param name="Pieces">At least so many pieces; 0: no matter.</param>
/// <param name="In">Counted among these items; null: those of the promotion.</param>
public sealed record Threshold(Money? Spend, int Pieces = 0, ItemSelector? In = null);
