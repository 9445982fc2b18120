using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Npgsql;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Tables, months and versions of the books in PostgreSQL.</summary>
public sealed class PostgresSchemaTests() : BooksSuite(postgres: true)
{
    private const long Month = 31L * 86_400_000_000;

    [Fact]
    public async Task Many_who_open_a_new_database_and_want_the_same_months_at_once_all_succeed()
    {
        var options = new HeadOfficeOptions { Database = await PostgresServer.NewDatabaseAsync() };
        await Task.WhenAll(Enumerable.Range(1, 6).Select(n => Task.Run(() =>
        {
            using var books = Books.Open(options, TimeProvider.System);
            var journal = new SentJournal();
            for (int i = 0; i < 6; i++)
                journal.Add(Sale(), atUs: TimeProvider.System.NowUs() - (i * Month));
            Assert.IsType<Verdict.Committed>(books.Commit(new BoxName("demo", "S1", $"box{n}"), journal.Whole()));
        })));
        using var all = Books.Open(options, TimeProvider.System);
        using var connection = all.Store.OpenToRead();
        Assert.Equal(36, connection.Query("SELECT count(*) FROM entries", row => row.GetInt64(0)).Single());
        Assert.Equal(0, connection.Query("SELECT count(*) FROM entries_default", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public void Nonsense_times_make_no_partitions_and_a_month_that_comes_takes_its_entries_from_the_default()
    {
        var later = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(95));
        long soon = later.NowUs();
        var journal = new SentJournal().Add(Sale(), atUs: soon).Add(Sale(), atUs: 1).Add(Sale(), atUs: soon + (1000 * Month));
        Books.Commit(Box, journal.Whole());
        Assert.Equal(3, Count("entries_default"));
        long before = Partitions();

        using var then = Books.Open(Options, later);
        Assert.IsType<Verdict.Committed>(then.Commit(new BoxName("demo", "S1", "box2"), new SentJournal().Add(Sale(), atUs: soon).Whole()));
        Assert.Equal((4L, 2L, before + 3), (Count("entries"), Count("entries_default"), Partitions()));
    }

    [Fact]
    public void A_newer_schema_is_refused_with_what_to_do()
    {
        using (var connection = new NpgsqlConnection(Options.Database))
        {
            connection.Open();
            using var newer = new NpgsqlCommand("INSERT INTO schema_version VALUES (999, '', 0)", connection);
            newer.ExecuteNonQuery();
        }

        var fault = Assert.Throws<IOException>(() => Books.Open(Options, TimeProvider.System));
        Assert.Contains("schema 999", fault.Message, StringComparison.Ordinal);
        Assert.Contains("install the newer program", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_need_not_keep_what_it_commits_is_refused()
    {
        var careless = new HeadOfficeOptions { Database = Options.Database + ";Options=-c synchronous_commit=off" };
        var fault = Assert.Throws<IOException>(() => Books.Open(careless, TimeProvider.System));
        Assert.Contains("synchronous_commit", fault.Message, StringComparison.Ordinal);
    }

    private long Partitions() => Number("SELECT count(*) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE relkind = 'r'");

    private static SaleCompleted Sale() => new() { Total = new Money { Minor = 1, Currency = "EUR" } };
}
