using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>The installer, which believes nothing that lies in the daemon's folder. A program stands in dpkg's place.</summary>
public sealed class UpdateVerbTests : IDisposable
{
    private const int Refused = 1, TryLater = 75, NoInput = 66;

    private readonly ReleaseShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task What_was_ordered_is_installed_and_the_outcome_is_there_for_the_daemon()
    {
        _shop.Order(7, _shop.Make("0.2.0"));
        var (code, output) = await _shop.UpdateAsync("--ordered");
        Assert.True(code == 0, output);
        Assert.Equal("0.2.0", _shop.Current);
        Assert.Equal((7, "0.2.0", UpdateResult.Installed, "0.2.0"),
            (_shop.Outcome!.Order, _shop.Outcome.Version, _shop.Outcome.Result, _shop.Outcome.Runs));
        Assert.False(File.Exists(Path.Combine(_shop.Outcomes, "installing")));
        Assert.False(File.Exists(Path.Combine(_shop.Outcomes, "package.deb")));
    }

    public static TheoryData<string> Bad() =>
    [
        "a stranger's", "exchanged", "cut", "no note", "a note for another", "other architecture", "going back", "too far",
        "other package", "no room", "unknown lines", "lines behind the signature", "a link", "an open key", "no key",
    ];

    [Theory, MemberData(nameof(Bad))]
    public async Task What_is_not_as_it_must_be_is_refused_with_the_reason_and_nothing_changes(string what)
    {
        string why = Order(what);
        var (code, output) = await _shop.UpdateAsync("--ordered");
        Assert.True(code == 0, output);
        Assert.Equal("0.1.0", _shop.Current);
        Assert.Equal((7, UpdateResult.Refused, "0.1.0"), (_shop.Outcome!.Order, _shop.Outcome.Result, _shop.Outcome.Runs));
        Assert.Contains(why, _shop.Outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_does_not_start_goes_back_and_says_why()
    {
        _shop.Order(7, _shop.Make("0.2.0", behaves: "breaks"));
        await _shop.UpdateAsync("--ordered");
        Assert.Equal((UpdateResult.WentBack, "0.1.0"), (_shop.Outcome!.Result, _shop.Outcome.Runs));
        Assert.Contains("0.2.0-a does not start here", _shop.Outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_is_allowed_where_they_who_built_it_say_so()
    {
        _shop.Order(7, _shop.Make("0.0.9", note => note with { GoesBack = true }));
        await _shop.UpdateAsync("--ordered");
        Assert.Equal("0.0.9", _shop.Current);
    }

    [Fact]
    public async Task Where_the_power_went_dpkg_ends_what_it_can_and_the_order_stands()
    {
        _shop.Order(7, _shop.Make("0.2.0"));
        File.WriteAllText(Path.Combine(_shop.Outcomes, "installing"), "7");
        File.WriteAllText(Path.Combine(_shop.Outcomes, "package.deb"), "half");
        var (code, output) = await _shop.UpdateAsync("--ordered");
        Assert.True(code == 0, output);
        Assert.True(File.Exists(Path.Combine(_shop.Home, "configured")));
        Assert.Null(_shop.Outcome);
        Assert.Equal(["held"], Directory.GetFiles(_shop.Outcomes).Select(Path.GetFileName));
        Assert.Equal("0.1.0", _shop.Current); // somebody may be served by now: the daemon orders again
    }

    [Fact]
    public async Task By_hand_a_file_with_its_note_is_taken_and_one_without_it_only_when_told_so()
    {
        string package = _shop.Make("0.2.0");
        File.Move(package + ".sig", package + ".away");
        var (code, output) = await ByHandAsync(package);
        Assert.Equal(Refused, code);
        Assert.Contains("--unsigned", output, StringComparison.Ordinal);
        Assert.Equal("0.1.0", _shop.Current);
        Assert.Equal(0, (await ByHandAsync(package, "--unsigned")).ExitCode);
        Assert.Equal("0.2.0", _shop.Current);
        Assert.Equal(0, (await ByHandAsync(_shop.Make("0.3.0"))).ExitCode);
        Assert.Equal("0.3.0", _shop.Current);
        Assert.Equal(NoInput, (await ByHandAsync(_shop.Folder.File("nothing.deb"))).ExitCode);
        Assert.Equal(NoInput, (await ByHandAsync()).ExitCode); // nothing has come down
    }

    [Fact]
    public async Task One_at_a_time()
    {
        using var hold = new FileStream(Path.Combine(_shop.Outcomes, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(TryLater, (await _shop.UpdateAsync("--ordered")).ExitCode);
    }

    [Fact]
    public async Task Going_back_by_hand_and_forward_again()
    {
        await ByHandAsync(_shop.Make("0.2.0"));
        Assert.Equal(0, (await RollbackAsync("true")).ExitCode);
        Assert.Equal("0.1.0", _shop.Current);
        Assert.Equal((UpdateResult.WentBack, "0.2.0"), (_shop.Outcome!.Result, _shop.Outcome.Version));
        Assert.Equal(0, (await RollbackAsync("true")).ExitCode);
        Assert.Equal("0.2.0", _shop.Current);

        // The version before does not start.
        var (code, output) = await RollbackAsync("false");
        Assert.Equal(Refused, code);
        Assert.Contains("0.1.0-a does not start", output, StringComparison.Ordinal);
        Assert.Equal("0.2.0", _shop.Current);
    }

    [Fact]
    public async Task A_version_that_cannot_read_the_ledger_is_not_gone_back_to()
    {
        await using (var daemon = await new Daemon(_shop.Data, Daemon.Alone).StartAsync())
            await daemon.StopAsync();
        await ByHandAsync(_shop.Make("0.2.0"));
        string schema = Path.Combine(_shop.Home, "versions/0.1.0-a/ledger-schema");
        await File.WriteAllTextAsync(schema, "3\n");
        var (code, output) = await RollbackAsync("true");
        Assert.Equal(Refused, code);
        Assert.Contains("knows 3", output, StringComparison.Ordinal);
        Assert.Equal("0.2.0", _shop.Current);
        await File.WriteAllTextAsync(schema, $"{EdgePos.Ledger.LedgerSchema.Known}\n");
        Assert.Equal(0, (await RollbackAsync("true")).ExitCode);
    }

    // Nobody answers there: a box that does not run may be updated.
    private Task<(int ExitCode, string Output)> ByHandAsync(params IEnumerable<string> args) =>
        _shop.UpdateAsync(["--gateway", $"http://127.0.0.1:{Daemon.FreePort()}", .. args]);

    private Task<(int ExitCode, string Output)> RollbackAsync(string systemctl) => ProgramRun.ToEndAsync(Programs.Edgeposctl, "",
        ["rollback", "--data", _shop.Data, "--outcomes", _shop.Outcomes, "--home", _shop.Home, "--systemctl", systemctl,
            "--gateway", $"http://127.0.0.1:{Daemon.FreePort()}"]);

    private string Order(string what)
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string package = what switch
        {
            "a stranger's" => _shop.Make("0.2.0", by: stranger),
            "other architecture" => _shop.Make("0.2.0", note => note with { Architecture = "s390x" }),
            "going back" => _shop.Make("0.0.9"),
            "too far" => _shop.Make("0.3.0", note => note with { From = new Version(0, 2, 0) }),
            "other package" => _shop.Make("0.2.0", note => note with { Package = "evil" }),
            "a note for another" => _shop.Make("0.2.0", note => note with { Version = new Version(0, 2, 1) }),
            "no room" => _shop.Make("0.2.0", installedKilobytes: 4_000_000_000),
            _ => _shop.Make("0.2.0"),
        };
        _shop.Order(7, package);
        string came = Path.Combine(_shop.Data, "update", "7.deb"), note = came + ".sig";
        byte[] bytes = File.ReadAllBytes(came);
        switch (what)
        {
            case "exchanged":
                bytes[^1] ^= 1;
                File.WriteAllBytes(came, bytes);
                break;
            case "cut":
                File.WriteAllBytes(came, bytes[..^1000]);
                break;
            case "no note":
                File.Delete(note);
                break;
            case "unknown lines":
                File.WriteAllText(note, "Run: /bin/sh\n" + File.ReadAllText(note));
                break;
            case "lines behind the signature":
                File.AppendAllText(note, "Goes-Back: yes\n");
                break;
            case "a link":
                File.Delete(came);
                File.CreateSymbolicLink(came, package);
                break;
            case "an open key":
                string key = Path.Combine(_shop.Keys, "builder.pem");
                File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherWrite);
                break;
            case "no key":
                File.Delete(Path.Combine(_shop.Keys, "builder.pem"));
                break;
        }

        return what switch
        {
            "a stranger's" or "no key" => "whoever built it is not known here",
            "exchanged" or "cut" => "it is damaged, or was exchanged",
            "no note" => "there is no",
            "a note for another" => "its note says 0.2.1",
            "other architecture" => "it is for s390x",
            "going back" => "would go back from 0.1.0",
            "too far" => "update it to 0.2.0 first",
            "other package" => "it is the package evil",
            "no room" => "make room",
            "unknown lines" => "Run comes twice, or nobody knows it",
            "lines behind the signature" => "not base64",
            "a link" => "is no file of",
            "an open key" => "can be written by others than root",
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }
}
