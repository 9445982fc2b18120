using System.Text.RegularExpressions;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What every kind of books must do. A suite derives from this, and a class for each database from the suite.</summary>
public abstract partial class BooksSuite(bool postgres) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private Books? _books;

    internal static readonly BoxName Box = new("demo", "S1", "box1");

    protected HeadOfficeOptions Options { get; } = new();

    protected Books Books => _books!;

    public async ValueTask InitializeAsync()
    {
        Options.DataFolder = _folder.Path;
        if (postgres)
            Options.Database = await PostgresServer.NewDatabaseAsync() + ";Maximum Pool Size=5";
        _books = Books.Open(Options, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        _books?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the books and opens them again.</summary>
    protected void Reopen()
    {
        _books!.Dispose();
        _books = Books.Open(Options, TimeProvider.System);
    }

    /// <summary>Makes the books those of an older program: takes away what a migration and all later ones made.</summary>
    /// <param name="migration">Its name behind the number, as `orders` of 0010_orders.sql.</param>
    protected void TakeAwaySince(string migration)
    {
        string folder = $"EdgePos.HeadOffice.Books.{(postgres ? "Postgres." : "")}Migrations.";
        var assembly = typeof(Books).Assembly;
        string[] files = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order()];
        int first = Array.FindIndex(files, name => name[folder.Length..] == $"{name.Substring(folder.Length, 4)}_{migration}.sql");
        using var older = Books.Store.OpenToWrite();
        foreach (string file in files[first..].Reverse())
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(file)!);
            foreach (Match made in Made().Matches(text.ReadToEnd()).Reverse())
                older.Run($"DROP {made.Groups["what"].Value} {made.Groups["name"].Value}");
        }

        older.Run($"DELETE FROM schema_version WHERE version > {first}");
    }

    [GeneratedRegex(@"^CREATE (UNIQUE )?(?<what>TABLE|INDEX) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Made();

    protected long Count(string table) => Number($"SELECT count(*) FROM {table}");

    protected long Number(string sql) => Rows(sql, row => row.GetInt64(0))[0];

    internal List<T> Rows<T>(string sql, Func<System.Data.Common.DbDataReader, T> read)
    {
        using var connection = Books.Store.OpenToRead();
        return [.. connection.Query(sql, read)];
    }
}
