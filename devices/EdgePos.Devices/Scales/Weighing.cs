namespace EdgePos.Devices;

/// <summary>What is asked of a scale.</summary>
/// <param name="TareGrams">The packing that was typed in, grams; 0: none. It is taken off here, or by a scale that computes prices.</param>
/// <param name="UnitPriceMinor">Price of a kilogram in the smallest coin, for a scale that computes prices; null: it only weighs.</param>
public sealed record WeighRequest(long TareGrams = 0, long? UnitPriceMinor = null);

/// <summary>A weighing that may be sold, once.</summary>
/// <param name="Id">Rises over all weighings of a scale, also when the daemon is started again.</param>
/// <param name="NetGrams">What is paid for, grams, that is thousandths of a kilogram; above 0.</param>
/// <param name="GrossGrams">With packing; null: the scale has taken the packing off itself and does not say how much.</param>
/// <param name="TareGrams">The packing; null: likewise.</param>
/// <param name="UnitPriceMinor">Price of a kilogram as the scale has it; null: it computes none.</param>
/// <param name="TotalMinor">The price as the scale computed it: certified, so it is what the customer pays; null: it computes none.</param>
/// <param name="TakenAt">When the scale said so: after it was asked for this weighing.</param>
public sealed record Weighing(
    long Id, long NetGrams, long? GrossGrams, long? TareGrams, long? UnitPriceMinor, long? TotalMinor, DateTimeOffset TakenAt);

/// <summary>Why there is no weighing. The numbers are those of the protos.</summary>
public enum WeighHindrance
{
    /// <summary>The scale cannot be reached, or does not answer.</summary>
    Offline = 1,

    /// <summary>What lies on it moves.</summary>
    InMotion = 2,

    /// <summary>It was still moving when the patience of the settings, or of the asker, was over.</summary>
    NotSettled = 3,

    /// <summary>Nothing lies on it.</summary>
    Zero = 4,

    /// <summary>It shows less than nothing, or less than the packing.</summary>
    BelowZero = 5,

    /// <summary>Less lies on it than it may weigh for trade.</summary>
    BelowMinimum = 6,

    /// <summary>More lies on it than it can weigh.</summary>
    Overload = 7,

    /// <summary>What lies on it was weighed already: it was neither emptied nor changed.</summary>
    SameWeighing = 8,

    /// <summary>Its answers make no sense: speed or format of the line is wrong, or it speaks another protocol.</summary>
    NoSense = 9,

    /// <summary>It weighs in pounds or ounces: refused, never converted.</summary>
    WrongUnit = 10,

    /// <summary>It is there and gives no weight: some do so when they are empty or nothing has changed.</summary>
    Silent = 11,

    /// <summary>It says that it is faulty.</summary>
    Failed = 12,

    /// <summary>Packing was typed in, and the scale has taken off packing of its own.</summary>
    TareTwice = 13,

    /// <summary>It refuses the packing that was typed in.</summary>
    TareRefused = 14,

    /// <summary>It computes prices, and was given none or one that it refuses.</summary>
    PriceRefused = 15,

    /// <summary>It wants proof that this program is approved, and the key in the settings is missing or wrong.</summary>
    KeyRefused = 16,

    /// <summary>Too many ask at once.</summary>
    Busy = 17,
}

/// <summary>Why there is no weighing, in words.</summary>
/// <param name="Why">The reason.</param>
/// <param name="Sentence">What it is.</param>
/// <param name="Advice">What a person should do.</param>
public sealed record NoWeighing(WeighHindrance Why, string Sentence, string Advice);

/// <summary>What came of asking: a weighing, or why there is none. Never an old weight and never a stand-in.</summary>
public sealed record WeighOutcome
{
    private WeighOutcome(Weighing? weighing, NoWeighing? none) => (Weighing, None) = (weighing, none);

    /// <summary>The weighing; null: see <see cref="None"/>.</summary>
    public Weighing? Weighing { get; }

    /// <summary>Why there is none; null: there is one.</summary>
    public NoWeighing? None { get; }

    internal static WeighOutcome Of(Weighing weighing) => new(weighing, null);

    internal static WeighOutcome Of(NoWeighing none) => new(null, none);
}
