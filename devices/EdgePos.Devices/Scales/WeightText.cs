namespace EdgePos.Devices;

/// <summary>Weights as scales write them: digits, a point, a unit. Without floating point: 0.1 has none.</summary>
internal static class WeightText
{
    private const int DigitsMax = 9;
    private const int KilogramDecimals = 3;

    /// <summary>
    /// Reads "1.234" or "- 0.500" in a unit. What is below a gram is left to the customer: a scale that weighs finer gives whole
    /// grams, rounded down.
    /// </summary>
    /// <param name="number">Digits with at most one point; a sign and spaces before them.</param>
    /// <param name="unit">kg or g in any case.</param>
    /// <param name="reading">The weight; or that the unit is another one.</param>
    /// <returns>False: it is no number.</returns>
    public static bool TryRead(ReadOnlySpan<char> number, ReadOnlySpan<char> unit, out ScaleReading reading)
    {
        reading = default;
        number = number.Trim(' ');
        bool isNegative = number is ['-', ..];
        if (number is ['-' or '+', ..])
            number = number[1..].TrimStart(' ');
        int point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var rest = point < 0 ? [] : number[(point + 1)..];
        if (whole.Length + rest.Length is 0 or > DigitsMax || !AreDigits(whole) || !AreDigits(rest))
            return false;
        unit = unit.Trim(' ');
        if (unit.Equals("lb", StringComparison.OrdinalIgnoreCase) || unit.Equals("oz", StringComparison.OrdinalIgnoreCase))
        {
            reading = ScaleReading.No(WeighHindrance.WrongUnit, unit.ToString());
            return true;
        }

        bool isKilograms = unit.Equals("kg", StringComparison.OrdinalIgnoreCase);
        if (!isKilograms && !unit.Equals("g", StringComparison.OrdinalIgnoreCase))
            return false;
        long grams = Grams(whole, rest, isKilograms ? KilogramDecimals : 0);
        reading = isNegative && HasDigit(whole, rest) ? ScaleReading.No(WeighHindrance.BelowZero) : ScaleReading.Weight(grams);
        return true;
    }

    private static long Grams(ReadOnlySpan<char> whole, ReadOnlySpan<char> rest, int decimals)
    {
        long grams = 0;
        foreach (char digit in whole)
            grams = (grams * 10) + (digit - '0');
        for (int i = 0; i < decimals; i++)
            grams = (grams * 10) + (i < rest.Length ? rest[i] - '0' : 0);
        return grams;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static bool HasDigit(ReadOnlySpan<char> whole, ReadOnlySpan<char> rest) =>
        whole.ContainsAnyExcept('0') || rest.ContainsAnyExcept('0');
}
