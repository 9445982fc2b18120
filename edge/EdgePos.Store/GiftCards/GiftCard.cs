namespace EdgePos.Store;

/// <summary>A gift card: money that a customer has left with the store.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Balance">What is on it, zero or more.</param>
public sealed record GiftCard(string Number, Money Balance);

/// <summary>Numbers of gift cards.</summary>
public static class GiftCardNumber
{
    /// <summary>Shortest number, in characters: a shorter one could be guessed.</summary>
    public const int MinLength = 8;

    /// <summary>Longest number, in characters: as long as a serial number.</summary>
    public const int MaxLength = LineRules.MaxSerialLength;

    private const int Shown = 4;

    /// <summary>True for 8 to 20 ASCII letters and digits.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: >= MinLength and <= MaxLength } && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>As people may see it: whoever reads a receipt over a shoulder must not be able to pay with the card.</summary>
    public static string Mask(string number) => "****" + number[Math.Max(0, number.Length - Shown)..];

    /// <summary>The refusal of what is none.</summary>
    /// <param name="field">Where it was said.</param>
    public static Refusal Unlike(string field) => new(RefusalCode.FieldInvalid, field,
        $"the number of a gift card has {MinLength} to {MaxLength} letters and digits");
}
