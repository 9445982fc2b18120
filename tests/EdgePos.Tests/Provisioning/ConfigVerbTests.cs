using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl config, the program itself, with the daemon's program as the judge.</summary>
public sealed class ConfigVerbTests : IDisposable
{
    private const string Box = """
        {
          // whose box it is
          "Store": { "Tenant": "corner", "Code": "S1", "Box": "box1", "Currency": "EUR", "Name": "The Corner Shop" },
          "Selling": { "Approvers": "anna:4711" },
        }
        """;

    private readonly TempFolder _folder = new();

    public ConfigVerbTests() => Write("10-box.json", Box);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_are_shown_with_where_they_come_from_and_without_secrets()
    {
        var (code, output) = await RunAsync("show");
        Assert.Equal(0, code);
        Assert.Matches($@"Store:Name +The Corner Shop   \({At("10-box.json")}\)", output);
        Assert.Matches(@"Gateway:Listen +0\.0\.0\.0:5080   \(.*/appsettings\.json\)", output);
        Assert.Matches($@"Gateway:SettingsFolder .*\(command line\)", output);
        Assert.Contains("(hidden)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", output, StringComparison.Ordinal);

        (code, output) = await RunAsync("show", "store:cur");
        Assert.Equal((0, $"Store:Currency  EUR   ({At("10-box.json")})"), (code, output.Trim()));
        Assert.Equal(66, (await RunAsync("show", "Nothing")).ExitCode);
    }

    [Fact]
    public async Task What_is_set_is_tried_written_and_used_by_the_next_start()
    {
        var (code, output) = await RunAsync("set", "Store:Name", "Grüner Laden");
        Assert.Equal(0, code);
        Assert.Contains("systemctl restart edgepos", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("set", "store:currency", "GBP")).ExitCode);
        Assert.Equal(0, (await RunAsync("set", "Store:Currency", "SEK")).ExitCode); // the same one, whatever its capitals
        (_, output) = await RunAsync("show", "Store:");
        Assert.Matches($@"Store:Name +Grüner Laden   \({At("90-set.json")}\)", output);
        Assert.Contains("Store:Box", output, StringComparison.Ordinal);

        await using var daemon = new Daemon(_folder.File("data"), [.. Daemon.Alone, $"--Gateway:SettingsFolder={_folder.File("etc")}"]);
        await daemon.StartAsync();
        Assert.Equal("SEK", (await daemon.StatusAsync()).Currency);
    }

    [Theory]
    [InlineData("Store:Currency", "euro", "Store:Currency")]
    [InlineData("Store:Nmae", "x", "Nmae")]
    [InlineData("Gateway:StopSeconds", "soon", "Gateway:StopSeconds")]
    public async Task What_the_daemon_would_not_start_with_changes_nothing(string name, string value, string named)
    {
        var (code, output) = await RunAsync("set", name, value);
        Assert.Equal(1, code);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", output, StringComparison.Ordinal);
        Assert.Equal([At("10-box.json")], Directory.GetFiles(_folder.File("etc")));
    }

    [Fact]
    public async Task What_another_file_stands_over_is_told()
    {
        Write("99-late.json", """{ "Store": { "Name": "Late" } }""");
        var (code, output) = await RunAsync("set", "Store:Name", "Early");
        Assert.Equal(1, code);
        Assert.Contains($"{At("99-late.json")} says Late", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_tried_without_a_start()
    {
        var (code, output) = await RunAsync("validate");
        Assert.Equal(0, code);
        Assert.Contains("The daemon would start", output, StringComparison.Ordinal);
        Write("20-more.json", "{ \"Store\": ");
        (code, output) = await RunAsync("validate");
        Assert.Equal(1, code);
        Assert.Contains("20-more.json", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_its_own_that_was_spoiled_is_named_and_left_as_it_is()
    {
        Write("90-set.json", "[1]");
        var (code, output) = await RunAsync("set", "Store:Name", "x");
        Assert.True(code is 1 or 65, output);
        Assert.Contains("90-set.json", output, StringComparison.Ordinal);
        Assert.Equal("[1]", File.ReadAllText(At("90-set.json")));
    }

    [Theory]
    [InlineData("set", "Store", "x")]
    [InlineData("set", "--Store:Name", "x")]
    [InlineData("set", "Store:Name=", "x")]
    [InlineData("set", "Store:Name")]
    public async Task A_wrong_command_line_is_exit_code_64(params string[] args) =>
        Assert.Equal(64, (await RunAsync(args)).ExitCode);

    [Fact]
    public async Task Without_the_daemons_program_it_is_exit_code_69() => Assert.Equal(69,
        (await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "config", "show", "--daemon", "/nowhere/edgepos-gateway")).ExitCode);

    private string At(string name) => Path.Combine(_folder.File("etc"), name);

    private void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.File("etc")).FullName, name), content);

    private Task<(int ExitCode, string Output)> RunAsync(params string[] args) => ProgramRun.ToEndAsync(
        Programs.Edgeposctl, "", ["config", "--daemon", Programs.Gateway, "--folder", _folder.File("etc"), .. args]);
}
