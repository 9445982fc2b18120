using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What employees said to the time clock.</summary>
internal sealed class TimeClockTable(HotStatements statements)
{
    private readonly HotStatement _add = statements.Statement("INSERT INTO time_clock VALUES ($1, $2, $3, $4)");
    private readonly HotStatement _last = statements.Statement(
        "SELECT kind FROM time_clock WHERE employee = $1 ORDER BY seq DESC LIMIT 1");

    public void Apply(EntryHeader header, TimeClocked clocked) =>
        _add.Run(header.Seq, header.Employee, (int)clocked.Kind, header.AtUs);

    /// <summary>What an employee said last; null: nothing ever.</summary>
    public Clocking? LastOf(string employee) => _last.First(row => (Clocking?)(row.Number(0) - 1), employee);

    /// <summary>What was said in a time, in its order.</summary>
    /// <param name="employee">Empty: by all.</param>
    public static IReadOnlyList<Clocked> Between(
        SqliteConnection connection, string employee, long fromUs, long toUs, long after, int most) =>
        [.. connection.Rows("""
            SELECT employee, kind, at_us, seq FROM time_clock
            WHERE at_us >= $1 AND at_us < $2 AND ($3 = '' OR employee = $3) AND seq > $4 ORDER BY seq LIMIT $5
            """, row => new Clocked
        {
            Employee = row.GetString(0),
            Kind = (ClockKind)row.GetInt32(1),
            AtUs = row.GetInt64(2),
            JournalSeq = row.GetInt64(3),
        }, fromUs, toUs, employee, after, most)];
}
