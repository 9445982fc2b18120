using System.Globalization;

namespace EdgePos.Store;

/// <summary>Number of the slip of a basket that is put aside: B-, the basket's id in 32 hex digits, and its version.</summary>
/// <param name="Basket">The basket.</param>
/// <param name="Version">Its version then: a basket that is put aside again has another slip.</param>
public readonly record struct BasketSlipNumber(Guid Basket, long Version)
{
    /// <summary>Reads a number as the print queue holds it.</summary>
    public static bool TryParse(string? text, out BasketSlipNumber number)
    {
        number = default;
        string[] parts = (text ?? "").Split('-');
        if (parts.Length != 3 || parts[0] != "B" || !Guid.TryParseExact(parts[1], "N", out var basket)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long version))
        {
            return false;
        }

        number = new BasketSlipNumber(basket, version);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"B-{Basket:N}-{Version}");
}
