using System.Text.Json;
using EdgePos.Tests.Gateway;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl customer, the program itself against the real daemon.</summary>
public sealed class CustomerVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Somebody_who_asks_what_the_store_has_of_them_is_told_and_erased_and_in_no_file_of_the_box()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        await till.SellTo(new CustomerDetails { Name = "Johanna Wezelbos", Address = { "Markt 1" } }, "SOAP");
        await till.SellTo(new CustomerDetails { Name = "Piet Pieters" }, "SOAP");

        Assert.Equal((0, "No receipt holds such details.\n"), await RunAsync("find", "Karel", daemon.Address));
        var (code, output) = await RunAsync("find", "wezel", daemon.Address);
        Assert.Equal(0, code);
        Assert.Matches(@"^S1-1-1 +20\d\d-\d\d-\d\d  Johanna Wezelbos; Markt 1\n$", output);
        var erase = () => RunAsync("erase", "S1-1-1", daemon.Address);
        Assert.Equal((0, "S1-1-1: erased; entry 4 of the journal says so.\n"), await erase());
        Assert.Equal((1, "edgeposctl: Receipt S1-1-1 holds no customer details.\n"), await erase());
        Assert.Equal((0, "No receipt holds such details.\n"), await RunAsync("find", "wezel", daemon.Address));

        await FilesWith.UntilNone(_folder.Path, "Wezelbos", except: "held");
        Assert.NotEmpty(FilesWith.Text(_folder.Path, "Piet Pieters", except: "held"));
    }

    [Fact]
    public async Task Somebody_takes_away_what_the_box_has_of_them_as_json_and_then_all_of_it_goes()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        await BadInputElsewhere.MadeOutToAsync(till, "1001");
        await BadInputElsewhere.MadeOutToAsync(till, "1001");
        await BadInputElsewhere.MadeOutToAsync(till, "1002");

        var (code, output) = await RunAsync("export", "--number", "1001", daemon.Address);
        Assert.Equal(0, code);
        using (var json = JsonDocument.Parse(output))
        {
            var receipts = json.RootElement.EnumerateArray().Select(part => part.GetProperty("receipt")).ToList();
            Assert.Equal(["S1-1-1", "S1-1-2"], receipts.Select(one => one.GetProperty("receipt_number").GetString()));
            Assert.Equal("NL001234567B01", receipts[0].GetProperty("customer").GetProperty("tax_number").GetString());
        }

        string file = _folder.File("theirs.json");
        Assert.Equal((0, $"{file}: 3 parts.\n"), await RunAsync("export", "--text", "de kroon", "--out", file, daemon.Address));
        Assert.Equal(3, JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetArrayLength());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(73, (await RunAsync("export", "--receipt", "S1-1-1", "--out", file, daemon.Address)).ExitCode);
        Assert.Equal((0, "[]\n"), await RunAsync("export", "--number", "1003", daemon.Address));
        Assert.Equal(64, (await RunAsync("export", daemon.Address)).ExitCode);
        Assert.Equal(64, (await RunAsync("export", "--number", "1001", "--text", "kroon", daemon.Address)).ExitCode);
        Assert.Equal(64, (await RunAsync("erase", "S1-1-1", "--number", "1001", daemon.Address)).ExitCode);

        (code, output) = await RunAsync("erase", "--number", "1001", daemon.Address);
        Assert.Equal(0, code);
        Assert.Matches("^2 receipts: erased; entry [0-9]+ of the journal says so.\nS1-1-1\nS1-1-2\n$", output);
        Assert.Equal((1, "edgeposctl: No receipt of this box holds details of customer 1001.\n"),
            await RunAsync("erase", "--number", "1001", daemon.Address));
    }

    [Fact]
    public async Task A_wrong_question_is_one_line()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        Assert.Equal((1, "edgeposctl: The request is not right: text must have 3 to 100 characters.\n"),
            await RunAsync("find", "x", daemon.Address));
        Assert.Equal(69, (await RunAsync("find", "somebody", $"http://127.0.0.1:{Daemon.FreePort()}")).ExitCode);
        Assert.Equal(64, (await RunAsync("erase", daemon.Address)).ExitCode);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] verbAndGateway)
    {
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.Edgeposctl, "", ["customer", .. verbAndGateway[..^1], "--gateway", verbAndGateway[^1]]);
        return (code, output.TrimEnd() + "\n");
    }
}
