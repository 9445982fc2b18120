using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What has gone through a till in a session so far.</summary>
/// <param name="Session">The session.</param>
public sealed record TillTally(TillSession Session)
{
    /// <summary>Number of sales.</summary>
    public long Sales { get; private init; }

    /// <summary>Sum of the sales.</summary>
    public Money SalesTotal { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>Cash taken for sales, less change.</summary>
    public Money Cash { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>Cash that came in without a sale.</summary>
    public Money PaidIn { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>Cash that went out without a sale.</summary>
    public Money PaidOut { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>Cash brought to the safe.</summary>
    public Money SafeDrops { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>How often the drawer was opened and no cash moved.</summary>
    public long NoSales { get; private init; }

    /// <summary>Number of the first receipt; 0: there was no sale.</summary>
    public long FirstReceipt { get; private init; }

    /// <summary>Number of the last receipt of the register.</summary>
    public long LastReceipt { get; private init; } = Session.AfterReceipt;

    /// <summary>The entry of the last movement without a sale; 0: there was none.</summary>
    public long LastMovementSeq { get; private init; }

    /// <summary>The tax within the sales, a row for each rate, the lowest first.</summary>
    public ImmutableSortedDictionary<long, TaxRow> Taxes { get; private init; } = ImmutableSortedDictionary<long, TaxRow>.Empty;

    /// <summary>What should be in the drawer.</summary>
    public Money Expected => Session.Float + Cash + PaidIn - PaidOut - SafeDrops;

    /// <summary>With a sale.</summary>
    /// <param name="receipt">Number of its receipt.</param>
    /// <param name="cash">Cash taken, less change.</param>
    public TillTally WithSale(long receipt, Money total, Money cash, IEnumerable<TaxRow> taxes) => this with
    {
        Sales = Sales + 1,
        SalesTotal = SalesTotal + total,
        Cash = Cash + cash,
        FirstReceipt = FirstReceipt == 0 ? receipt : FirstReceipt,
        LastReceipt = receipt,
        Taxes = taxes.Aggregate(Taxes, (all, row) => all.SetItem(row.Rate.Ppm, all.TryGetValue(row.Rate.Ppm, out var before)
            ? new TaxRow(row.Rate, before.Net + row.Net, before.Tax + row.Tax, before.Gross + row.Gross)
            : row)),
    };

    /// <summary>With cash that moved without a sale.</summary>
    /// <param name="seq">Its entry.</param>
    /// <param name="amount">How much; zero where none moved.</param>
    public TillTally WithMovement(long seq, CashMovementKind kind, Money amount)
    {
        var after = this with { LastMovementSeq = seq };
        return kind switch
        {
            CashMovementKind.PaidIn => after with { PaidIn = PaidIn + amount },
            CashMovementKind.PaidOut => after with { PaidOut = PaidOut + amount },
            CashMovementKind.SafeDrop => after with { SafeDrops = SafeDrops + amount },
            CashMovementKind.NoSale => after with { NoSales = NoSales + 1 },
        };
    }
}
