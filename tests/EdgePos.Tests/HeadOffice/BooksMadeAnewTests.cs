using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Books of an older program are brought to the schema of this one with all that follows from their entries.</summary>
public sealed class BooksMadeAnewTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Books_of_the_first_schema_get_their_sales_lines_and_stock_from_their_entries()
    {
        var journal = SentJournal.OfSales(2500, kinds: ["edgepos.headoffice.v9.Unheard"]);
        MakeFirstSchema(journal);
        using var books = Books.Open(new HeadOfficeOptions { DataFolder = _folder.Path }, TimeProvider.System);
        using var connection = books.Store.OpenToRead();
        long Number(string sql) => connection.Query(sql, row => row.GetInt64(0)).Single();
        Assert.Equal((2499L, 2499L, 1L), (Number("SELECT sales FROM streams"), Number("SELECT count(*) FROM sale_lines"),
            Number("SELECT quarantined FROM streams")));
        Assert.Equal((journal.Total - 100, -2_499_000L), (Number("SELECT minor FROM totals"), Number("SELECT moved FROM stock")));
        Assert.IsType<Verdict.Duplicate>(books.Commit(BooksSuite.Box, journal.Batch(2400, 2500)));
    }

    private void MakeFirstSchema(SentJournal journal)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("books.db")};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        void Run(string sql, params object[] values)
        {
            using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            for (int i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue($"${i + 1}", values[i]);
            command.ExecuteNonQuery();
        }

        Run(File.ReadAllText(Path.Combine(Programs.Repo, "edge/EdgePos.HeadOffice/Books/Migrations/0001_books.sql")));
        Run("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, applied_us INTEGER NOT NULL) STRICT");
        Run("INSERT INTO schema_version VALUES (1, x'00', 0)");
        Run("INSERT INTO streams VALUES (7, 'demo', 'S1', 'box1', $1, $2, $3, 2499, 1)",
            journal.Epoch, journal.Count, journal.HashAt(journal.Count));
        Run("INSERT INTO totals VALUES (7, 'EUR', 1)");
        foreach (var (entry, hash) in journal.Entries)
        {
            Run("INSERT INTO entries VALUES (7, $1, $2, $3, $4, $5, '', $6, $7)", entry.Seq, entry.AtUs, (int)entry.Clock, entry.Kind,
                entry.Register, entry.Body.ToByteArray(), hash);
        }

        transaction.Commit();
    }
}
