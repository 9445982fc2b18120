using EdgePos.Ledger;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A version is tried on copies of a box's files while the box sells.</summary>
public sealed class ProofTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_sells_from_the_price_book_into_a_copy_of_the_ledger_and_leaves_nothing()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        await till.Sell("SOAP");
        long entries = (await daemon.StatusAsync()).JournalSeq;
        var (code, output) = await ProveAsync(daemon);
        Assert.True(code == 0, output);
        Assert.Matches("a sale of .* went into the copied ledger", output);
        Assert.Equal(entries, (await daemon.StatusAsync()).JournalSeq);
        Assert.False(Directory.Exists(Path.Combine(daemon.DataFolder, "proof")));
        await till.Sell("SOAP");
    }

    [Fact]
    public async Task A_box_without_a_price_book_is_no_reason_against_a_version()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        var (code, output) = await ProveAsync(daemon);
        Assert.True(code == 0, output);
        Assert.Contains("no price book to sell from", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_this_version_cannot_read_and_a_setting_that_it_does_not_take_are_reasons()
    {
        await using (var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync())
        {
            Assert.Equal(78, (await ProveAsync(daemon, "--Store:Currency=euro")).ExitCode);
            await daemon.StopAsync();
            using var newer = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={daemon.LedgerFile};Pooling=False");
            newer.Open();
            using var command = newer.CreateCommand();
            command.CommandText = $"INSERT INTO schema_version VALUES ({LedgerSchema.Known + 1}, x'00', 0)";
            command.ExecuteNonQuery();
            newer.Close();
            var (code, output) = await ProveAsync(daemon);
            Assert.Equal(78, code);
            Assert.Contains("install the newer program again", output, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(daemon.DataFolder, "proof")));
        }
    }

    private static Task<(int ExitCode, string Output)> ProveAsync(Daemon daemon, params IEnumerable<string> more) => ProgramRun.ToEndAsync(
        Programs.Gateway, "", ["prove", "--environment", "Demo", $"--Gateway:DataFolder={daemon.DataFolder}", .. Daemon.Alone, .. more]);
}
