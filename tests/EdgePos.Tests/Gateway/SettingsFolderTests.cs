using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>The box's own settings, the files of a folder: in order, under the command line; a bad one is named.</summary>
public sealed class SettingsFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_read_in_order_and_the_command_line_stands_over_them()
    {
        Write("10-box.json", """{ "Store": { "Code": "S7", "Box": "box3", "Currency": "EUR" } }""");
        Write("20-own.json", """{ "Store": { "Box": "box4", "Currency": "GBP" } }""");
        Write("note.txt", "no settings");
        await using var daemon = NewDaemon("--Store:Currency=SEK");
        await daemon.StartAsync();
        var status = await daemon.StatusAsync();
        Assert.Equal(("demo", "S7", "box4", "SEK"), (status.Tenant, status.Store, status.Box, status.Currency));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_none()
    {
        await using var daemon = new Daemon(_folder.File("data"), [.. Daemon.Alone, $"--Gateway:SettingsFolder={_folder.File("gone")}"]);
        await daemon.StartAsync();
        Assert.Equal("S1", (await daemon.StatusAsync()).Store);
    }

    [Theory]
    [InlineData("""{ "Store": { "Code": "S7" """, "box.json")]
    [InlineData("<settings/>", "box.json")]
    [InlineData("", "box.json")]
    [InlineData("""{ "Store": { "Currency": "euro" } }""", "Store:Currency")]
    [InlineData("""{ "Store": { "Curency": "EUR" } }""", "Curency")]
    public async Task A_file_that_cannot_be_used_is_one_line_that_names_it_and_exit_code_78(string content, string named)
    {
        Write("box.json", content);
        await using var daemon = NewDaemon();
        Assert.Equal(78, await daemon.RunToEndAsync());
        string line = Assert.Single(daemon.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_leads_nowhere_is_not_passed_over()
    {
        File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(_folder.File("etc")).FullName, "box.json"), _folder.File("nowhere"));
        await using var daemon = NewDaemon();
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("cannot be read", daemon.Output, StringComparison.Ordinal);
    }

    private void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.File("etc")).FullName, name), content);

    private Daemon NewDaemon(params string[] settings) =>
        new(_folder.File("data"), [.. Daemon.Alone, $"--Gateway:SettingsFolder={_folder.File("etc")}", .. settings]);
}
