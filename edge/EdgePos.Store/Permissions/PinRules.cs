namespace EdgePos.Store;

/// <summary>What a PIN is.</summary>
public static class PinRules
{
    /// <summary>Digits of the shortest.</summary>
    public const int Shortest = 4;

    /// <summary>Digits of the longest.</summary>
    public const int Longest = 12;

    /// <summary>Whether somebody may choose it; null: they may.</summary>
    public static Refusal? Check(string field, string pin)
    {
        if (!IsPin(pin))
            return new Refusal(RefusalCode.FieldInvalid, field, $"{field} must have {Shortest} to {Longest} digits");
        return IsOneStep(pin) ? new Refusal(RefusalCode.PinTooSimple, field) : null;
    }

    /// <summary>True for what can be one.</summary>
    public static bool IsPin(string text) => text.Length is >= Shortest and <= Longest && text.All(char.IsAsciiDigit);

    // 1111, 1234, 8642: what is tried first.
    private static bool IsOneStep(string pin) => pin.Zip(pin.Skip(1), (one, next) => next - one).Distinct().Count() == 1;
}
