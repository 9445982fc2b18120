namespace EdgePos.Store;

/// <summary>An amount that the same taxes stand on.</summary>
internal readonly record struct TaxPortion((string Name, Rate Rate)[] Taxes, Money Amount);

/// <summary>The amounts of lines, put together by the taxes that stand on them.</summary>
internal sealed class TaxPortions
{
    private readonly List<TaxPortion> _portions = []; // few: a basket knows two or three rates

    /// <summary>Adds what is paid for a line: one tax on all; several, each on its share; or several that all stand on the whole.</summary>
    public void Add(BasketLine line)
    {
        var (item, amount) = (line.Item, line.Amount);
        if (item.Taxes.IsEmpty)
        {
            Add([("", item.TaxRate)], amount);
        }
        else if (item.Taxes.All(part => part.SharePpm == Rate.Whole))
        {
            Add([.. item.Taxes.Select(part => (part.Name, part.Rate))], amount);
        }
        else
        {
            long[] parts = Shares.Of(amount.Minor, [.. item.Taxes.Select(part => part.SharePpm)]);
            for (int i = 0; i < parts.Length; i++)
                Add([(item.Taxes[i].Name, item.Taxes[i].Rate)], amount with { Minor = parts[i] });
        }
    }

    /// <summary>What has been added since it was taken last.</summary>
    public TaxPortion[] Take()
    {
        TaxPortion[] all = [.. _portions];
        _portions.Clear();
        return all;
    }

    private void Add(ReadOnlySpan<(string Name, Rate Rate)> taxes, Money amount)
    {
        for (int i = 0; i < _portions.Count; i++)
        {
            if (taxes.SequenceEqual(_portions[i].Taxes))
            {
                _portions[i] = _portions[i] with { Amount = _portions[i].Amount + amount };
                return;
            }
        }

        _portions.Add(new TaxPortion(taxes.ToArray(), amount));
    }
}
