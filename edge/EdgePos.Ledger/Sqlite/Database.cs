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

    /// <summary>Opens a file for its one writer, making it where it is not there.</summary>
    /// <exception cref="LedgerFault">It cannot be opened; the fault says what to do.</exception>
    public static SqliteConnection OpenWriter(string path, Durability durability) => Guard(path, () =>
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
            string sync = durability == Durability.Full ? "FULL" : "NORMAL";
            connection.Execute(
                $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {sync}; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;");
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
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();
        return connection;
    });

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
            "the file is damaged or is no database; keep it, and restore the last backup or begin a new ledger", fault),
        5 or 6 => new(FaultKind.CannotOpen, op, path, "another process has the file; end it first", fault),
        8 or 14 or 23 => new(FaultKind.CannotOpen, op, path, "check that the folder exists and is ours to write", fault),
        _ => new(FaultKind.Io, op, path, "the disk failed; look at the system log, replace the disk if it fails again", fault),
    };

    private static void RequireSafeVersion(SqliteConnection connection, string path)
    {
        if (Version.Parse(connection.ServerVersion) < OldestSafe)
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                $"SQLite {connection.ServerVersion} can damage files; {OldestSafe} or later is needed");
    }
}
