using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What a basket is doing. The numbers are those of the protos.</summary>
public enum BasketState
{
    /// <summary>Items and tenders may be added.</summary>
    Open = 1,

    /// <summary>Paid: may be completed.</summary>
    Paid = 2,

    /// <summary>A sale in the ledger.</summary>
    Completed = 3,

    /// <summary>Given up.</summary>
    Abandoned = 4,

    /// <summary>Put aside: any register may take it up again.</summary>
    Suspended = 5,
}

/// <summary>A basket: what a customer wants to buy, brings back, and has paid so far. Every change makes a new one.</summary>
public sealed record Basket
{
    // One reference, so that whoever watches a basket on another thread reads all of its sums or none.
    private BasketSums? _sums;

    /// <summary>Made by the register: the id of the command that opened it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the register that opened it, or took it up last.</summary>
    public required int Register { get; init; }

    /// <summary>The store's currency; all amounts are in it.</summary>
    public required Currency Currency { get; init; }

    /// <summary>How the store's prices hold their tax.</summary>
    public TaxMode Tax { get; init; }

    /// <summary>Minor units of the smallest step that cash is paid in; 1: every amount.</summary>
    public int CashStep { get; init; } = 1;

    /// <summary>Rises by one with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The lines in the order they were scanned.</summary>
    public ImmutableArray<BasketLine> Lines { get; init; } = [];

    /// <summary>The tenders in the order they were given.</summary>
    public ImmutableArray<Tender> Tenders { get; init; } = [];

    /// <summary>Number of the line that the last command touched; 0: none.</summary>
    public int LastLine { get; init; }

    /// <summary>Version of the price book that priced the last line.</summary>
    public string PriceBook { get; init; } = "";

    /// <summary>Who the prices and promotions are for.</summary>
    public BasketCustomer Customer { get; init; } = BasketCustomer.Anybody;

    /// <summary>Codes of the coupons that were handed in.</summary>
    public ImmutableArray<string> Coupons { get; init; } = [];

    /// <summary>What staff take off the whole basket; null: nothing.</summary>
    public Reduction? Reduction { get; init; }

    /// <summary>The buyer has been found to be so old, in years; 0: nobody has looked.</summary>
    public int AgeSeen { get; init; }

    /// <summary>Words of the cashier; empty: none.</summary>
    public string Note { get; init; } = "";

    /// <summary>Number of the order that is handed over with it; empty: none.</summary>
    public string Order { get; init; } = "";

    /// <summary>True while it is put aside.</summary>
    public bool Suspended { get; init; }

    /// <summary>What promotions gave, and what one more item would give.</summary>
    public BasketOffers Offers { get; init; } = BasketOffers.None;

    /// <summary>Number of the receipt; empty until completed.</summary>
    public string ReceiptNumber { get; init; } = "";

    /// <summary>True when given up.</summary>
    public bool Abandoned { get; init; }

    /// <summary>The tax within the total, a row for each tax and rate.</summary>
    public IReadOnlyList<TaxRow> Taxes => Sums.Taxes;

    /// <summary>What the lines that are not void come to, tax included; below zero where more comes back than is bought.</summary>
    public Money Total => new(Sums.Total, Currency);

    /// <summary>Tenders that were not taken back.</summary>
    public IEnumerable<Tender> Paying => Tenders.Where(tender => !tender.Removed);

    /// <summary>What has been tendered so far.</summary>
    public Money Tendered => new(Sums.Tendered, Currency);

    /// <summary>What the total is rounded by, once cash settles it in steps; zero before.</summary>
    public Money Rounding => new(Sums.Rounding, Currency);

    /// <summary>
    /// What is still to be paid; below zero: to be given back. More than the total is change where it was cash and is kept
    /// where it was a voucher. Of a card it is owed: lines may have gone, or come back, after it paid.
    /// </summary>
    public Money Due => new(Sums.Due, Currency);

    /// <summary>What is to be handed back in cash, once nothing is due: never more than the cash that was given.</summary>
    public Money Change => new(Sums.Change, Currency);

    /// <summary>Lines that are sold or come back.</summary>
    public IEnumerable<BasketLine> Sold => Lines.Where(line => !line.Void);

    /// <summary>Pieces, and one for each line by measure; what comes back and deposits do not count.</summary>
    public long ItemCount => Sums.ItemCount;

    /// <summary>What the lines that are not void cost less.</summary>
    public Money Discount => new(Sums.Discounted, Currency);

    /// <summary>What the basket is doing; follows from what it holds.</summary>
    public BasketState State =>
        ReceiptNumber.Length > 0 ? BasketState.Completed
        : Abandoned ? BasketState.Abandoned
        : Suspended ? BasketState.Suspended
        : Tenders.Any(static tender => !tender.Removed) && Lines.Any(static line => !line.Void) && Due.Minor == 0 ? BasketState.Paid
        : BasketState.Open;

    /// <summary>What cash has to pay, or to give back: all that the other tenders do not.</summary>
    internal Money ForCash => new(Sums.ForCash, Currency);

    /// <summary>Minor units of the cash that was given, less what was given back.</summary>
    internal long CashMinor => Sums.Cash;

    private BasketSums Sums => _sums is { } known && known.AreOf(this) ? known : _sums = new BasketSums(this);
}
