using System.Globalization;

namespace EdgePos.Store;

/// <summary>Number of a receipt: store-register-n, gapless for each register.</summary>
/// <param name="Store">Code of the store: 1 to 16 letters and digits.</param>
/// <param name="Register">Number of the register, 1 to 9999.</param>
/// <param name="Number">From 1, without gaps.</param>
public readonly record struct ReceiptNumber(string Store, int Register, long Number)
{
    /// <summary>The highest register number.</summary>
    public const int MaxRegister = 9999;

    /// <summary>True for 1 to 16 ASCII letters and digits.</summary>
    public static bool IsStoreCode(string? store) =>
        store is { Length: >= 1 and <= 16 } && store.All(char.IsAsciiLetterOrDigit);

    /// <summary>True for 1 to 9999.</summary>
    public static bool IsRegister(int register) => register is >= 1 and <= MaxRegister;

    /// <summary>Reads a number as it is printed.</summary>
    public static bool TryParse(string? text, out ReceiptNumber number)
    {
        number = default;
        string[] parts = (text ?? "").Split('-');
        if (parts.Length != 3 || !IsStoreCode(parts[0]))
            return false;
        const NumberStyles digits = NumberStyles.None;
        if (!int.TryParse(parts[1], digits, CultureInfo.InvariantCulture, out int register) || !IsRegister(register))
            return false;
        if (!long.TryParse(parts[2], digits, CultureInfo.InvariantCulture, out long n) || n < 1)
            return false;
        number = new ReceiptNumber(parts[0], register, n);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Store}-{Register}-{Number}");
}
