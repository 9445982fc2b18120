using EdgePos.V1;

namespace EdgePos.Files;

/// <summary>Quantities as text: thousandths of a unit. Whether one makes sense is for the box to say.</summary>
public static class Quantities
{
    private const int Decimals = 3;

    /// <summary>Reads "3", "0.350" or "0,350".</summary>
    public static bool TryParse(string text, out long thousandths) => Scaled.TryParse(text, Decimals, ".,", out thousandths);

    /// <summary>"3" for whole pieces, "0.350 kg" for what is measured.</summary>
    public static string Format(long thousandths, Unit unit, string decimalSign)
    {
        string number = thousandths % 1000 == 0 && unit == Unit.Each
            ? Scaled.Format(thousandths / 1000, 0, decimalSign)
            : Scaled.Format(thousandths, Decimals, decimalSign);
        return SymbolOf(unit) is { Length: > 0 } symbol ? $"{number} {symbol}" : number;
    }

    /// <summary>What a price-book file calls a unit; false for what is none.</summary>
    public static bool TryParseUnit(string text, out Unit unit)
    {
        unit = text.ToLowerInvariant() switch
        {
            "each" => Unit.Each,
            "kg" => Unit.Kilogram,
            "m" => Unit.Metre,
            "l" => Unit.Litre,
            _ => Unit.Unspecified,
        };
        return unit != Unit.Unspecified;
    }

    private static string SymbolOf(Unit unit) => unit switch
    {
        Unit.Kilogram => "kg",
        Unit.Metre => "m",
        Unit.Litre => "l",
        _ => "",
    };
}
