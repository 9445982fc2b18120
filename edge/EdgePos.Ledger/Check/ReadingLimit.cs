using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Ends reading that would not end by itself. In a damaged file a page can lead back to itself; SQLite goes at most 20 levels
/// deep, but ten ways on each of them are more than anybody waits for. And who stops a check waits for no table's end.
/// </summary>
internal static class ReadingLimit
{
    private const int StepsBetweenLooks = 10_000;

    // A sound ledger takes about one step of SQLite's machine for each of its bytes.
    private const long StepsForAByte = 50;
    private const long StepsForAnyFile = 20_000_000;

    /// <summary>From now on statements of this connection end as interrupted when it is too much, or when they shall stop.</summary>
    /// <param name="bytes">Size of the file and its write-ahead log.</param>
    public static void Set(SqliteConnection connection, long bytes, CancellationToken cancellation)
    {
        long left = (StepsForAnyFile + (bytes * StepsForAByte)) / StepsBetweenLooks;
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks,
            _ => --left < 0 || cancellation.IsCancellationRequested ? 1 : 0, null);
    }
}
