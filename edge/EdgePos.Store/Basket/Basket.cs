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
}

/// <summary>A basket: what a customer wants to buy and has paid so far. Every change makes a new one.</summary>
public sealed record Basket
{
    /// <summary>Made by the register: the id of the command that opened it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the register that opened it.</summary>
    public required int Register { get; init; }

    /// <summary>The store's currency; all amounts are in it.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Rises by one with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The lines in the order they were scanned.</summary>
    public ImmutableArray<BasketLine> Lines { get; init; } = [];

    /// <summary>The tenders in the order they were given.</summary>
    public ImmutableArray<CashTender> Tenders { get; init; } = [];

    /// <summary>Number of the line that the last command touched; 0: none.</summary>
    public int LastLine { get; init; }

    /// <summary>Version of the price book that priced the last line.</summary>
    public string PriceBook { get; init; } = "";

    /// <summary>Number of the receipt; empty until completed.</summary>
    public string ReceiptNumber { get; init; } = "";

    /// <summary>True when given up.</summary>
    public bool Abandoned { get; init; }

    /// <summary>Sum of the lines that are not void.</summary>
    public Money Total => new(Lines.Sum(line => line.Amount.Minor), Currency);

    /// <summary>What has been tendered so far.</summary>
    public Money Tendered => new(Tenders.Sum(tender => tender.Amount.Minor), Currency);

    /// <summary>What is still to be paid.</summary>
    public Money Due => new(Math.Max(0, Total.Minor - Tendered.Minor), Currency);

    /// <summary>What is to be handed back in cash, once nothing is due.</summary>
    public Money Change => new(Math.Max(0, Tendered.Minor - Total.Minor), Currency);

    /// <summary>Lines that are sold.</summary>
    public IEnumerable<BasketLine> Sold => Lines.Where(line => !line.Void);

    /// <summary>Pieces, and one for each line sold by measure.</summary>
    public long ItemCount =>
        Sold.Sum(line => line.Item.Unit == Unit.Each ? line.Quantity.Thousandths / 1000 : 1);

    /// <summary>What the basket is doing; follows from what it holds.</summary>
    public BasketState State =>
        ReceiptNumber.Length > 0 ? BasketState.Completed
        : Abandoned ? BasketState.Abandoned
        : Tenders.Length > 0 && Sold.Any() && Due.Minor == 0 ? BasketState.Paid
        : BasketState.Open;
}
