using System.IO.Compression;
using System.Text.Json;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>What a technician sends to support, and the log that they read themselves.</summary>
public sealed class SupportVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bundle_has_all_that_support_needs_and_no_secret()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        Directory.CreateDirectory(_folder.File("etc"));
        await File.WriteAllTextAsync(_folder.File("etc/box.json"), """
            { "Store": { "Tenant": "demo", "Code": "S1", "Box": "box1", "Currency": "EUR", "Name": "The Corner Shop",
                "Footer": "Questions: owner@corner.example" }, "Selling": { "Approvers": "anna:83920517" } }
            """);
        string file = _folder.File("support.zip");
        string[] args = ["support-bundle", "--to", file, "--gateway", daemon.Address, "--data", daemon.DataFolder,
            "--daemon", Programs.Gateway, "--folder", _folder.File("etc")];
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", args);
        Assert.True(code == 0, output);
        var texts = Read(file);
        Assert.Equal(["about.txt", "devices.json", "disk.txt", "doctor.json", "kernel-storage.txt", "log.txt", "settings.txt",
            "status.json", "update.txt"], texts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("box1", JsonDocument.Parse(texts["status.json"]).RootElement.GetProperty("box").GetString());
        Assert.NotEmpty(JsonDocument.Parse(texts["doctor.json"]).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Contains("Selling:Approvers=(hidden)", texts["settings.txt"], StringComparison.Ordinal);
        Assert.Contains("Store:Name=The Corner Shop", texts["settings.txt"], StringComparison.Ordinal);
        Assert.Contains("ledger.db", texts["disk.txt"], StringComparison.Ordinal);
        Assert.DoesNotContain(texts.Values, text => text.Contains("83920517", StringComparison.Ordinal)
            || text.Contains("owner@corner.example", StringComparison.Ordinal));
        Assert.NotEqual(0, (await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", args)).ExitCode); // it writes over no file
    }

    [Fact]
    public async Task A_bundle_of_a_box_that_does_not_run_says_so_in_the_place_of_what_it_lacks()
    {
        Directory.CreateDirectory(_folder.File("data"));
        string file = _folder.File("support.zip");
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "support-bundle", "--to", file,
            "--gateway", $"http://127.0.0.1:{Daemon.FreePort()}", "--data", _folder.File("data"), "--daemon", Programs.Gateway);
        Assert.True(code == 0, output);
        Assert.StartsWith("This could not be had: the box does not answer", Read(file)["status.json"], StringComparison.Ordinal);
        Assert.Contains("\"findings\"", Read(file)["doctor.json"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail jw@wezel.example to", "mail (struck out) to")]
    [InlineData("card 4761739001010010 was", "card (struck out) was")]
    [InlineData("card 4761 7390 0101 0010.", "card (struck out).")]
    [InlineData("entry 4761739001010011", "entry 4761739001010011")]
    [InlineData("a\n-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nb", "a\n(struck out)\nb")]
    [InlineData("2026-11-30 19:02:11.004Z info 16298555 of 16777216 files", "2026-11-30 19:02:11.004Z info 16298555 of 16777216 files")]
    public void What_slipped_in_is_struck_out(string text, string scrubbed) => Assert.Equal(scrubbed, Scrubbed.Of(text));

    [Fact]
    public async Task The_log_is_shown_from_the_daemon_bounded_from_a_time_on_and_as_json()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        string all = await LogsAsync(daemon);
        Assert.Contains("sells for demo/S1/box1", all, StringComparison.Ordinal);
        Assert.Single((await LogsAsync(daemon, "--lines", "1")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(await LogsAsync(daemon, "--since", "2100-01-01 00:00"));
        foreach (string line in (await LogsAsync(daemon, "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.EndsWith("Z", JsonDocument.Parse(line).RootElement.GetProperty("at").GetString(), StringComparison.Ordinal);
        Assert.Equal(64, (await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "logs", "--lines", "0")).ExitCode);
    }

    [Fact]
    public async Task The_log_is_followed()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        await using var follow = ProgramRun.Start(Programs.Edgeposctl, "logs", "--follow", "--gateway", daemon.Address);
        await UntilAsync(() => follow.Output.Contains("sells for demo/S1/box1", StringComparison.Ordinal), () => follow.Output);
        await new Till(daemon).ImportUsual(); // says that a price book is current
        await UntilAsync(() => follow.Output.Contains("is current", StringComparison.Ordinal), () => follow.Output);
        Assert.Single(follow.Output.Split('\n'), line => line.Contains("sells for demo", StringComparison.Ordinal));
    }

    private static async Task<string> LogsAsync(Daemon daemon, params IEnumerable<string> more)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["logs", "--gateway", daemon.Address, .. more]);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task UntilAsync(Func<bool> isSo, Func<string> said)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !isSo(); await Task.Delay(20))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, said());
    }

    private static Dictionary<string, string> Read(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry => new StreamReader(entry.Open()).ReadToEnd());
    }
}
