using System.Globalization;

namespace EdgePos.Store;

/// <summary>An amount of money: whole minor units of one currency. Overflow and mixed currencies throw.</summary>
/// <param name="Minor">Minor units: cents for EUR; negative for what is given back.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The sum. Throws <see cref="OverflowException"/> rather than wrap round.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b).Minor), a.Currency);

    /// <summary>The difference. Throws <see cref="OverflowException"/> rather than wrap round.</summary>
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b).Minor), a.Currency);

    /// <summary>The other way. Throws <see cref="OverflowException"/> rather than wrap round.</summary>
    public static Money operator -(Money money) => new(checked(-money.Minor), money.Currency);

    /// <summary>Less than, within one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>Greater than, within one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>At most, within one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>At least, within one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>The amount with its decimals and no currency, e.g. "-12.50"; for logs and tests, not for shoppers.</summary>
    public string Amount => Format(".");

    /// <summary>The amount with its decimals, with the decimal sign a language wants.</summary>
    public string Format(string decimalSign)
    {
        int decimals = Currency.Decimals;
        string digits = UInt128Abs(Minor).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        string whole = digits[..^decimals], fraction = digits[^decimals..];
        return (Minor < 0 ? "-" : "") + (decimals == 0 ? whole : whole + decimalSign + fraction);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Amount} {Currency}";

    private static UInt128 UInt128Abs(long value) => value < 0 ? (UInt128)(-(Int128)value) : (UInt128)value;

    private static Money Same(Money a, Money b) => a.Currency == b.Currency
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not add up.");
}
