using System.Globalization;

namespace EdgePos.Store;

/// <summary>How an item is counted. The numbers are those of the protos.</summary>
public enum Unit
{
    /// <summary>Pieces.</summary>
    Each = 1,

    /// <summary>Kilograms.</summary>
    Kilogram = 2,

    /// <summary>Metres.</summary>
    Metre = 3,

    /// <summary>Litres.</summary>
    Litre = 4,
}

/// <summary>A quantity: whole thousandths of a unit.</summary>
/// <param name="Thousandths">3 pieces are 3000; 0.250 kg is 250.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Quantity(long Thousandths, Unit Unit)
{
    /// <summary>The most that one line may hold: 9,999,999 units.</summary>
    public const long MaxThousandths = 9_999_999_000;

    /// <summary>One unit.</summary>
    public static Quantity One(Unit unit) => new(1000, unit);

    /// <summary>True for a whole number of units.</summary>
    public bool IsWhole => Thousandths % 1000 == 0;

    /// <summary>"3" for whole units, else with three decimals: "0.250".</summary>
    public string Format(string decimalSign)
    {
        long whole = Thousandths / 1000, rest = Math.Abs(Thousandths % 1000);
        string sign = Thousandths < 0 && whole == 0 ? "-" : "";
        string units = sign + whole.ToString(CultureInfo.InvariantCulture);
        return IsWhole ? units : units + decimalSign + rest.ToString("000", CultureInfo.InvariantCulture);
    }
}
