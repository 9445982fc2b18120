using System.Text.Json;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl doctor, the program itself, with the daemon running and without.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_the_daemon_up_and_down_it_says_so_and_looks_at_the_rest()
    {
        string data = _folder.File("data"), settings = _folder.File("box.json");
        await using var daemon = await new Daemon(data, Daemon.Alone).StartAsync();
        File.WriteAllText(settings, $$"""{ "Gateway": { "Listen": "0.0.0.0:{{daemon.Port}}", "Demo": true, "DataFolder": "{{data}}" } }""");
        var (_, output) = await RunAsync("--settings", settings);
        Assert.Contains($"The machine under {data}, ", output, StringComparison.Ordinal);
        Assert.Contains($"well  daemon        demo/S1/box1, EdgePos ", output, StringComparison.Ordinal);
        Assert.Contains("well  ledger        demo/S1/box1, 1 entry, ", output, StringComparison.Ordinal);

        Assert.Equal(0, await daemon.StopAsync());
        (int code, output) = await RunAsync("--settings", settings);
        Assert.Equal(1, code);
        Assert.Contains($"BAD   daemon        nothing answers at 127.0.0.1:{daemon.Port}: ", output, StringComparison.Ordinal);
        Assert.Contains("systemctl status edgepos; journalctl -u edgepos", output, StringComparison.Ordinal);
        Assert.Contains("well  ledger        demo/S1/box1, 1 entry, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_file_that_nobody_listens_at_is_what_a_killed_daemon_leaves()
    {
        var shop = new PairedShop();
        await using var end = shop;
        await shop.InitializeAsync();
        var (_, output) = await RunAsync("--data", shop.DataFolder);
        Assert.Contains($"answers at {shop.SocketFile}, up for", output, StringComparison.Ordinal);
        await shop.KillAsync();
        (int code, output) = await RunAsync("--data", shop.DataFolder);
        Assert.Equal(1, code);
        Assert.Contains($"BAD   daemon        nobody answers at {shop.SocketFile}: Connection refused", output, StringComparison.Ordinal);
        Assert.Contains("well  certificates  the box's root until no end", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_every_check_by_its_name_with_a_state_that_stays()
    {
        var (code, output) = await RunAsync("--data", _folder.File("nowhere"), "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        var report = json.RootElement;
        Assert.True(report.GetProperty("needs_person").GetBoolean());
        Assert.Equal(_folder.File("nowhere"), report.GetProperty("data_folder").GetString());
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(Checks.All.Select(check => check.Name), findings.Select(one => one.GetProperty("name").GetString()));
        Assert.All(findings, one => Assert.Contains(
            one.GetProperty("state").GetString(), (string[])["well", "look", "bad", "could_not_look"]));
        var folder = findings.Single(one => one.GetProperty("name").GetString() == "data_folder");
        Assert.Equal("bad", folder.GetProperty("state").GetString());
        Assert.StartsWith("there is no folder", folder.GetProperty("seen").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", folder.GetProperty("advice").GetString());
    }

    [Fact]
    public async Task Settings_that_are_no_JSON_or_not_there_end_no_check()
    {
        string settings = _folder.File("box.json");
        File.WriteAllText(settings, "Gateway: yes");
        var (code, output) = await RunAsync("--data", _folder.Path, "--settings", settings);
        Assert.Equal(1, code);
        Assert.Contains($"BAD   settings      {settings} is no JSON: ", output, StringComparison.Ordinal);
        Assert.Contains("memory ", output, StringComparison.Ordinal);
        (_, output) = await RunAsync("--data", _folder.Path, "--settings", _folder.File("nowhere.json"));
        Assert.Contains("?     settings      Could not find file", output, StringComparison.Ordinal);
        File.WriteAllText(settings, """{ "Gateway": { "Listen": "here", "DataFolder": 5 } }""");
        (_, output) = await RunAsync("--data", _folder.Path, "--settings", settings);
        Assert.Contains("BAD   daemon        Gateway:Listen is here, which is no address and port", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_look_into_the_folder_is_not_told_that_all_is_well_in_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root becomes somebody else");
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(daemon.DataFolder, (UnixFileMode)0b111_101_000);
        var (_, output) = await ProgramRun.ToEndAsync("setpriv", "", "--reuid=65534", "--regid=65534", "--clear-groups",
            Programs.Edgeposctl, "doctor", "--data", daemon.DataFolder);
        foreach (string check in new[] { "data folder ", "ledger      ", "certificates" })
            Assert.Contains($"?     {check}  closed to ", output, StringComparison.Ordinal);
        Assert.Contains("-> run this as root: sudo edgeposctl doctor\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_command_line_is_exit_code_64() => Assert.Equal(64, (await RunAsync("--dat", "x")).ExitCode);

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] args) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["doctor", .. args]);
}
