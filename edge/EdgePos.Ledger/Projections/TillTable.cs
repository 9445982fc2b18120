using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>The sessions of the tills. What went through one is in the journal: it is added up when somebody asks.</summary>
internal sealed class TillTable(HotStatements statements)
{
    private const string Open = "register = $1 AND closed_seq = 0";

    private readonly HotStatement _day = statements.Statement($"SELECT opened_seq, business_date FROM till_sessions WHERE {Open}");
    private readonly HotStatement _lastDay = statements.Statement("""
        SELECT business_date FROM till_sessions WHERE register = $1 ORDER BY opened_seq DESC LIMIT 1
        """);
    private readonly HotStatement _open = statements.Statement("""
        INSERT INTO till_sessions SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT max(number) FROM receipts WHERE register = $3),
            (SELECT last FROM receipt_bases WHERE register IN ($3, 0) ORDER BY register DESC LIMIT 1), 0), 0, 0, $7
        """);
    private readonly HotStatement _change = statements.Statement("UPDATE till_sessions SET cashier = $2 WHERE opened_seq = $1");
    private readonly HotStatement _cashier = statements.Statement($"SELECT cashier FROM till_sessions WHERE {Open}");
    private readonly HotStatement _move = statements.Statement("INSERT INTO till_movements VALUES ($1, $2)");
    private readonly HotStatement _close = statements.Statement("""
        UPDATE till_sessions SET closed_seq = $2, z_number = $3 WHERE opened_seq = $1 AND closed_seq = 0
        """);
    private readonly HotStatement _addBase = statements.Statement("INSERT INTO z_report_bases VALUES ($1, $2)");
    private readonly HotStatement _lastZ = statements.Statement($"SELECT {LastZ}");

    // Written so that the index of the closed sessions answers it.
    private const string LastZ = """
        coalesce((SELECT max(z_number) FROM till_sessions WHERE register = $1 AND closed_seq > 0),
            (SELECT last FROM z_report_bases WHERE register = $1), 0)
        """;

    /// <summary>The session that a sale of a register falls into, and its day; null where the till is not open.</summary>
    public (long OpenedSeq, DateOnly Day)? DayOf(int register) =>
        _day.First(row => ((long, DateOnly)?)(row.Number(0), DayNumber.ToDay(row.Number(1))), register);

    /// <summary>The employee who has the register's till; empty: nobody in particular, or it is closed.</summary>
    public string CashierOf(int register) => _cashier.First(row => row.Text(0), register) ?? "";

    /// <summary>The day of the register's last session; null where it had none.</summary>
    public DateOnly? LastDay(int register) => _lastDay.First(row => (DateOnly?)DayNumber.ToDay(row.Number(0)), register);

    /// <summary>Number of the register's last Z report; 0: it has none.</summary>
    public long LastZReport(int register) => _lastZ.First(row => row.Number(0), register);

    public void Apply(EntryHeader header, TillOpened opened) => _open.Run(header.Seq, Guid.Parse(opened.SessionId).ToBytes(),
        header.Register, DayNumber.Of(DateOnly.ParseExact(opened.BusinessDate, "O", CultureInfo.InvariantCulture)),
        opened.Float.Minor, opened.Float.Currency, header.Employee);

    public void Apply(EntryHeader header, CashierChanged changed) => _change.Run(changed.TillOpenedSeq, header.Employee);

    public void Apply(EntryHeader header, CashMoved moved) => _move.Run(moved.TillOpenedSeq, header.Seq);

    public void Apply(EntryHeader header, TillClosed closed) => _close.Run(closed.TillOpenedSeq, header.Seq, closed.ZNumber);

    public void Apply(ZReportMark mark) => _addBase.Run(mark.Register, mark.Last);

    /// <inheritdoc cref="FindOpen(SqliteConnection, int)"/>
    public TillSession? FindOpen(int register) => FindOpen(statements.Connection, register);

    /// <inheritdoc cref="Continue(SqliteConnection, TillTally)"/>
    public TillTally Continue(TillTally tally) => Continue(statements.Connection, tally);

    /// <summary>The open session of a register; null where its till is closed.</summary>
    public static TillSession? FindOpen(SqliteConnection connection, int register)
    {
        return connection.Rows($"""
            SELECT opened_seq, session, business_date, float_minor, currency, after_receipt,
                (SELECT at_us FROM journal WHERE seq = opened_seq), cashier FROM till_sessions WHERE {Open}
            """, row => new TillSession(row.Bytes(1).ToGuid(), row.GetInt64(0), row.GetInt64(6), register,
            DayNumber.ToDay(row.GetInt64(2)), new Money(row.GetInt64(3), Currency.Of(row.GetString(4))), row.GetInt64(5), row.GetString(7)),
            register).FirstOrDefault();
    }

    /// <summary>The registers with an open session, in their order.</summary>
    public static List<int> OpenRegisters(SqliteConnection connection) => connection.Rows(
        "SELECT register FROM till_sessions WHERE closed_seq = 0 ORDER BY register", row => row.GetInt32(0));

    /// <summary>Adds to a tally of an open session what came after it.</summary>
    public static TillTally Continue(SqliteConnection connection, TillTally tally)
    {
        var sales = connection.Stream($"""
            SELECT {JournalRows.Columns} FROM receipts JOIN journal USING (seq)
            WHERE receipts.register = $1 AND receipts.number > $2 ORDER BY receipts.number
            """, JournalRows.EntryOf, tally.Session.Register, tally.LastReceipt);
        foreach (var entry in sales)
            tally = tally.With(entry.Header, SaleCompleted.Parser.ParseFrom(entry.Body));
        var movements = connection.Stream($"""
            SELECT {JournalRows.Columns} FROM till_movements JOIN journal USING (seq)
            WHERE till_movements.opened_seq = $1 AND till_movements.seq > $2 ORDER BY till_movements.seq
            """, JournalRows.EntryOf, tally.Session.OpenedSeq, tally.LastMovementSeq);
        foreach (var entry in movements)
            tally = tally.With(entry.Header, CashMoved.Parser.ParseFrom(entry.Body));
        return tally;
    }

    /// <summary>Number of the register's last Z report; 0: it has none.</summary>
    public static long LastZReport(SqliteConnection connection, int register) =>
        (long)connection.Scalar($"SELECT {LastZ}", register)!;

    /// <summary>The entry of a Z report; null where there is none of that number.</summary>
    public static JournalEntry? FindZReport(SqliteConnection connection, int register, long number) => connection.Rows($"""
        SELECT {JournalRows.Columns} FROM till_sessions JOIN journal ON journal.seq = closed_seq
        WHERE till_sessions.register = $1 AND z_number = $2 AND closed_seq > 0
        """, JournalRows.EntryOf, register, number).FirstOrDefault();
}
