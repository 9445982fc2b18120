namespace EdgePos.Store;

/// <summary>How much searching a basket may cost. Counted, not timed: it has the same price on any box.</summary>
internal sealed class SearchSteps
{
    /// <summary>Pieces tried in a group, for a whole basket: about a millisecond on a small box.</summary>
    public const int Most = 20_000;

    private int _left = Most;

    /// <summary>True when nothing is left.</summary>
    public bool Spent => _left <= 0;

    /// <summary>Takes one.</summary>
    public void Take() => _left--;
}
