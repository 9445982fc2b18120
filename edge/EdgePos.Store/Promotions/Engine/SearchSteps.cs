namespace EdgePos.Store;

/// <summary>How much searching one basket may cost. Counted, not timed, so that the same basket has the same price anywhere.</summary>
internal sealed class SearchSteps
{
    /// <summary>Pieces tried in a group, for a whole basket: some two milliseconds on a small box.</summary>
    public const int Most = 20_000;

    private int _left = Most;

    /// <summary>True when nothing is left.</summary>
    public bool Spent => _left <= 0;

    /// <summary>Takes one.</summary>
    public void Take() => _left--;
}
