using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

// Compiled into head office too, which may not know the ledger.
namespace EdgePos.Sqlite;

/// <summary>Brings a file to the schema of this program: numbered SQL files, each applied with its version row at once.</summary>
/// <param name="resourcePrefix">Where the files are among the embedded resources of the assembly that this is compiled into.</param>
internal sealed class Migrator(string resourcePrefix)
{
    // The copy is not what fills the disk: what is written next goes before.
    private const long RoomLeft = 64L * 1024 * 1024;

    /// <summary>Applies what is missing. A file with data in it is copied beside itself first, as FILE.before-VERSION.</summary>
    /// <returns>The copy; null: nothing was missing, or there was no data.</returns>
    /// <exception cref="InvalidDataException">The file is newer than the program, or the disk has no room for the copy.</exception>
    public string? Apply(SqliteConnection connection, string path, long nowUs)
    {
        connection.Execute("""
            CREATE TABLE IF NOT EXISTS schema_version (
                version INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, applied_us INTEGER NOT NULL) STRICT
            """);
        long have = connection.Scalar("SELECT max(version) FROM schema_version") is long version ? version : 0;
        var all = Load();
        if (have > all.Count)
            throw new InvalidDataException($"the file has schema {have}, this program knows {all.Count}; install the newer program again");

        string? copy = have == 0 || have == all.Count ? null
            : $"{path}.before-{all.Count.ToString("0000", CultureInfo.InvariantCulture)}";
        if (copy is not null && !File.Exists(copy))
            Copy(connection, path, copy);
        foreach (var (number, sql) in all.Where(migration => migration.Number > have))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql);
            connection.Execute("INSERT INTO schema_version VALUES ($1, $2, $3)", number, HashOf(sql), nowUs);
            transaction.Commit();
        }

        return copy;
    }

    /// <summary>The migrations of this program, by number from 1.</summary>
    public IReadOnlyList<(int Number, string Sql)> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(resourcePrefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select((name, i) => (i + 1, Read(assembly, name)))];
    }

    /// <summary>The hash by which a landed migration is known to be unchanged.</summary>
    public static byte[] HashOf(string sql) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql));

    // It has its name only when all of it is on disk.
    private static void Copy(SqliteConnection connection, string path, string copy)
    {
        string aside = copy + ".new";
        File.Delete(aside); // of a start that was cut off
        long size = new FileInfo(path).Length, free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        if (free < size + RoomLeft)
        {
            throw new InvalidDataException($"a copy of the file is taken before this program changes its tables, and the disk has only "
                + $"{free / 1_000_000} MB free; make room for {(size + RoomLeft) / 1_000_000} MB, or install the program before it again");
        }

        try
        {
            connection.Execute("VACUUM INTO $1", aside);
            File.SetUnixFileMode(aside, File.GetUnixFileMode(path));
            using (var file = new FileStream(aside, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(aside, copy);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
