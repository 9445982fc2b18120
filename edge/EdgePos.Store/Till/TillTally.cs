using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What has gone through a till in a session so far.</summary>
/// <param name="Session">The session.</param>
public sealed record TillTally(TillSession Session)
{
    private const string CashName = "cash";

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

    /// <summary>The tax within the sales, a row for each tax and rate.</summary>
    public ImmutableSortedDictionary<(string Name, long Ppm), TaxRow> Taxes { get; private init; } =
        ImmutableSortedDictionary<(string Name, long Ppm), TaxRow>.Empty;

    /// <summary>What was taken and given back, by the name of the kind of tender: how many, and minor units.</summary>
    public ImmutableSortedDictionary<string, (long Count, long Minor)> Tenders { get; private init; } =
        ImmutableSortedDictionary.Create<string, (long, long)>(StringComparer.Ordinal);

    /// <summary>What each employee sold who had the till: how many sales, and minor units.</summary>
    public ImmutableSortedDictionary<string, (long Sales, long Minor)> Cashiers { get; private init; } =
        ImmutableSortedDictionary.Create<string, (long, long)>(StringComparer.Ordinal);

    /// <summary>What totals were rounded by, for cash.</summary>
    public Money Rounding { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>Number of lines that came back.</summary>
    public long ReturnedLines { get; private init; }

    /// <summary>What was given back for them; zero or below.</summary>
    public Money Returned { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>What was put on gift cards by selling them, less what came back of that.</summary>
    public Money GiftCardsSold { get; private init; } = Money.Zero(Session.Float.Currency);

    /// <summary>What should be in the drawer.</summary>
    public Money Expected => Session.Float + Cash + PaidIn - PaidOut - SafeDrops;

    /// <summary>With a sale.</summary>
    public TillTally WithSale(TalliedSale sale) => this with
    {
        Sales = Sales + 1,
        SalesTotal = SalesTotal + sale.Total,
        Cash = Cash + sale.Total with
        {
            Minor = checked(sale.Tenders.Where(tender => tender.Kind == CashName).Sum(tender => tender.Minor) - sale.ChangeMinor),
        },
        FirstReceipt = FirstReceipt == 0 ? sale.Receipt : FirstReceipt,
        LastReceipt = sale.Receipt,
        Taxes = sale.Taxes.Aggregate(Taxes, (all, row) => all.SetItem((row.Name, row.Rate.Ppm),
            all.TryGetValue((row.Name, row.Rate.Ppm), out var before) ? before.Plus(row) : row)),
        Tenders = sale.Tenders.Aggregate(Tenders, (all, tender) => all.SetItem(tender.Kind,
            all.GetValueOrDefault(tender.Kind) is var (count, minor) ? (count + 1, checked(minor + tender.Minor)) : default)),
        Cashiers = sale.Cashier.Length == 0 ? Cashiers : Cashiers.SetItem(sale.Cashier,
            Cashiers.GetValueOrDefault(sale.Cashier) is var (sold, sum) ? (sold + 1, checked(sum + sale.Total.Minor)) : default),
        Rounding = Rounding with { Minor = checked(Rounding.Minor + sale.RoundingMinor) },
        ReturnedLines = ReturnedLines + sale.ReturnedLines,
        Returned = Returned with { Minor = checked(Returned.Minor + sale.ReturnedMinor) },
        GiftCardsSold = GiftCardsSold with { Minor = checked(GiftCardsSold.Minor + sale.GiftCardsMinor) },
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

/// <summary>A sale as a till adds it up. Amounts are minor units of the store's currency where they are no money.</summary>
/// <param name="Receipt">Number of its receipt.</param>
/// <param name="Total">What it came to.</param>
/// <param name="ChangeMinor">What was handed back in cash.</param>
public sealed record TalliedSale(long Receipt, Money Total, long ChangeMinor)
{
    /// <summary>Number of the employee who had the till; empty: nobody in particular.</summary>
    public string Cashier { get; init; } = "";

    /// <summary>What was given, before change, by the name of its kind.</summary>
    public IReadOnlyList<(string Kind, long Minor)> Tenders { get; init; } = [];

    /// <summary>The tax within it.</summary>
    public IReadOnlyList<TaxRow> Taxes { get; init; } = [];

    /// <summary>What its total was rounded by.</summary>
    public long RoundingMinor { get; init; }

    /// <summary>Lines that came back.</summary>
    public long ReturnedLines { get; init; }

    /// <summary>What was given back for them; zero or below.</summary>
    public long ReturnedMinor { get; init; }

    /// <summary>What its lines put on gift cards, less what they took off them.</summary>
    public long GiftCardsMinor { get; init; }
}
