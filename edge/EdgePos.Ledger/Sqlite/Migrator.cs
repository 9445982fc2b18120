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
    /// <summary>Applies what is missing. A file with data in it is copied beside itself first.</summary>
    /// <exception cref="InvalidDataException">The file is newer than the program.</exception>
    public void Apply(SqliteConnection connection, string path, long nowUs)
    {
        connection.Execute("""
            CREATE TABLE IF NOT EXISTS schema_version (
                version INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, applied_us INTEGER NOT NULL) STRICT
            """);
        long have = connection.Scalar("SELECT max(version) FROM schema_version") is long version ? version : 0;
        var all = Load();
        if (have > all.Count)
            throw new InvalidDataException($"the file has schema {have}, this program knows {all.Count}; install the newer program again");

        string copy = $"{path}.before-{all.Count.ToString("0000", CultureInfo.InvariantCulture)}";
        if (have > 0 && have < all.Count && !File.Exists(copy))
            connection.Execute("VACUUM INTO $1", copy);
        foreach (var (number, sql) in all.Where(migration => migration.Number > have))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql);
            connection.Execute("INSERT INTO schema_version VALUES ($1, $2, $3)", number, HashOf(sql), nowUs);
            transaction.Commit();
        }
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

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
