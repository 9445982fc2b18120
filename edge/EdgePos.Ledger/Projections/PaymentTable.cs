using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A card payment as the ledger has it. Entries that there are none of are 0.</summary>
/// <param name="Id">Of the payment.</param>
/// <param name="Seq">The entry that requested it.</param>
/// <param name="EndedSeq">The entry that ended it.</param>
/// <param name="Basket">Empty: a reversal for none.</param>
/// <param name="ApprovedMinor">Minor units that moved.</param>
/// <param name="Reverses">What a reversal undoes; empty: it is none.</param>
/// <param name="ReversedSeq">The entry by which it was undone.</param>
/// <param name="SaleSeq">The sale of which it is a tender.</param>
/// <param name="GoodSeq">The entry by which it was made good otherwise.</param>
public sealed record PaymentRow(
    Guid Id, long Seq, long EndedSeq, PaymentKind Kind, Guid Basket, string Terminal, long ApprovedMinor, Guid Reverses,
    long ReversedSeq, long SaleSeq, long GoodSeq)
{
    /// <summary>Money moved that is in no sale, was not undone and was not made good.</summary>
    public bool IsAstray => ApprovedMinor > 0 && Kind != PaymentKind.Reversal && ReversedSeq == 0 && SaleSeq == 0 && GoodSeq == 0;
}

/// <summary>Card payments at the box's terminal.</summary>
internal sealed class PaymentTable(HotStatements statements)
{
    private const string Columns =
        "payment, seq, ended_seq, kind, basket, terminal, approved, reverses, reversed_seq, sale_seq, good_seq";

    private const string One = $"SELECT {Columns} FROM payments WHERE payment = $1";

    // PaymentRow.IsAstray, and what the index payments_astray holds.
    private const string Astrays = "approved > 0 AND kind IN (1, 2) AND reversed_seq = 0 AND sale_seq = 0 AND good_seq = 0";

    private readonly HotStatement _insert = statements.Statement(
        "INSERT INTO payments VALUES ($1, $2, 0, $3, $4, $5, 0, $6, 0, 0, 0)");
    private readonly HotStatement _end = statements.Statement("UPDATE payments SET ended_seq = $2, approved = $3 WHERE payment = $1");
    private readonly HotStatement _reverse = statements.Statement("UPDATE payments SET reversed_seq = $2 WHERE payment = $1");
    private readonly HotStatement _sell = statements.Statement("UPDATE payments SET sale_seq = $2 WHERE payment = $1");
    private readonly HotStatement _makeGood = statements.Statement("UPDATE payments SET good_seq = $2 WHERE payment = $1");
    private readonly HotStatement _find = statements.Statement(One);
    private readonly HotStatement _openOf = statements.Statement("SELECT seq FROM payments WHERE basket = $1 AND ended_seq = 0");
    private readonly HotStatement _openReversal = statements.Statement(
        "SELECT seq FROM payments WHERE ended_seq = 0 AND reverses = $1 AND reverses <> x''");
    private readonly HotStatement _astrayOf = statements.Statement($"SELECT count(*) FROM payments WHERE basket = $1 AND {Astrays}");

    /// <summary>A payment; null: there is none.</summary>
    public PaymentRow? Find(Guid id) => _find.First(row => new PaymentRow(row.Bytes(0).ToGuid(), row.Number(1), row.Number(2),
        (PaymentKind)row.Number(3), IdOf(row.Bytes(4)), row.Text(5), row.Number(6), IdOf(row.Bytes(7)), row.Number(8), row.Number(9),
        row.Number(10)), id.ToBytes());

    /// <summary>True while a payment of a basket has no end.</summary>
    public bool IsOpen(Guid basket) => _openOf.First(row => row.Number(0), basket.ToBytes()) > 0;

    /// <summary>True while a reversal of a payment has no end.</summary>
    public bool IsBeingReversed(Guid payment) => _openReversal.First(row => row.Number(0), payment.ToBytes()) > 0;

    /// <summary>
    /// Says why a basket's card payments keep it from becoming this sale; null: nothing does. A payment that an earlier ledger
    /// had is not known here, and is taken as the basket has it.
    /// </summary>
    public Refusal? Check(Guid basket, SaleCompleted sale)
    {
        if (IsOpen(basket))
            return new Refusal(RefusalCode.PaymentOpen, "basket_id");
        int known = 0;
        foreach (var tender in sale.Tenders.Where(tender => tender.PaymentId.Length > 0))
        {
            if (Find(Guid.Parse(tender.PaymentId)) is not { } payment)
                continue;
            long moved = payment.Kind == PaymentKind.Refund ? -payment.ApprovedMinor : payment.ApprovedMinor;
            if (!payment.IsAstray || payment.Basket != basket || moved != tender.Amount.Minor)
                return new Refusal(RefusalCode.PaymentSettled, "tenders", tender.PaymentId);
            known++;
        }

        // What was charged for this basket and is none of its tenders would be lost with it.
        return _astrayOf.First(row => row.Number(0), basket.ToBytes()) == known ? null
            : new Refusal(RefusalCode.PaymentOpen, "basket_id");
    }

    public void Apply(EntryHeader header, PaymentRequested requested) => _insert.Run(
        Guid.Parse(requested.PaymentId).ToBytes(), header.Seq, (long)requested.Kind, BytesOf(requested.BasketId), requested.Terminal,
        BytesOf(requested.Reverses));

    public void Apply(EntryHeader header, PaymentEnded ended)
    {
        _end.Run(BytesOf(ended.PaymentId), header.Seq, ended.Approved.Minor);
        if (ended.Kind == PaymentKind.Reversal && ended.State == PaymentState.Approved)
            _reverse.Run(BytesOf(ended.Reverses), header.Seq);
    }

    public void Apply(EntryHeader header, PaymentMadeGood good) => _makeGood.Run(BytesOf(good.PaymentId), header.Seq);

    public void Apply(long seq, SaleCompleted sale)
    {
        foreach (var tender in sale.Tenders.Where(tender => tender.PaymentId.Length > 0))
            _sell.Run(BytesOf(tender.PaymentId), seq);
    }

    /// <summary>A payment; null: there is none.</summary>
    public static PaymentRow? Find(SqliteConnection connection, Guid id) =>
        connection.Rows(One, RowOf, id.ToBytes()).FirstOrDefault();

    /// <summary>Those of a basket, the oldest first.</summary>
    public static List<PaymentRow> Of(SqliteConnection connection, Guid basket) =>
        connection.Rows($"SELECT {Columns} FROM payments WHERE basket = $1 ORDER BY seq", RowOf, basket.ToBytes());

    /// <summary>Those without an end, the oldest first.</summary>
    public static List<PaymentRow> WithoutEnd(SqliteConnection connection) =>
        connection.Rows($"SELECT {Columns} FROM payments WHERE ended_seq = 0 ORDER BY seq", RowOf);

    /// <summary>Those by which money moved that is in no sale and was not undone, the oldest first.</summary>
    public static List<PaymentRow> Astray(SqliteConnection connection) => connection.Rows(
        $"SELECT {Columns} FROM payments WHERE {Astrays} ORDER BY seq", RowOf);

    /// <summary>The last one that a terminal was asked for; null: none.</summary>
    public static PaymentRow? Last(SqliteConnection connection, string terminal) => connection.Rows(
        $"SELECT {Columns} FROM payments WHERE terminal = $1 ORDER BY seq DESC LIMIT 1", RowOf, terminal).FirstOrDefault();

    /// <summary>Says which were not settled.</summary>
    public static void Tell(SqliteConnection connection, LedgerBefore before)
    {
        // All of them or none.
        var unsettled = WithoutEnd(connection).Concat(Astray(connection)).Select(row =>
        {
            var entry = JournalRows.After(connection, row.Seq - 1, most: 1).Single();
            var requested = PaymentRequested.Parser.ParseFrom(entry.Body);
            return new UnsettledPayment
            {
                PaymentId = requested.PaymentId,
                Kind = requested.Kind,
                BasketId = requested.BasketId,
                Amount = requested.Amount,
                Terminal = requested.Terminal,
                Register = entry.Header.Register,
                AtUs = entry.Header.AtUs,
                Moved = row.EndedSeq > 0,
            };
        }).ToList();
        before.Payments.AddRange(unsettled);
    }

    private static PaymentRow RowOf(SqliteDataReader row) => new(row.Bytes(0).ToGuid(), row.GetInt64(1), row.GetInt64(2),
        (PaymentKind)row.GetInt32(3), IdOf(row.Bytes(4)), row.GetString(5), row.GetInt64(6), IdOf(row.Bytes(7)), row.GetInt64(8),
        row.GetInt64(9), row.GetInt64(10));

    private static byte[] BytesOf(string id) => id.Length == 0 ? [] : Guid.Parse(id).ToBytes();

    private static Guid IdOf(byte[] bytes) => bytes.Length == 0 ? Guid.Empty : bytes.ToGuid();
}
