using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>How much a commit to a file promises.</summary>
internal enum Durability
{
    /// <summary>Survives a power cut: synced before the commit returns.</summary>
    Full,

    /// <summary>Survives a crash of the process; a power cut may cost the last moment.</summary>
    Normal,
}

/// <summary>Opening SQLite files the one way this box does.</summary>
internal static class Database
{
    // A corruption bug of the WAL (reset while a reader checkpoints) sits in 3.7.0 to 3.51.2: https://sqlite.org/wal.html
    private static readonly Version OldestSafe = new(3, 51, 3);

    /// <summary>Bytes of a page in the write-ahead log. Source: sqlite.org/fileformat.html, WAL frame header.</summary>
    public const long FrameBytes = PageBytes + 24;

    // Of a new file. A sale changes a few bytes in seven tables, and the log takes whole pages: small ones spare the card.
    private const int PageBytes = 2048;

    // While the log is emptied, the writer waits for its keeper.
    private const int BusyMilliseconds = 5000;

    private const int CacheKilobytes = 16 * 1024;

    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    static Database() => LogSync.Install();

    /// <summary>Opens a file for its one writer, making it where it is not there.</summary>
    /// <exception cref="LedgerFault">It cannot be opened; the fault says what to do.</exception>
    /// <param name="pageBytes">Of a new file.</param>
    public static SqliteConnection OpenWriter(string path, Durability durability, int pageBytes = PageBytes) => Guard(path, () =>
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            RequireSafeVersion(connection, path);
            // EXTRA while the file is not a WAL file yet: it syncs the folder after deleting the rollback journal of the very
            // first transaction, which could otherwise come back after a power cut and undo what was answered since.
            string sync = durability == Durability.Full ? "FULL" : "NORMAL";
            connection.Execute($"PRAGMA page_size = {pageBytes}; PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL;");
            connection.Execute($"PRAGMA synchronous = {sync}; PRAGMA cache_size = -{CacheKilobytes};");
            connection.Execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;");
            connection.Execute($"PRAGMA secure_delete = FAST; PRAGMA busy_timeout = {BusyMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Opens a pooled connection that can only read; in a WAL file it sees one snapshot for each query.</summary>
    public static SqliteConnection OpenReader(string path) => Guard(path, () =>
        Opened(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }));

    /// <summary>Opens a connection of its own that can only read, to look at all of a file.</summary>
    public static SqliteConnection OpenToCheck(string path) => Guard(path, () =>
    {
        if (!File.Exists(path))
            throw new LedgerFault(FaultKind.CannotOpen, "open", path, "there is no such file");
        return Opened(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        });
    });

    /// <summary>Bytes of a file and of its write-ahead log.</summary>
    public static long SizeOf(string path) => new[] { path, path + "-wal" }.Select(part => new FileInfo(part)).Where(file => file.Exists)
        .Sum(file => file.Length);

    /// <summary>An empty database in memory that spills to a file which nobody sees.</summary>
    public static SqliteConnection OpenScratch() =>
        Opened(new SqliteConnectionStringBuilder { DataSource = "", Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false });

    /// <summary>
    /// Copies the write-ahead log into the file and empties it, so that the next start finds a clean stop. SQLite would do
    /// it when the last connection closes, and readers that are idle are connections too.
    /// </summary>
    public static bool TryTidyUp(SqliteConnection connection)
    {
        try
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return true;
        }
        catch (SqliteException)
        {
            return false; // the next start recovers
        }
    }

    /// <summary>Closing does not tidy up: a disk that has failed is asked nothing more before the file is opened again.</summary>
    public static void LeaveAsItIs(SqliteConnection connection) =>
        SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);

    /// <summary>Runs an action on a file and turns what SQLite and the disk say into a <see cref="LedgerFault"/>.</summary>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return Translated("open", path, action);
        }
        catch (InvalidDataException newer)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path, newer.Message);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path, "check that the folder exists and is ours to write", fault);
        }
    }

    /// <summary>Runs statements on an open file and turns what SQLite says into a <see cref="LedgerFault"/>.</summary>
    public static T Translated<T>(string op, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException fault)
        {
            throw Translate(fault, op, path);
        }
    }

    /// <summary>What an error of SQLite means for this box. Codes: https://sqlite.org/rescode.html</summary>
    public static LedgerFault Translate(SqliteException fault, string op, string path) => fault.SqliteErrorCode switch
    {
        13 => new(FaultKind.DiskFull, op, path, "the disk is full; free some space, selling goes on by itself", fault),
        11 or 26 => new(FaultKind.Damaged, op, path,
            $"the file is damaged or is no database; keep it, {EpochMark.Remedy}", fault),
        5 or 6 => new(FaultKind.CannotOpen, op, path, "another process has the file; end it first", fault),
        8 or 14 or 23 => new(FaultKind.CannotOpen, op, path, "check that the folder exists and is ours to write", fault),
        _ => new(FaultKind.Io, op, path, "the disk failed; look at the system log, replace the disk if it fails again", fault),
    };

    private static SqliteConnection Opened(SqliteConnectionStringBuilder settings)
    {
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void RequireSafeVersion(SqliteConnection connection, string path)
    {
        if (Version.Parse(connection.ServerVersion) < OldestSafe)
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                $"SQLite {connection.ServerVersion} can damage files; {OldestSafe} or later is needed");
    }
}
