using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>How a scale is used; see <see cref="ScaleSettings"/>.</summary>
public sealed class ScaleOptions
{
    /// <summary>Less is not sold by weight, grams: Min on the scale's plate.</summary>
    public int MinimumGrams { get; set; } = 40;

    /// <summary>More is not sold by weight, grams; 0: the scale itself says when it is too much.</summary>
    public int MaximumGrams { get; set; }

    /// <summary>So few grams count as empty.</summary>
    public int NearZeroGrams { get; set; } = 4;

    /// <summary>Goods are others than those weighed before when they differ by so many grams.</summary>
    public int DeltaGrams { get; set; } = 20;

    /// <summary>How long a weighing waits for rest, milliseconds.</summary>
    public int SettleWithinMs { get; set; } = 3000;

    /// <summary>The key of Checkout-Dialog 06 that the scale's maker gives to approved programs, hexadecimal; empty: none.</summary>
    public string Dialog06Key { get; set; } = "";

    internal IEnumerable<string> Problems()
    {
        if (MinimumGrams < 1 || NearZeroGrams < 0 || DeltaGrams < 1 || MaximumGrams < 0
            || (MaximumGrams > 0 && MaximumGrams <= MinimumGrams))
            yield return "Scale: grams must be above 0, and the maximum above the minimum";
        if (SettleWithinMs is < 200 or > 30_000)
            yield return "Scale:SettleWithinMs must be 200 to 30000";
        if (Dialog06Key.Length > 0 && Key is null)
            yield return "Scale:Dialog06Key must be hexadecimal, e.g. 11021";
    }

    internal ScaleSettings ToSettings() =>
        new(MinimumGrams, MaximumGrams, NearZeroGrams, DeltaGrams, SettleWithinMs, Dialog06Key: Key);

    private int? Key => int.TryParse(Dialog06Key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int key) ? key : null;
}
