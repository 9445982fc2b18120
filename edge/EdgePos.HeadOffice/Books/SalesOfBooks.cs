using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>What became of an entry in the books.</summary>
internal enum Booked
{
    /// <summary>A sale: totals and stock have moved.</summary>
    Sale,

    /// <summary>Known, and it is kept; stock has moved where it says so.</summary>
    Kept,

    /// <summary>Head office cannot read it; a person must look.</summary>
    Quarantined,
}

/// <summary>What an entry means to head office: a sale, totals, stock that moves. What it cannot read goes to quarantine.</summary>
internal sealed class SalesOfBooks(SqliteConnection connection, WriteTransaction transaction)
{
    private const int Constraint = 19; // https://sqlite.org/rescode.html#constraint

    private static readonly HashSet<string> KeptKinds =
    [
        LedgerBegun.Descriptor.FullName, BoxKeyAdded.Descriptor.FullName, CustomerErased.Descriptor.FullName,
        TillOpened.Descriptor.FullName, CashierChanged.Descriptor.FullName, CashMoved.Descriptor.FullName,
        TillClosed.Descriptor.FullName, DrawerOpened.Descriptor.FullName,
        StockCountBegun.Descriptor.FullName, StockCounted.Descriptor.FullName,
        StockReserved.Descriptor.FullName, StockReleased.Descriptor.FullName,
    ];

    // A count moves stock by what it found more or less: several boxes of a store add up here.
    private static readonly Dictionary<string, MessageParser> StockKinds = new MessageDescriptor[]
    {
        StockReceived.Descriptor, StockAdjusted.Descriptor, StockTransferred.Descriptor, StockCountFinished.Descriptor,
    }.ToDictionary(kind => kind.FullName, kind => kind.Parser);

    private readonly SqliteCommand _sale = connection.Statement("INSERT INTO sales VALUES ($1, $2, $3, $4, $5, $6, $7)");
    private readonly SqliteCommand _quarantine = connection.Statement("INSERT INTO quarantine VALUES ($1, $2, $3)");
    private readonly SqliteCommand _total = connection.Statement("""
        INSERT INTO totals VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET minor = minor + excluded.minor
        """);
    private readonly SqliteCommand _stock = connection.Statement("""
        INSERT INTO stock VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET on_hand = on_hand + excluded.on_hand
        """);

    /// <summary>Books an entry.</summary>
    public Booked Apply(BoxName box, long stream, Entry entry)
    {
        if (KeptKinds.Contains(entry.Kind))
            return Booked.Kept;
        string problem = $"this head office does not know {entry.Kind}";
        if (StockKinds.TryGetValue(entry.Kind, out var parser))
        {
            if (Read(parser, entry, out problem) is { } fact && InSavepoint(() => Move(box, StockFacts.MovesOf(fact)), out problem))
                return Booked.Kept;
        }
        else if (entry.Kind == SaleCompleted.Descriptor.FullName)
        {
            if (Sale(entry, out problem) is { } sale && InSavepoint(() => Book(box, stream, entry, sale), out problem))
                return Booked.Sale;
        }

        _quarantine.Run(stream, entry.Seq, problem);
        return Booked.Quarantined;
    }

    private void Book(BoxName box, long stream, Entry entry, SaleCompleted sale)
    {
        _sale.Run(stream, entry.Seq, entry.AtUs, sale.ReceiptNumber, sale.CommandId, sale.Total.Minor, sale.Total.Currency);
        _total.Run(stream, sale.Total.Currency, sale.Total.Minor);
        Move(box, StockFacts.SoldOf(sale));
    }

    private void Move(BoxName box, IEnumerable<StockMove> moves)
    {
        foreach (var move in moves)
            _stock.Run(box.Tenant, box.Store, move.Sku, move.QuantityThousandths);
    }

    // Sums that do not fit a column, two sales with one receipt number: no box of ours makes such entries.
    private bool InSavepoint(Action book, out string problem)
    {
        string found = "";
        bool booked = transaction.InSavepoint(() =>
        {
            try
            {
                book();
                return true;
            }
            catch (Exception fault) when (fault is SqliteException { SqliteErrorCode: Constraint } or OverflowException)
            {
                found = fault.Message;
                return false;
            }
        });
        problem = found;
        return booked;
    }

    private static SaleCompleted? Sale(Entry entry, out string problem)
    {
        if (Read(SaleCompleted.Parser, entry, out problem) is SaleCompleted { Total.Currency.Length: 3 } sale)
            return sale;
        if (problem.Length == 0)
            problem = "the sale has no total";
        return null;
    }

    private static IMessage? Read(MessageParser parser, Entry entry, out string problem)
    {
        problem = "";
        try
        {
            return parser.ParseFrom(entry.Body);
        }
        catch (InvalidProtocolBufferException fault)
        {
            problem = fault.Message;
            return null;
        }
    }
}
