using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl price-book, the program itself against the real daemon.</summary>
public sealed class PriceBookVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_technician_lists_the_price_books_and_goes_back_and_forth()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        Assert.Equal((0, "The box has no price book yet.\n"), await RunAsync("list", daemon.Address));
        string first = await ImportAsync(daemon, 100), second = await ImportAsync(daemon, 200);
        Assert.Equal([second, first], await ListAsync(daemon));

        Assert.Equal((0, $"Price book {first} is current: 1 items.\n"), await RunAsync("roll-back", first, daemon.Address));
        Assert.Equal([first, second], await ListAsync(daemon));
        Assert.Equal(100, (await new Till(daemon).Sell("COLA")).Total.Minor);
        Assert.Equal(0, (await RunAsync("roll-back", first, daemon.Address)).ExitCode);
        Assert.Equal(0, (await RunAsync("roll-back", second, daemon.Address)).ExitCode);
        Assert.Equal(200, (await new Till(daemon).Sell("COLA")).Total.Minor);
    }

    [Fact]
    public async Task A_version_that_the_box_does_not_keep_is_one_line_and_exit_code_1()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var (code, output) = await RunAsync("roll-back", "0123456789abcdef", daemon.Address);
        Assert.Equal(1, code);
        Assert.Equal(
            "edgeposctl: There is no price book 0123456789abcdef on this box. List the versions that it keeps.\n", output);
    }

    [Fact]
    public async Task A_price_book_in_trouble_is_told_after_the_list_with_exit_code_1()
    {
        using (var shelf = PriceBooks.Open(_folder.File("catalogue")))
        {
            PriceBooks.ImportPair(shelf, 1);
            Damage.Scribble(_folder.File($"catalogue/{PriceBooks.ImportPair(shelf, 2)}.db"));
        }

        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var (code, output) = await RunAsync("list", daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("import the prices again", output, StringComparison.Ordinal);
        Assert.Contains("  current\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("roll-back 0123456789abcdef")]
    public async Task Without_a_daemon_it_is_one_line_that_says_where_it_looked_and_exit_code_69(string verb)
    {
        string nobody = $"http://127.0.0.1:{Daemon.FreePort()}";
        var (code, output) = await RunAsync([.. verb.Split(' '), nobody]);
        Assert.Equal(69, code);
        string line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"edgeposctl: the box does not answer at {nobody}: ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "nowhere")]
    [InlineData("roll-back", "http://127.0.0.1:5080")]
    public async Task A_wrong_command_line_is_exit_code_64(string verb, string gateway) =>
        Assert.Equal(64, (await RunAsync(verb, gateway)).ExitCode);

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] verbAndGateway)
    {
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.Edgeposctl, "", ["price-book", .. verbAndGateway[..^1], "--gateway", verbAndGateway[^1]]);
        return (code, output.TrimEnd() + "\n");
    }

    // The versions in the order shown; the first, and only the first, is marked.
    private static async Task<List<string>> ListAsync(Daemon daemon)
    {
        var (code, output) = await RunAsync("list", daemon.Address);
        Assert.Equal(0, code);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.All(rows, (row, i) => Assert.Equal(i == 0, row.EndsWith("  current", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.Contains(" EUR ", row, StringComparison.Ordinal));
        return [.. rows.Select(row => row.Split(' ')[0])];
    }

    private static async Task<string> ImportAsync(Daemon daemon, long price) =>
        (await new Till(daemon).Import(false, Till.Item("COLA", "Cola", price))).Version;
}
