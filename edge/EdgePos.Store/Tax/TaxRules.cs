namespace EdgePos.Store;

/// <summary>The tax within an amount, at one rate.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Net">Without the tax.</param>
/// <param name="Tax">The tax.</param>
/// <param name="Gross">Net plus tax.</param>
public sealed record TaxRow(Rate Rate, Money Net, Money Tax, Money Gross);

/// <summary>Tax in prices that include it.</summary>
public static class TaxRules
{
    /// <summary>
    /// A row for each rate, lowest rate first. The tax is taken from the sum at a rate and rounded once (EN 16931,
    /// BR-CO-17 does the same for each category), so the rows always add up to the total.
    /// </summary>
    public static IReadOnlyList<TaxRow> Within(IEnumerable<BasketLine> lines) =>
        [.. lines.GroupBy(line => line.Item.TaxRate).OrderBy(group => group.Key.Ppm).Select(group =>
        {
            var gross = group.Select(line => line.Amount).Aggregate((a, b) => a + b);
            var tax = gross with { Minor = Rounding.MulDiv(gross.Minor, group.Key.Ppm, Rate.Whole + group.Key.Ppm) };
            return new TaxRow(group.Key, gross - tax, tax, gross);
        })];
}
