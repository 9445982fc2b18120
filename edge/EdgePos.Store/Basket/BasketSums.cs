using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What a basket comes to and what of it is paid: worked out once for the lines and tenders it is about.</summary>
internal sealed class BasketSums
{
    private readonly ImmutableArray<BasketLine> _lines;
    private readonly ImmutableArray<Tender> _tenders;
    private readonly TaxMode _mode;
    private readonly bool _isExempt;
    private readonly int _cashStep;
    private IReadOnlyList<TaxRow>? _taxes;

    public BasketSums(Basket basket)
    {
        (_lines, _tenders, _mode) = (basket.Lines, basket.Tenders, basket.Tax);
        (_isExempt, _cashStep) = (basket.Customer.IsExempt, basket.CashStep);
        foreach (var line in _lines)
        {
            if (line.Void)
                continue;
            Total += line.Amount.Minor;
            Discounted += line.Discounted;
            if (line.ReturnOf is null && line.DepositOf == 0)
                ItemCount += line.Item.Unit == Unit.Each ? line.Quantity.Thousandths / 1000 : 1;
        }

        if (_mode.PricesExcludeTax || _isExempt)
            Total = Taxes.Sum(row => row.Gross.Minor);
        long kept = 0;
        foreach (var tender in basket.Paying)
        {
            Tendered += tender.Amount.Minor;
            Cash += tender.IsCash ? tender.Amount.Minor : 0;
            kept += tender.Kind == TenderKind.Voucher ? Math.Max(0, tender.Amount.Minor) : 0;
        }

        ForCash = Total - (Tendered - Cash);
        long rounded = CashRounding.Round(new Money(ForCash, basket.Currency), _cashStep).Minor;
        bool settles = Cash != 0 && (ForCash >= 0 ? Cash >= rounded : Cash == rounded);
        Rounding = settles ? rounded - ForCash : 0;

        long over = Tendered - Total - Rounding, cash = Math.Max(0, Cash);
        Due = over <= 0 || Total < 0 ? -over
            : over <= kept + cash ? 0
            : kept - over;
        Change = Due == 0 ? Math.Clamp(over, 0, cash) : 0;
    }

    /// <summary>The tax within the total, a row for each tax and rate.</summary>
    public IReadOnlyList<TaxRow> Taxes => _taxes ??= TaxRules.Summary(_lines.Where(line => !line.Void), _mode, _isExempt);

    /// <summary>What the lines that are not void come to, tax included. All amounts here are minor units.</summary>
    public long Total { get; }

    /// <summary>What the lines that are not void cost less.</summary>
    public long Discounted { get; }

    /// <summary>Pieces, and one for each line by measure; what comes back and deposits do not count.</summary>
    public long ItemCount { get; }

    /// <summary>What has been tendered.</summary>
    public long Tendered { get; }

    /// <summary>The cash that was given, less what was given back.</summary>
    public long Cash { get; }

    /// <summary>What cash has to pay, or to give back: all that the other tenders do not.</summary>
    public long ForCash { get; }

    /// <summary>What the total is rounded by.</summary>
    public long Rounding { get; }

    /// <summary>What is still to be paid.</summary>
    public long Due { get; }

    /// <summary>What is to be handed back in cash.</summary>
    public long Change { get; }

    /// <summary>False for a copy with other lines or tenders: it has other sums.</summary>
    public bool AreOf(Basket basket) => _lines == basket.Lines && _tenders == basket.Tenders && _mode == basket.Tax
        && _isExempt == basket.Customer.IsExempt && _cashStep == basket.CashStep;
}
