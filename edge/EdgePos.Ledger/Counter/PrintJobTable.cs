using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>The life of a print job. The numbers are those of the protos.</summary>
public enum PrintJobState
{
    /// <summary>Not begun.</summary>
    Waiting = 1,

    /// <summary>Bytes are under way.</summary>
    Printing = 2,

    /// <summary>The printer confirmed that it is through.</summary>
    Printed = 3,

    /// <summary>It may or may not be on paper: staff decide.</summary>
    Unknown = 4,
}

/// <summary>One job of the print queue.</summary>
/// <param name="Job">Its number; jobs are printed in this order.</param>
/// <param name="ReceiptNumber">The number of what to print: a receipt, or a slip of a till.</param>
/// <param name="Copy">True: it is marked as a copy.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Printer">Name of the printer that it is for.</param>
public sealed record PrintJobRow(long Job, string ReceiptNumber, bool Copy, PrintJobState State, string Printer);

/// <summary>The durable print queue. A receipt has one original; all else are copies.</summary>
public sealed class PrintJobTable
{
    private const string Columns = "job, receipt_number, copy, state, printer";

    private readonly SqliteCommand _addOriginal, _addCopy, _byCommand, _byNumber, _next, _pending,
        _setState, _interrupted, _settleCopy, _assign, _printers;

    internal PrintJobTable(SqliteConnection connection)
    {
        _addOriginal = connection.Statement("""
            INSERT INTO print_jobs (receipt_number, copy, state, queued_us, printer) VALUES ($1, 0, 1, $2, $3) ON CONFLICT DO NOTHING
            """);
        _addCopy = connection.Statement("""
            INSERT INTO print_jobs (receipt_number, copy, state, command_id, queued_us, printer) VALUES ($1, 1, 1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """);
        _byCommand = connection.Statement($"SELECT {Columns} FROM print_jobs WHERE command_id = $1");
        _byNumber = connection.Statement($"SELECT {Columns} FROM print_jobs WHERE job = $1");
        _next = connection.Statement($"SELECT {Columns} FROM print_jobs WHERE state = 1 AND printer = $1 ORDER BY job LIMIT 1");
        _pending = connection.Statement($"SELECT {Columns} FROM print_jobs WHERE state IN (1, 2, 4) ORDER BY job LIMIT 100");
        _setState = connection.Statement("UPDATE print_jobs SET state = $2 WHERE job = $1");
        _interrupted = connection.Statement("UPDATE print_jobs SET state = 4 WHERE state = 2");
        _settleCopy = connection.Statement("""
            INSERT INTO print_jobs (receipt_number, copy, state, queued_us, printer)
            SELECT receipt_number, 1, 1, $2, printer FROM print_jobs WHERE job = $1
            """);
        _printers = connection.Statement("SELECT DISTINCT printer FROM print_jobs WHERE state = 1");
        _assign = connection.Statement("UPDATE print_jobs SET printer = $2 WHERE state = 1 AND printer = $1");
    }

    /// <summary>Queues the original of a receipt; where it is in the queue already nothing happens.</summary>
    public void AddOriginal(string receiptNumber, string printer, long nowUs) => _addOriginal.Run(receiptNumber, nowUs, printer);

    /// <summary>Queues a copy of a receipt, once for each command.</summary>
    public PrintJobRow AddCopy(string receiptNumber, Guid commandId, string printer, long nowUs)
    {
        _addCopy.Run(receiptNumber, commandId.ToBytes(), nowUs, printer);
        return _byCommand.Rows(RowOf, commandId.ToBytes())[0];
    }

    /// <summary>A job; null where it is not here.</summary>
    public PrintJobRow? Find(long job) => _byNumber.Rows(RowOf, job).FirstOrDefault();

    /// <summary>The oldest job of a printer that was not begun; null where there is none.</summary>
    public PrintJobRow? Next(string printer) => _next.Rows(RowOf, printer).FirstOrDefault();

    /// <summary>Gives the jobs of a printer that were not begun to another one.</summary>
    public void Assign(string from, string to) => _assign.Run(from, to);

    /// <summary>The printers that jobs wait for.</summary>
    public IReadOnlyList<string> Printers() => _printers.Rows(row => row.GetString(0));

    /// <summary>The first hundred jobs that are not through, oldest first.</summary>
    public IReadOnlyList<PrintJobRow> Pending() => _pending.Rows(RowOf);

    /// <summary>Moves a job on.</summary>
    public void SetState(long job, PrintJobState state) => _setState.Run(job, (int)state);

    /// <summary>Jobs that were under way when the process ended: nobody knows whether they are on paper.</summary>
    /// <returns>How many.</returns>
    public int MarkInterrupted() => _interrupted.Run();

    /// <summary>Staff decided: the job is done, and where it was not on paper a copy takes its place.</summary>
    public void Settle(long job, bool onPaper, long nowUs)
    {
        SetState(job, PrintJobState.Printed);
        if (!onPaper)
            _settleCopy.Run(job, nowUs);
    }

    private static PrintJobRow RowOf(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), (PrintJobState)row.GetInt32(3), row.GetString(4));
}
