using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>What became of an entry in the books.</summary>
internal enum Booked
{
    /// <summary>A sale: totals and stock have moved.</summary>
    Sale,

    /// <summary>Known, and nothing follows from it here but that it is kept.</summary>
    Kept,

    /// <summary>Head office cannot read it; a person must look.</summary>
    Quarantined,
}

/// <summary>What an entry means to head office: a sale, totals, stock. What it cannot read goes to quarantine.</summary>
internal sealed class SalesOfBooks(SqliteConnection connection, WriteTransaction transaction)
{
    private const int Constraint = 19; // https://sqlite.org/rescode.html#constraint

    private static readonly HashSet<string> KeptKinds =
    [
        LedgerBegun.Descriptor.FullName, BoxKeyAdded.Descriptor.FullName, CustomerErased.Descriptor.FullName,
        TillOpened.Descriptor.FullName, CashMoved.Descriptor.FullName, TillClosed.Descriptor.FullName,
    ];

    private readonly SqliteCommand _sale = connection.Statement("INSERT INTO sales VALUES ($1, $2, $3, $4, $5, $6, $7)");
    private readonly SqliteCommand _quarantine = connection.Statement("INSERT INTO quarantine VALUES ($1, $2, $3)");
    private readonly SqliteCommand _total = connection.Statement("""
        INSERT INTO totals VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET minor = minor + excluded.minor
        """);
    private readonly SqliteCommand _stock = connection.Statement("""
        INSERT INTO stock VALUES ($1, $2, $3, -$4) ON CONFLICT DO UPDATE SET on_hand = on_hand + excluded.on_hand
        """);

    /// <summary>Books an entry.</summary>
    public Booked Apply(BoxName box, long stream, Entry entry)
    {
        if (KeptKinds.Contains(entry.Kind))
            return Booked.Kept;
        if (Sale(entry, out string problem) is { } sale && transaction.InSavepoint(() => TryBook(box, stream, entry, sale, out problem)))
            return Booked.Sale;
        _quarantine.Run(stream, entry.Seq, problem);
        return Booked.Quarantined;
    }

    // Sums that do not fit a column, two sales with one receipt number: no box of ours makes such entries.
    private bool TryBook(BoxName box, long stream, Entry entry, SaleCompleted sale, out string problem)
    {
        problem = "";
        try
        {
            _sale.Run(stream, entry.Seq, entry.AtUs, sale.ReceiptNumber, sale.CommandId, sale.Total.Minor, sale.Total.Currency);
            _total.Run(stream, sale.Total.Currency, sale.Total.Minor);
            foreach (var line in sale.Lines)
                _stock.Run(box.Tenant, box.Store, line.Sku, line.QuantityThousandths);
            return true;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == Constraint)
        {
            problem = fault.Message;
            return false;
        }
    }

    private static SaleCompleted? Sale(Entry entry, out string problem)
    {
        problem = $"this head office does not know {entry.Kind}";
        if (entry.Kind != SaleCompleted.Descriptor.FullName)
            return null;
        try
        {
            var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
            problem = "the sale has no total";
            return sale.Total is { Currency.Length: 3 } ? sale : null;
        }
        catch (InvalidProtocolBufferException fault)
        {
            problem = fault.Message;
            return null;
        }
    }
}
