namespace EdgePos.Files;

/// <summary>Decimal text to whole smallest parts and back, by exact arithmetic: "12.50" with two decimals is 1250.</summary>
public static class Scaled
{
    /// <summary>
    /// Reads [-]digits[.digits] into <paramref name="value"/> = text * 10^decimals. False for anything else, for more
    /// decimals than there are (zeros at the end do not count), and for what does not fit in 64 bits.
    /// </summary>
    /// <param name="signs">The characters that may stand for the decimal sign.</param>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, ReadOnlySpan<char> signs, out long value)
    {
        value = 0;
        bool negative = text.StartsWith("-");
        var digits = negative ? text[1..] : text;
        int sign = digits.IndexOfAny(signs);
        var whole = sign < 0 ? digits : digits[..sign];
        var fraction = sign < 0 ? [] : digits[(sign + 1)..].TrimEnd('0');
        if (whole.IsEmpty || (sign >= 0 && sign == digits.Length - 1) || fraction.Length > decimals)
            return false;

        Int128 sum = 0;
        if (!Add(whole, ref sum) || !Add(fraction, ref sum))
            return false;
        for (int i = fraction.Length; i < decimals; i++)
            sum *= 10;
        if (negative)
            sum = -sum;
        if (sum < long.MinValue || sum > long.MaxValue)
            return false;
        value = (long)sum;
        return true;
    }

    /// <summary>The text of a value, with all its decimals.</summary>
    public static string Format(long value, int decimals, string sign)
    {
        string digits = Int128.Abs(value).ToString().PadLeft(decimals + 1, '0');
        string whole = digits[..^decimals], fraction = digits[^decimals..];
        return (value < 0 ? "-" : "") + (decimals == 0 ? whole : whole + sign + fraction);
    }

    private static bool Add(ReadOnlySpan<char> digits, ref Int128 sum)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            sum = sum * 10 + (digit - '0');
            if (sum > long.MaxValue)
                return false;
        }

        return true;
    }
}
