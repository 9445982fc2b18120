using System.Globalization;

namespace EdgePos.Store;

/// <summary>Number of a slip that a till prints, for its opening, a movement or its Z report: store-register-Tn.</summary>
/// <param name="Store">Code of the store.</param>
/// <param name="Register">Number of the register.</param>
/// <param name="Seq">The entry of the journal that the slip is of.</param>
public readonly record struct SlipNumber(string Store, int Register, long Seq)
{
    /// <summary>Reads a number as it is printed.</summary>
    public static bool TryParse(string? text, out SlipNumber number)
    {
        number = default;
        // But for its T it reads as a receipt's.
        int last = (text ?? "").LastIndexOf("-T", StringComparison.Ordinal);
        if (last < 0 || !ReceiptNumber.TryParse(text!.Remove(last + 1, 1), out var read))
            return false;
        number = new SlipNumber(read.Store, read.Register, read.Number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Store}-{Register}-T{Seq}");
}
