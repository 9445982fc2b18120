using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>
/// A version of the box's programs comes down: the real head office and its verb, a broker, the real daemon, the real installer with a
/// program in dpkg's place. Whether systemd and dpkg do their part is tried in a Debian: tests/box/container.
/// </summary>
public sealed class SoftwareTests : IDisposable
{
    private readonly ReleaseShop _shop = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public SoftwareTests() => SigningKey.OpenOrMake(OfficeFolder).Dispose();

    private string OfficeFolder => _shop.Folder.File("office");

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task It_waits_for_the_tills_is_installed_and_head_office_sees_it_run()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await daemon.Tills.OpenAsync(OpenTill(), Daemon.As(1));
        string said = await ReleaseAsync([_shop.Make("0.2.0")]);
        Assert.Contains("0.2.0 is wanted in 1 stores", said, StringComparison.Ordinal);
        var waiting = await UntilAsync(daemon, UpdateState.Waiting);
        Assert.Equal(("0.2.0", "canary", "till 1 is open, and it is not between " + waiting.Window),
            (waiting.Wanted, waiting.Ring, waiting.Reason));
        var seen = await UntilAsync(office, box => box.Health?.Update?.State == UpdateState.Waiting);
        Assert.Equal(("0.2.0", "0.1.0"), (seen.WantedVersion, seen.Version));
        var (_, fleet) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "fleet", "--reports", office.Address);
        Assert.Contains("0.2.0 waits: till 1 is open", fleet, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.OrderFile));

        await daemon.Tills.CloseAsync(CloseTill(), Daemon.As(1));
        await UntilOrderedAsync(daemon);
        var (code, output) = await _shop.UpdateAsync("--ordered"); // as the unit does that watches the order
        Assert.True(code == 0, output);
        Assert.Equal("0.2.0", _shop.Current);
        var runs = await UntilAsync(daemon, UpdateState.Runs);
        Assert.StartsWith("0.2.0 was installed", runs.Last, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.OrderFile));
        Assert.Empty(Directory.GetFiles(Path.Combine(_shop.Data, "update"), "*.deb"));
        await UntilAsync(office, box => box.Health?.Update?.State == UpdateState.Runs);
    }

    [Fact]
    public async Task One_that_goes_back_is_told_and_not_tried_again_until_head_office_says_so()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        string package = _shop.Make("0.2.0", behaves: "breaks");
        await ReleaseAsync([package]);
        await UntilOrderedAsync(daemon);
        await _shop.UpdateAsync("--ordered");
        var failed = await UntilAsync(daemon, UpdateState.Failed);
        Assert.Contains("0.2.0-a does not start here", failed.Reason, StringComparison.Ordinal);
        var box = await UntilAsync(office, one =>
            one.Health?.Troubles.Any(trouble => trouble.Contains("0.2.0", StringComparison.Ordinal)) == true);
        Assert.Equal(UpdateState.Failed, box.Health.Update.State);
        var (code, check) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "update", "--check", "--gateway", daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("FAILED", check, StringComparison.Ordinal);

        // The same again for a larger ring is not tried here once more; with --again it is, also after a new start of the daemon.
        await ReleaseAsync([package], "--window", "01:00-02:00");
        await daemon.UntilSaysAsync("software-" + ReleaseRules.Architecture + " 2 is current");
        Assert.Equal(UpdateState.Failed, (await daemon.StatusAsync()).Update.State);
        Assert.False(File.Exists(_shop.OrderFile));
        await ReleaseAsync([package], "--again");
        await UntilOrderedAsync(daemon);
        await daemon.KillAsync();
        File.Delete(_shop.OrderFile);
        await daemon.StartAsync();
        await UntilOrderedAsync(daemon);
    }

    [Fact]
    public async Task One_that_nobody_known_to_the_box_has_built_is_refused_and_the_box_sells_on()
    {
        using var stranger = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await ReleaseAsync([_shop.Make("0.2.0", by: stranger)]);
        var failed = await UntilAsync(daemon, UpdateState.Failed);
        Assert.Contains("whoever built it is not known here", failed.Reason, StringComparison.Ordinal);
        await UntilAsync(office, box =>
            box.Health?.Datasets.Any(one => one.Refusal.StartsWith("CONTENT_REFUSED", StringComparison.Ordinal)) == true);
        var till = new Till(daemon);
        await till.ImportUsual();
        await till.Sell("SOAP");
        Assert.False(File.Exists(_shop.OrderFile));
        await ReleaseAsync([_shop.Make("0.3.0")]); // the next one that is right is taken
        await UntilOrderedAsync(daemon);
    }

    [Fact]
    public async Task A_box_without_a_key_fetches_none_and_begins_when_it_has_one()
    {
        string key = Path.Combine(_shop.Keys, "builder.pem"), away = _shop.Folder.File("builder.pem");
        File.Move(key, away);
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await ReleaseAsync([_shop.Make("0.2.0")]);
        var update = (await daemon.UntilAsync(status =>
            status.Update.Reason.StartsWith("this box knows nobody", StringComparison.Ordinal))).Update;
        Assert.Equal((UpdateState.Coming, "0.2.0"), (update.State, update.Wanted));
        Assert.Empty(Directory.GetFiles(Path.Combine(_shop.Data, "datasets", "software-" + ReleaseRules.Architecture), "*.part"));
        File.Move(away, key);
        await ReleaseAsync([_shop.Make("0.2.1")]); // what waits is looked at again with it, else within half a minute
        await UntilOrderedAsync(daemon);
    }

    private static OpenTillRequest OpenTill() => new()
    {
        CommandId = $"{Guid.NewGuid()}",
        Float = new Money { Minor = 5000, Currency = "EUR" },
    };

    private static CloseTillRequest CloseTill() => new()
    {
        CommandId = $"{Guid.NewGuid()}",
        CountedTotal = new Money { Minor = 5000, Currency = "EUR" },
    };

    private HeadOfficeProgram NewHeadOffice() => new(OfficeFolder, _brokerPort, "--HeadOffice:EmbeddedBroker=true");

    private Daemon NewDaemon() => new(_shop.Data, ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}", .. _shop.Settings]);

    // The window is one that does not come in this test's time.
    private async Task<string> ReleaseAsync(IEnumerable<string> files, params IEnumerable<string> more)
    {
        var later = TimeProvider.System.GetLocalNow().AddHours(6);
        await using var run = ProgramRun.StartWith(new Dictionary<string, string> { ["HeadOffice__Rings__0"] = "canary S1" },
            Programs.HeadOffice, ["release", .. files, "--data-folder", OfficeFolder,
            "--ring", "canary", .. more.Contains("--window") ? [] : new[] { "--window", $"{later:HH}:00-{later:HH}:30" }, .. more]);
        int code = await run.WaitAsync();
        Assert.True(code == 0, run.Output);
        return run.Output;
    }

    private static async Task<SoftwareUpdate> UntilAsync(Daemon daemon, UpdateState state) =>
        (await daemon.UntilAsync(status => status.Update.State == state)).Update;

    private async Task UntilOrderedAsync(Daemon daemon)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !File.Exists(_shop.OrderFile); await Task.Delay(20))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, daemon.Output);
    }

    private static async Task<FleetBox> UntilAsync(HeadOfficeProgram office, Func<FleetBox, bool> wanted)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50))
        {
            var fleet = await office.Reports.FleetAsync(new FleetRequest());
            if (fleet.Boxes.FirstOrDefault(wanted) is { } found)
                return found;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{fleet}");
        }
    }
}
