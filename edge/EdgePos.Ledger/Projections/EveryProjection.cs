using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>All that follows from the journal and nothing else: it can be rebuilt from it, and is when a ledger is checked.</summary>
internal sealed class EveryProjection
{
    /// <summary>In receipt_bases: every register that has no row of its own.</summary>
    public const int AnyRegister = 0;

    /// <summary>The tables that are projections, with the columns that order them and those that follow from the journal.</summary>
    public static readonly (string Table, string Key, string Columns)[] Tables =
    [
        ("receipts", "register, number", "*"), ("receipt_bases", "register", "*"), ("stock", "sku", "*"),
        ("signing_keys", "seq", "*"), ("customers", "seq", "seq, digest"),
        ("till_sessions", "opened_seq", "*"), ("till_movements", "opened_seq, seq", "*"), ("z_report_bases", "register", "*"),
        ("returned_lines", "register, number, line", "*"), ("returned_elsewhere", "receipt, line", "*"),
        ("redeemed", "kind, code", "*"),
        ("stock_reservations", "seq", "*"), ("stock_counts", "sku", "*"),
        ("gift_cards", "number", "*"), ("customer_points", "seq", "*"), ("payments", "payment", "*"),
        ("time_clock", "seq", "*"),
        ("registers", "register", "*"),
        ("orders", "number", "*"), ("order_goods", "number, sku", "*"),
    ];

    private readonly HotStatement _addKey, _addBase;

    public EveryProjection(HotStatements statements)
    {
        _addKey = statements.Statement("INSERT INTO signing_keys VALUES ($1, $2)");
        _addBase = statements.Statement("INSERT INTO receipt_bases VALUES ($1, $2)");
        Stock = new StockTable(statements);
        Reservations = new ReservationTable(statements, Stock);
        Counts = new StockCountTable(statements, Stock);
        Sales = new SaleProjection(statements, Stock, Reservations);
        Customers = new CustomerTable(statements);
        Tills = new TillTable(statements);
        Returns = new ReturnTable(statements);
        Redeemed = new RedeemedTable(statements);
        GiftCards = new GiftCardTable(statements);
        Payments = new PaymentTable(statements);
        Points = new PointsTable(statements);
        Hours = new TimeClockTable(statements);
        Registers = new RegisterTable(statements);
        Orders = new OrderTable(statements, Stock);
    }

    /// <summary>Stock on hand.</summary>
    public StockTable Stock { get; }

    /// <summary>What is held for somebody.</summary>
    public ReservationTable Reservations { get; }

    /// <summary>Open counts of stock.</summary>
    public StockCountTable Counts { get; }

    /// <summary>Sales: receipts, their numbers, stock.</summary>
    public SaleProjection Sales { get; }

    /// <summary>Who sales are made out to.</summary>
    public CustomerTable Customers { get; }

    /// <summary>What has come back.</summary>
    public ReturnTable Returns { get; }

    /// <summary>Coupons and vouchers that were taken.</summary>
    public RedeemedTable Redeemed { get; }

    /// <summary>What is on gift cards.</summary>
    public GiftCardTable GiftCards { get; }

    /// <summary>Card payments at the box's terminal.</summary>
    public PaymentTable Payments { get; }

    /// <summary>What sales added to customers' points.</summary>
    public PointsTable Points { get; }

    /// <summary>What was said to the time clock.</summary>
    public TimeClockTable Hours { get; }

    /// <summary>The registers that were paired.</summary>
    public RegisterTable Registers { get; }

    /// <summary>What was done with orders.</summary>
    public OrderTable Orders { get; }

    /// <summary>The sessions of the tills.</summary>
    public TillTable Tills { get; }

    /// <summary>Brings the projections up to an entry.</summary>
    /// <param name="fact">The fact in it; one that this program does not know moves nothing.</param>
    public void Apply(EntryHeader header, IMessage? fact)
    {
        switch (fact)
        {
            case SaleCompleted sale:
                Sales.Apply(header.Seq, sale);
                Apply(header.Seq, sale);
                if (!sale.CustomerDigest.IsEmpty)
                    Customers.Keep(header.Seq, sale.CustomerDigest.ToByteArray(), details: null);
                break;
            case CustomerErased erased:
                Customers.Erase([erased.SaleSeq]);
                break;
            case CustomersErased erased:
                Customers.Erase(erased.Sales.Select(sale => sale.SaleSeq));
                break;
            case CustomersExpired expired:
                Customers.Erase(expired.Sales.Select(sale => sale.SaleSeq));
                break;
            case TillOpened opened:
                Tills.Apply(header, opened);
                break;
            case CashierChanged changed:
                Tills.Apply(header, changed);
                break;
            case CashMoved moved:
                Tills.Apply(header, moved);
                break;
            case TillClosed closed:
                Tills.Apply(header, closed);
                break;
            case StockReceived or StockAdjusted or StockTransferred:
                Stock.Book(StockFacts.MovesOf(fact), header.Seq);
                break;
            case StockCountBegun count:
                Counts.Apply(header, count);
                break;
            case StockCounted counted:
                Counts.Apply(header, counted);
                break;
            case StockCountFinished finished:
                Counts.Apply(header, finished);
                break;
            case StockReserved reserved:
                Reservations.Apply(header, reserved);
                break;
            case StockReleased released:
                Reservations.Apply(header, released);
                break;
            case TimeClocked clocked:
                Hours.Apply(header, clocked);
                break;
            case PaymentRequested requested:
                Payments.Apply(header, requested);
                break;
            case PaymentEnded ended:
                Payments.Apply(header, ended);
                break;
            case PaymentMadeGood good:
                Payments.Apply(header, good);
                break;
            case RegisterPaired paired:
                Registers.Apply(header, paired);
                break;
            case RegisterRevoked revoked:
                Registers.Apply(header, revoked);
                break;
            case OrderPrepared prepared:
                Orders.Apply(header, prepared);
                break;
            case OrderHandedOver handed:
                Orders.Apply(header, handed);
                break;
            case OrderGivenUp given:
                Orders.Apply(header, given);
                break;
            case LedgerBegun begun:
                _addKey.Run(header.Seq, begun.PublicKey.ToByteArray());
                foreach (var receipt in begun.Before?.Receipts ?? [])
                    _addBase.Run(receipt.Register, receipt.Last);
                foreach (var mark in begun.Before?.Stock ?? [])
                    Stock.TakeOver(mark, header.Seq);
                foreach (var mark in begun.Before?.ZReports ?? [])
                    Tills.Apply(mark);
                foreach (var card in begun.Before?.GiftCards ?? [])
                    GiftCards.TakeOver(card, header.Seq);
                if (begun.Before is { } before)
                {
                    Redeemed.TakeOver(before, header.Seq);
                    Orders.TakeOver(before, header.Seq);
                }

                break;
            case BoxKeyAdded added:
                _addKey.Run(header.Seq, added.PublicKey.ToByteArray());
                break;
        }
    }

    /// <summary>What a sale means besides receipt and stock.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        Returns.Apply(seq, sale);
        Redeemed.Apply(seq, sale);
        GiftCards.Apply(seq, sale);
        Points.Apply(seq, sale);
        Payments.Apply(seq, sale);
        Orders.Apply(seq, sale);
    }
}
