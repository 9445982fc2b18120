using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>The tax within an amount, of one tax at one rate.</summary>
/// <param name="Name">Name of the tax; empty: the rate says enough.</param>
/// <param name="Rate">The rate.</param>
/// <param name="Net">
/// Without the tax. Where several taxes stand on the same goods it is in the row of the first of them, and zero in the others.
/// </param>
/// <param name="Tax">The tax.</param>
/// <param name="Gross">Net plus tax.</param>
public sealed record TaxRow(string Name, Rate Rate, Money Net, Money Tax, Money Gross)
{
    /// <summary>Both rows as one, of the same tax at the same rate.</summary>
    public TaxRow Plus(TaxRow other) => this with { Net = Net + other.Net, Tax = Tax + other.Tax, Gross = Gross + other.Gross };
}

/// <summary>How a store's prices hold their tax, and where it is rounded.</summary>
/// <param name="PricesExcludeTax">True: the tax comes on top (sales tax). False: it is within (value added tax).</param>
/// <param name="PerLine">True: rounded for each line. False: once for each rate, over all lines.</param>
public readonly record struct TaxMode(bool PricesExcludeTax, bool PerLine);

/// <summary>The tax of a sale.</summary>
public static class TaxRules
{
    /// <summary>
    /// A row for each tax and rate, by name and then lowest rate first. The tax of a sum is rounded once, halves away from
    /// zero, and the net is what is left (EN 16931-1, BR-CO-17 and BT-116 to BT-119 do the same for each category), so the
    /// rows always add up to the total.
    /// </summary>
    /// <param name="isExempt">True: prices are charged without their tax, and the rows say a tax of zero.</param>
    public static IReadOnlyList<TaxRow> Summary(IEnumerable<BasketLine> lines, TaxMode mode, bool isExempt)
    {
        var rows = new List<TaxRow>();
        var portions = new TaxPortions();
        foreach (var line in lines)
        {
            portions.Add(line);
            if (mode.PerLine)
                Round();
        }

        Round();
        return rows.Count < 2 ? rows : [.. rows.OrderBy(row => (row.Name, row.Rate.Ppm))];

        void Round()
        {
            foreach (var portion in portions.Take())
            {
                foreach (var row in RowsOf(portion, mode, isExempt))
                    Add(row);
            }
        }

        void Add(TaxRow row)
        {
            int at = rows.FindIndex(before => before.Name == row.Name && before.Rate == row.Rate);
            if (at < 0)
                rows.Add(row);
            else
                rows[at] = rows[at].Plus(row);
        }
    }

    /// <summary>
    /// What of the summary's tax each line has, minor units of each of its taxes: what the tax of all lines up to it is more than
    /// that of those before. All together are exactly the summary's, so that what comes back line by line is what was paid.
    /// </summary>
    public static IReadOnlyList<ImmutableArray<long>> OfLines(IEnumerable<BasketLine> lines, TaxMode mode)
    {
        var portions = new TaxPortions();
        var all = new List<ImmutableArray<long>>();
        foreach (var line in lines)
        {
            all.Add([.. TaxPortion.Of(line).SelectMany(portion =>
            {
                var before = portions.Add(portion);
                return portion.Given.IsEmpty
                    ? Of(portion, before + portion.Amount).Zip(Of(portion, before), (to, from) => to - from)
                    : portion.Given;
            })]);
            if (mode.PerLine)
                portions.Take();
        }

        return all;

        long[] Of(TaxPortion portion, Money amount) => TaxesOf(portion with { Amount = amount }, mode);
    }

    private static IEnumerable<TaxRow> RowsOf(TaxPortion portion, TaxMode mode, bool isExempt)
    {
        var (taxes, currency) = (portion.Taxes, portion.Amount.Currency);
        long[] parts = TaxesOf(portion, mode);
        long net = portion.Amount.Minor - (mode.PricesExcludeTax ? 0 : parts.Sum());
        for (int i = 0; i < parts.Length; i++)
        {
            long of = i == 0 ? net : 0, tax = isExempt ? 0 : parts[i];
            yield return new TaxRow(taxes[i].Name, taxes[i].Rate, new(of, currency), new(tax, currency), new(of + tax, currency));
        }
    }

    private static long[] TaxesOf(TaxPortion portion, TaxMode mode)
    {
        if (!portion.Given.IsEmpty)
            return [.. portion.Given];
        if (portion.Taxes is [var (_, only)]) // as nearly all goods have it
        {
            long whole = mode.PricesExcludeTax ? Rate.Whole : Rate.Whole + only.Ppm;
            return [Rounding.MulDiv(portion.Amount.Minor, only.Ppm, whole)];
        }

        long[] rates = [.. portion.Taxes.Select(tax => tax.Rate.Ppm)];
        return mode.PricesExcludeTax
            ? [.. rates.Select(rate => Rounding.MulDiv(portion.Amount.Minor, rate, Rate.Whole))]
            : Shares.Of(Rounding.MulDiv(portion.Amount.Minor, rates.Sum(), Rate.Whole + rates.Sum()), rates);
    }
}
