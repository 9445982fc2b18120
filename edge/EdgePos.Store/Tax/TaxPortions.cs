using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>An amount that the same taxes stand on.</summary>
/// <param name="Taxes">One, or several that all stand on the whole of it.</param>
/// <param name="Amount">The amount, as prices have it.</param>
/// <param name="Given">Minor units of each tax, where a receipt says what was paid; empty: the rates say it.</param>
internal readonly record struct TaxPortion((string Name, Rate Rate)[] Taxes, Money Amount, ImmutableArray<long> Given)
{
    /// <summary>
    /// What is paid for a line: one tax on all; several, each on its share of the price; or several that all stand on the
    /// whole of it.
    /// </summary>
    public static TaxPortion[] Of(BasketLine line)
    {
        var (item, amount) = (line.Item, line.Amount);
        if (item.Taxes.IsEmpty)
            return [new([("", item.TaxRate)], amount, line.GivenTaxes)];
        if (item.Taxes.All(part => part.SharePpm == Rate.Whole))
            return [new([.. item.Taxes.Select(part => (part.Name, part.Rate))], amount, line.GivenTaxes)];
        long[] shares = Shares.Of(amount.Minor, [.. item.Taxes.Select(part => part.SharePpm)]);
        return [.. item.Taxes.Select((part, i) => new TaxPortion([(part.Name, part.Rate)], amount with { Minor = shares[i] },
            line.GivenTaxes.IsEmpty ? [] : [line.GivenTaxes[i]]))];
    }
}

/// <summary>The amounts of lines, put together by the taxes that stand on them.</summary>
internal sealed class TaxPortions
{
    private readonly List<TaxPortion> _portions = []; // few: a basket knows two or three rates

    /// <summary>Adds what is paid for a line.</summary>
    public void Add(BasketLine line)
    {
        if (line.Item.Taxes.IsEmpty && line.GivenTaxes.IsEmpty && IsAdded(line.Item.TaxRate, line.Amount))
            return;
        foreach (var portion in TaxPortion.Of(line))
            Add(portion);
    }

    /// <summary>Adds an amount.</summary>
    /// <returns>What was there of the same taxes before. What a receipt says stands by itself.</returns>
    public Money Add(TaxPortion portion)
    {
        for (int i = 0; i < _portions.Count && portion.Given.IsEmpty; i++)
        {
            var before = _portions[i];
            if (before.Given.IsEmpty && portion.Taxes.AsSpan().SequenceEqual(before.Taxes))
            {
                _portions[i] = before with { Amount = before.Amount + portion.Amount };
                return before.Amount;
            }
        }

        _portions.Add(portion);
        return Money.Zero(portion.Amount.Currency);
    }

    // Nearly every line: its tax has no name, and there is something at its rate.
    private bool IsAdded(Rate rate, Money amount)
    {
        for (int i = 0; i < _portions.Count; i++)
        {
            if (_portions[i] is { Given.IsEmpty: true, Taxes: [("", var there)] } before && there == rate)
            {
                _portions[i] = before with { Amount = before.Amount + amount };
                return true;
            }
        }

        return false;
    }

    /// <summary>What has been added since it was taken last.</summary>
    public TaxPortion[] Take()
    {
        TaxPortion[] all = [.. _portions];
        _portions.Clear();
        return all;
    }
}
