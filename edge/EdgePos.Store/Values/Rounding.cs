namespace EdgePos.Store;

/// <summary>The one way amounts are rounded: to the nearest, halves away from zero (EN 16931, commercial rounding).</summary>
public static class Rounding
{
    /// <summary>value * factor / divisor, rounded. Throws <see cref="OverflowException"/> where it does not fit.</summary>
    public static long MulDiv(long value, long factor, long divisor)
    {
        Int128 product = (Int128)value * factor;
        Int128 half = divisor / 2;
        return checked((long)((product < 0 ? product - half : product + half) / divisor));
    }
}
