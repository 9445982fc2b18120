namespace EdgePos.Store;

/// <summary>A tax rate or percentage.</summary>
/// <param name="Ppm">Parts per million: 21 % is 210,000.</param>
public readonly record struct Rate(long Ppm)
{
    /// <summary>100 %.</summary>
    public const long Whole = 1_000_000;
}
