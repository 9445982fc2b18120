using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Google.Protobuf;
using static EdgePos.HeadOffice.V1.HelpRequest.CommandOneofCase;

namespace EdgePos.Gateway;

/// <summary>What this box does for a help desk that may ask for it.</summary>
internal sealed class HelpDesk(
    HelpFacts facts, DiagnosisBundle bundle, RecentLog recent, DeviceShelf devices, DeviceTest tests, DatasetKeeper datasets,
    PaymentWatch payments, RestartOrder restart) : IHelpActions
{
    private const int UsualLines = 200;

    /// <inheritdoc/>
    public HelpRefusal? Hindrance(HelpRequest request) => request.CommandCase switch
    {
        TestDevice => HindranceOf(request.TestDevice.Device),
        SwitchDataset => HindranceOf(request.SwitchDataset),
        Restart when payments.AllRunning().Count > 0 =>
            new(HelpRefusal.PaymentRunning, "a customer stands at a card terminal: ask again when that payment has ended"),
        _ => null,
    };

    /// <inheritdoc/>
    public async Task<HelpResult> DoAsync(HelpRequest request, CancellationToken deadline) => request.CommandCase switch
    {
        Status => new HelpResult { Status = facts.Status() },
        LedgerHead => new HelpResult { LedgerHead = facts.LedgerHead() },
        HelpRequest.CommandOneofCase.Log => new HelpResult { Log = TailOf(request.Log) },
        Bundle => new HelpResult { Bundle = new HelpBundle { Zip = ByteString.CopyFrom(bundle.Pack()) } },
        TestDevice => new HelpResult { DeviceTest = await TestAsync(request.TestDevice.Device, deadline) },
        SwitchDataset => await SwitchAsync(request.SwitchDataset, deadline),
        Restart => new HelpResult { Restarting = new HelpRestarting() },
        None => throw new Store.InvariantBroken("a request without a command is refused before"),
    };

    /// <inheritdoc/>
    public void Answered(HelpRequest request)
    {
        if (request.CommandCase == Restart)
            restart.Give();
    }

    private HelpRefusal? HindranceOf(string device) => devices.Find(device) is not { } driver
        ? new(HelpRefusal.NoSuchDevice, $"this box has {Words(devices.All.Select(one => one.Description.Name))}")
        : tests.HolderOf(driver) is { } register
        ? new(HelpRefusal.DeviceTaken, $"register {register} has {device} now")
        : null;

    private HelpRefusal? HindranceOf(SwitchDatasetCommand wanted)
    {
        var kept = datasets.Shelf.Now().FirstOrDefault(one => one.Dataset == wanted.Dataset)?.Kept ?? [];
        return kept.Contains($"{wanted.Version}") ? null : new(HelpRefusal.NotKept, $"of that this box has {Words(kept)}");
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } some ? some : "none";

    private HelpLog TailOf(LogCommand wanted)
    {
        var (lines, said) = recent.Tail(wanted.Lines > 0 ? wanted.Lines : UsualLines);
        return new HelpLog { Lines = { lines }, Said = said };
    }

    private async Task<HelpDeviceTest> TestAsync(string device, CancellationToken deadline)
    {
        var (passed, report) = await tests.RunAsync(devices.Find(device)!, deadline);
        return new HelpDeviceTest { Passed = passed, Report = report };
    }

    private async Task<HelpResult> SwitchAsync(SwitchDatasetCommand wanted, CancellationToken deadline)
    {
        var (before, why) = await datasets.SwitchAsync(wanted.Dataset, wanted.Version, deadline);
        return why is null
            ? new HelpResult { DatasetSwitched = new HelpDatasetSwitched { Before = before, Version = wanted.Version } }
            : new HelpResult { Refused = new HelpRefused { Code = HelpRefusal.Failed, Why = $"{before} stays current: {why}" } };
    }
}
