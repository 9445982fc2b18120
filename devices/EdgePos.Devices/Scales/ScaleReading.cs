namespace EdgePos.Devices;

/// <summary>What a scale said, once.</summary>
/// <param name="Hindrance">Why it gives no weight; null: it gives one, and it is at rest.</param>
/// <param name="Grams">What it shows, grams.</param>
internal readonly record struct ScaleReading(WeighHindrance? Hindrance, long Grams = 0)
{
    /// <summary>It has taken packing off already.</summary>
    public bool IsNet { get; init; }

    /// <summary>The packing that it took off; null: it does not say.</summary>
    public long? TareGrams { get; init; }

    /// <summary>Price of a kilogram that it computed with.</summary>
    public long? UnitPriceMinor { get; init; }

    /// <summary>The price that it computed.</summary>
    public long? TotalMinor { get; init; }

    /// <summary>The scale itself gives no weighing twice: it has seen the goods move since the last one.</summary>
    public bool IsNew { get; init; }

    /// <summary>What it said, where that needs words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>A weight at rest.</summary>
    public static ScaleReading Weight(long grams) => new(null, grams);

    /// <summary>No weight.</summary>
    public static ScaleReading No(WeighHindrance why, string detail = "") => new(why) { Detail = detail };

    /// <summary>Bytes that are no answer of the protocol.</summary>
    public static ScaleReading NoSense(ReadOnlySpan<byte> answer)
    {
        string bytes = Convert.ToHexString(answer[..Math.Min(answer.Length, 16)]);
        return No(WeighHindrance.NoSense, answer.ContainsAnyInRange((byte)0x80, (byte)0xFF)
            ? $"{bytes} has bytes of 8 bits: perhaps its line is set to format=7E1 or 7O1"
            : bytes);
    }
}
