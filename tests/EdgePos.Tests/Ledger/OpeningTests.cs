using EdgePos.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.Ledger;

public sealed class OpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(Path, new string('x', 5000));
        Assert.Equal(FaultKind.Damaged, Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Kind);
        Assert.Equal(new string('x', 5000), File.ReadAllText(Path));
    }

    [Fact]
    public void A_ledger_of_another_box_is_refused_and_named()
    {
        Sales.Open(Path).Dispose();
        var fault = Assert.Throws<LedgerFault>(() => Sales.Open(Path, identity: Sales.Box with { Store = "S2" }));
        Assert.Contains("demo/S1/box1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_with_a_word_on_what_to_do()
    {
        Sales.Open(Path).Dispose();
        using (var connection = new SqliteConnection($"Data Source={Path}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version VALUES (99, x'00', 0)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("newer program", Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Equal(FaultKind.CannotOpen, Assert.Throws<LedgerFault>(() => Sales.Open(_folder.File("no/ledger.db"))).Kind);

    [Fact]
    public void The_epoch_stays_with_the_file()
    {
        Sales.Open(Path).Dispose();
        var first = new LedgerReader(Path).Head();
        Sales.Open(Path).Dispose();
        Assert.Equal(first.Epoch, new LedgerReader(Path).Head().Epoch);
        Sales.Open(_folder.File("other.db")).Dispose();
        Assert.NotEqual(first.Epoch, new LedgerReader(_folder.File("other.db")).Head().Epoch);
    }

    [Fact]
    public async Task A_clean_stop_leaves_one_file_and_the_next_start_says_so()
    {
        using (var writer = Sales.Open(Path))
        {
            Assert.True(writer.Found.IsNew);
            await writer.SubmitAsync(Sales.Sale(1));
        }

        Assert.False(File.Exists(Path + "-wal"));
        using var again = Sales.Open(Path);
        Assert.Equal(new LedgerFound(IsNew: false, WasUnclean: false, CheckedWhole: true), again.Found);
    }

    [Fact]
    public async Task What_an_unclean_stop_left_in_the_log_is_recovered()
    {
        using (var writer = Sales.Open(Path))
        {
            await writer.SubmitAsync(Sales.Sale(1));
            foreach (string file in new[] { Path, Path + "-wal" })
                File.Copy(file, file.Replace("ledger", "crashed", StringComparison.Ordinal));
        }

        using var recovered = Sales.Open(_folder.File("crashed.db"));
        Assert.True(recovered.Found.WasUnclean);
        Assert.True((await recovered.SubmitAsync(Sales.Sale(1))).Value.Replayed);
    }

    [Fact]
    public void A_ledger_that_is_gone_is_missed_and_not_silently_begun_again()
    {
        Sales.Open(Path).Dispose();
        File.Delete(Path);
        var fault = Assert.Throws<LedgerFault>(() => Sales.Open(Path));
        Assert.Equal(FaultKind.CannotOpen, fault.Kind);
        Assert.Contains("is gone", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void An_old_copy_or_a_box_s_copy_with_the_same_name_is_noticed()
    {
        Sales.Open(Path).Dispose();
        Sales.Open(_folder.File("other.db")).Dispose();
        File.Copy(_folder.File("other.db"), Path, overwrite: true);
        Assert.Contains("this box writes", Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_entry_that_is_not_what_its_hash_says_is_found_at_the_start()
    {
        using (var writer = Sales.Open(Path))
            await writer.SubmitAsync(Sales.Sale(1));
        Change("DROP TRIGGER journal_is_never_updated; UPDATE journal SET employee = '7' WHERE seq = 2");
        var fault = Assert.Throws<LedgerFault>(() => Sales.Open(Path));
        Assert.Equal(FaultKind.Damaged, fault.Kind);
        Assert.Contains("entry 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("new-epoch", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_corrupt_page_is_found_at_the_start_and_the_file_stays_as_it_is(int page)
    {
        using (var writer = Sales.Open(Path))
        {
            for (int i = 1; i < 50; i++)
                await writer.SubmitAsync(Sales.Sale(i));
        }

        byte[] file = File.ReadAllBytes(Path);
        file.AsSpan(page * 2048, 100).Fill(0xFF);
        File.WriteAllBytes(Path, file);
        Assert.Equal(FaultKind.Damaged, Assert.Throws<LedgerFault>(() => Sales.Open(Path)).Kind);
        Assert.Equal(file, File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    public void A_half_written_new_file_becomes_a_ledger_or_is_told(int bytes)
    {
        Sales.Open(_folder.File("whole.db")).Dispose();
        File.WriteAllBytes(Path, File.ReadAllBytes(_folder.File("whole.db"))[..bytes]);
        try
        {
            using var writer = Sales.Open(Path);
            Assert.True(writer.Found.IsNew);
        }
        catch (LedgerFault fault)
        {
            Assert.Equal(FaultKind.Damaged, fault.Kind);
            Assert.Equal(bytes, new FileInfo(Path).Length);
        }
    }

    [Fact]
    public async Task A_box_that_is_killed_often_still_copies_its_log_into_the_file()
    {
        const int lives = 40, salesInLife = 20, pageSize = 2048;
        string path = Path;
        for (int life = 1; life <= lives; life++)
        {
            string next = Directory.CreateDirectory(_folder.File($"{life}")).FullName;
            using (var writer = Sales.Open(path))
            {
                for (int i = 0; i < salesInLife; i++)
                    await writer.SubmitAsync(Sales.Sale((life * salesInLife) + i));
                // As a kill would leave them: the log first, so that what is copied out of it meanwhile is in both; and
                // somebody who reads keeps it from being cut in the middle of this copy, which no kill would do.
                using var reads = LedgerSnapshot.Open(path);
                _ = reads.Head();
                foreach (string ending in new[] { "db-wal", "db", "epoch" })
                    File.Copy(System.IO.Path.ChangeExtension(path, ending), System.IO.Path.Combine(next, $"ledger.{ending}"));
            }

            path = System.IO.Path.Combine(next, "ledger.db");
        }

        Assert.Equal(lives * salesInLife, Sales.AssertSound(path).Sales);
        Assert.InRange(new FileInfo(path + "-wal").Length, 0, 20 * Sales.Setup().LogPages * pageSize);
    }

    [Fact]
    public async Task Before_its_tables_are_changed_a_ledger_is_copied_and_the_copy_goes_after_a_week_of_clean_starts()
    {
        using (var writer = Sales.Open(Path))
            await writer.SubmitAsync(Sales.Sale(1));
        Change(OfTheProgramBefore);
        string copy = $"{Path}.before-0014";
        File.WriteAllText(copy + ".new", "half a copy: a start that was cut off");
        using (var writer = Sales.Open(Path))
        {
            Assert.Equal(copy, writer.Found.CopiedTo);
            await writer.SubmitAsync(Sales.Sale(2));
        }

        Assert.False(File.Exists(copy + ".new"));
        Assert.Equal(File.GetUnixFileMode(Path), File.GetUnixFileMode(copy));
        using (var before = new SqliteConnection($"Data Source={copy};Mode=ReadOnly;Pooling=False"))
        {
            before.Open();
            using var asked = before.CreateCommand();
            asked.CommandText = "SELECT max(version) || ' ' || (SELECT count(*) FROM receipts) FROM schema_version";
            Assert.Equal("13 1", asked.ExecuteScalar());
        }

        using (var again = Sales.Open(Path))
            Assert.Null(again.Found.CopiedTo);
        Assert.True(File.Exists(copy));
        File.SetLastWriteTimeUtc(copy, TimeProvider.System.GetUtcNow().AddDays(-8).UtcDateTime);
        Sales.Open(Path).Dispose();
        Assert.False(File.Exists(copy));
    }

    private const string OfTheProgramBefore =
        "DROP TABLE orders; DROP TABLE order_goods; DELETE FROM schema_version WHERE version >= 14";

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
