namespace EdgePos.Devices;

/// <summary>What is known of the goods on a scale.</summary>
/// <param name="GivenGrams">What it showed when the last weighing was given; null: it was empty since.</param>
internal readonly record struct GoodsOnScale(long? GivenGrams);

/// <summary>
/// When a weight may be sold: at rest, not too little and not too much, and once. After a weighing the scale has to be empty, or
/// to show something that differs by the delta of the settings, before there is another one (OIML R 76-1, 4.13 and 4.14, ask the
/// like of scales for direct sales).
/// </summary>
internal static class WeighingRules
{
    /// <summary>What is known after a look at the scale.</summary>
    public static GoodsOnScale Saw(GoodsOnScale goods, ScaleReading reading, ScaleSettings settings) =>
        reading.Hindrance is WeighHindrance.BelowZero or WeighHindrance.Zero
            || (reading.Hindrance is null && reading.Grams <= settings.NearZeroGrams)
            ? new GoodsOnScale(null)
            : goods;

    /// <summary>Why what it shows may not be sold now; null: it may.</summary>
    public static WeighHindrance? Hinders(GoodsOnScale goods, ScaleReading reading, WeighRequest request, ScaleSettings settings)
    {
        if (reading.Hindrance is { } said)
            return said;
        if (reading.Grams < 0)
            return WeighHindrance.BelowZero;
        if (reading.Grams <= settings.NearZeroGrams)
            return WeighHindrance.Zero;
        if (settings.MaximumGrams > 0 && reading.Grams > settings.MaximumGrams)
            return WeighHindrance.Overload;
        bool tookTare = reading.TotalMinor is not null;
        if (request.TareGrams > 0 && reading.IsNet && !tookTare)
            return WeighHindrance.TareTwice;
        if (reading.Grams < settings.MinimumGrams)
            return WeighHindrance.BelowMinimum;
        if (!tookTare && reading.Grams <= request.TareGrams)
            return WeighHindrance.BelowZero;
        return !reading.IsNew && goods.GivenGrams is { } given && Math.Abs(given - reading.Grams) < settings.DeltaGrams
            ? WeighHindrance.SameWeighing
            : null;
    }

    /// <summary>The weighing of a reading that nothing hinders.</summary>
    public static Weighing Give(long id, ScaleReading reading, WeighRequest request, DateTimeOffset takenAt)
    {
        if (reading.TotalMinor is not null)
        {
            return new Weighing(
                id, reading.Grams, reading.Grams + request.TareGrams, request.TareGrams, reading.UnitPriceMinor, reading.TotalMinor,
                takenAt);
        }

        long? tare = reading.IsNet ? reading.TareGrams : request.TareGrams;
        long net = reading.Grams - request.TareGrams;
        return new Weighing(id, net, net + tare, tare, null, null, takenAt);
    }
}
