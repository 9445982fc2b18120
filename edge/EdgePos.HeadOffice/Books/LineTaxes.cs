using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// What of a sale's tax is in each line. Tax is rounded once for a sale, so lines share it: each gets its own, rounded, and
/// what is then over or short goes to the taxed lines, a minor unit each. The lines add up to the sale exactly.
/// </summary>
internal static class LineTaxes
{
    private const decimal Million = 1_000_000;

    /// <summary>The tax of each line, minor units.</summary>
    /// <exception cref="OverflowException">The sale says more than there can be.</exception>
    public static long[] Of(SaleCompleted sale, long tax)
    {
        long[] shares = new long[sale.Lines.Count];
        long rest = tax;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = Own(sale.Lines[i], sale.PricesExcludeTax);
            rest = checked(rest - shares[i]);
        }

        for (int i = 0; i < shares.Length && rest != 0; i++)
        {
            if (shares[i] == 0)
                continue;
            shares[i] = checked(shares[i] + Math.Sign(rest));
            rest -= Math.Sign(rest);
        }

        if (rest != 0 && shares.Length > 0)
            shares[^1] = checked(shares[^1] + rest);
        return shares;
    }

    private static long Own(SaleLine line, bool excluded)
    {
        if (line.GivenTaxMinor.Count > 0)
            return line.GivenTaxMinor.Aggregate(0L, (sum, part) => checked(sum + part));
        decimal rate = line.Taxes.Count == 0
            ? line.TaxRatePpm / Million
            : line.Taxes.Sum(part => part.RatePpm / Million * (part.SharePpm / Million));
        decimal amount = line.Amount?.Minor ?? 0;
        if (rate == 0 || amount == 0 || rate <= -1)
            return 0;
        return checked((long)decimal.Round(excluded ? amount * rate : amount * rate / (1 + rate), MidpointRounding.ToEven));
    }
}
