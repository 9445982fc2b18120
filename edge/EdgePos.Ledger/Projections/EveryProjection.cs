using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>All that follows from the journal and nothing else: it can be rebuilt from it, and is when a ledger is checked.</summary>
internal sealed class EveryProjection(HotStatements statements)
{
    /// <summary>In receipt_bases: every register that has no row of its own.</summary>
    public const int AnyRegister = 0;

    /// <summary>The tables that are projections, with the columns that order them and those that follow from the journal.</summary>
    public static readonly (string Table, string Key, string Columns)[] Tables =
    [
        ("receipts", "register, number", "*"), ("receipt_bases", "register", "*"), ("stock", "sku", "*"),
        ("signing_keys", "seq", "*"), ("customers", "seq", "seq, digest"),
        ("till_sessions", "opened_seq", "*"), ("till_movements", "opened_seq, seq", "*"), ("z_report_bases", "register", "*"),
    ];

    private readonly HotStatement _addKey = statements.Statement("INSERT INTO signing_keys VALUES ($1, $2)");
    private readonly HotStatement _addBase = statements.Statement("INSERT INTO receipt_bases VALUES ($1, $2)");

    /// <summary>Sales: receipts, their numbers, stock.</summary>
    public SaleProjection Sales { get; } = new(statements);

    /// <summary>Who sales are made out to.</summary>
    public CustomerTable Customers { get; } = new(statements);

    /// <summary>The sessions of the tills.</summary>
    public TillTable Tills { get; } = new(statements);

    /// <summary>Brings the projections up to an entry.</summary>
    /// <param name="fact">The fact in it; one that this program does not know moves nothing.</param>
    public void Apply(EntryHeader header, IMessage? fact)
    {
        switch (fact)
        {
            case SaleCompleted sale:
                Sales.Apply(header.Seq, sale);
                if (!sale.CustomerDigest.IsEmpty)
                    Customers.Keep(header.Seq, sale.CustomerDigest.ToByteArray(), details: null);
                break;
            case CustomerErased erased:
                Customers.Erase(erased.SaleSeq);
                break;
            case TillOpened opened:
                Tills.Apply(header, opened);
                break;
            case CashMoved moved:
                Tills.Apply(header, moved);
                break;
            case TillClosed closed:
                Tills.Apply(header, closed);
                break;
            case LedgerBegun begun:
                _addKey.Run(header.Seq, begun.PublicKey.ToByteArray());
                foreach (var receipt in begun.Before?.Receipts ?? [])
                    _addBase.Run(receipt.Register, receipt.Last);
                foreach (var stock in begun.Before?.Stock ?? [])
                    Sales.MoveStock(stock.Sku, stock.OnHandThousandths, header.Seq);
                foreach (var mark in begun.Before?.ZReports ?? [])
                    Tills.Apply(mark);
                break;
            case BoxKeyAdded added:
                _addKey.Run(header.Seq, added.PublicKey.ToByteArray());
                break;
        }
    }
}
