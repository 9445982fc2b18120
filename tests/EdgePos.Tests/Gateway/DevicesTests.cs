using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;
using DeviceEvent = EdgePos.V1.DeviceEvent;
using DeviceState = EdgePos.V1.DeviceState;

namespace EdgePos.Tests.Gateway;

/// <summary>The devices of a box as registers use them: a real daemon, and virtual devices that speak the real bytes.</summary>
public sealed class DevicesTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly VirtualScanner _scanner = new(new VirtualScannerHabits());
    private readonly VirtualPort _scannerPort;
    private readonly VirtualScale _scale = VirtualScale.Start("toledo-8217", "0", TimeProvider.System, new Random(1));
    private readonly VirtualPrinter _printer = VirtualPrinter.Start(0), _spare = VirtualPrinter.Start(0);
    private readonly Daemon _daemon;
    private readonly Till _till;

    public DevicesTests()
    {
        _scannerPort = VirtualPort.Listen(0, _scanner, TimeProvider.System);
        _scale.Platform.Unrest = TimeSpan.Zero;
        _daemon = new Daemon(_folder.File("data"), "--HeadOffice:Embedded=false",
            $"--Devices:printer:Link={_printer.Address}", "--Devices:printer:Fallback=spare",
            "--Devices:spare:Protocol=escpos", $"--Devices:spare:Link={_spare.Address}", "--Devices:spare:Register=9",
            "--Devices:scale:Protocol=toledo-8217", $"--Devices:scale:Link={_scale.Port.Address}",
            "--Devices:scanner:Protocol=serial-scanner", $"--Devices:scanner:Link={_scannerPort.Address}",
            "--Devices:drawer:Protocol=printer-drawer", "--Devices:drawer:Link=printer://printer", "--Devices:drawer:Drawer:OpenLevel=high",
            "--Devices:panel:Protocol=gpio", "--Devices:panel:Link=gpio://sim",
            "--Devices:panel:Lines:lamp:Line=3", "--Devices:panel:Lines:lamp:Kind=Lamp");
        _till = new Till(_daemon);
    }

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        using var import = _daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(ShopDaemon.Book());
        await import.RequestStream.CompleteAsync();
        await import;
        await UntilOnlineAsync("printer", "spare", "scale", "scanner", "drawer", "panel");
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _printer.DisposeAsync();
        await _spare.DisposeAsync();
        await _scale.DisposeAsync();
        await _scannerPort.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_device_of_the_settings_is_listed_with_how_it_is_and_an_unplugged_one_says_what_to_do()
    {
        _scannerPort.SwitchOff();
        var ill = await UntilAsync("scanner", device => device.Health.State == DeviceState.Offline);
        Assert.NotEmpty(ill.Health.Reason);
        Assert.NotEmpty(ill.Health.Advice);
        _scannerPort.SwitchOn();
        await UntilOnlineAsync("scanner");
        var all = (await _daemon.Devices.ListDevicesAsync(new ListDevicesRequest())).Devices;
        Assert.Equal(["drawer", "panel", "printer", "scale", "scanner", "spare"], all.Select(device => device.Name));
        Assert.True((await _daemon.Devices.TestDeviceAsync(new TestDeviceRequest { Device = "printer" }, Daemon.As(1))).Passed);
    }

    [Fact]
    public async Task A_scan_goes_to_the_basket_that_the_scanner_was_claimed_for_and_is_told_to_its_register_alone()
    {
        string basket = (await _till.Open()).BasketId;
        await ClaimAsync(1, basket);
        using var mine = Watch(1);
        using var others = Watch(2);
        Read("SOAP");
        Read("NO-SUCH-THING");
        Read("TEA");
        var told = await NextScansAsync(mine, 3 + 3); // as they were read, and what became of them
        Assert.Equal(["", "UNKNOWN_ITEM", ""], told.Where(scan => scan.BasketId == basket).Select(scan => scan.Refusal));
        Assert.Equal(2, (await _till.Get(basket)).Lines.Count);

        await _daemon.Devices.SetSignalAsync(
            new SetSignalRequest { Device = "panel", Line = "lamp", Action = V1.SignalAction.On }, Daemon.As(1));
        await ClaimAsync(2, "", release: 1);
        Read("SOAP");
        var other = await NextScansAsync(others, 1);
        Assert.Equal(("SOAP", ""), (other[0].Data, other[0].BasketId)); // the first it ever saw
        Assert.Equal(2, (await _till.Get(basket)).Lines.Count);
    }

    [Fact]
    public async Task A_register_that_was_away_is_told_every_scan_of_its_scanner_in_order()
    {
        var seen = await _daemon.Devices.ListDevicesAsync(new ListDevicesRequest());
        await ClaimAsync(1, "");
        string[] codes = [.. Enumerable.Range(0, 30).Select(i => $"CODE-{i}")];
        foreach (string code in codes)
            Read(code);
        using var back = _daemon.Devices.WatchDevices(
            new WatchDevicesRequest { AfterSequence = seen.LastSequence, Run = seen.Run }, Daemon.As(1));
        Assert.Equal(codes, (await NextScansAsync(back, codes.Length)).Select(scan => scan.Data));
    }

    [Fact]
    public async Task A_weighing_is_sold_once_and_what_cannot_be_weighed_is_refused_with_the_reason()
    {
        _scale.Platform.Put(1_235);
        var weigh = new V1.WeighRequest { CommandId = Till.NewId() };
        var weighing = await _daemon.Devices.WeighAsync(weigh, Daemon.As(1));
        Assert.Equal(1_235, weighing.NetGrams);
        Assert.Equal(weighing, await _daemon.Devices.WeighAsync(weigh, Daemon.As(1)));

        string basket = (await _till.Open()).BasketId;
        var add = new AddItemRequest { CommandId = Till.NewId(), BasketId = basket, Scanned = "CHEESE", WeighingId = weighing.WeighingId };
        var line = (await _daemon.Checkout.AddItemAsync(add, Daemon.As(1))).Lines.Single();
        Assert.Equal((1_235, 1_851), (line.QuantityThousandths, line.Amount.Minor)); // 1.235 kg at 14.99
        Assert.True((await _daemon.Checkout.AddItemAsync(add, Daemon.As(1))).Replayed);
        add.CommandId = Till.NewId();
        await RefusedAsync("WEIGHING_NOT_FOUND", () => _daemon.Checkout.AddItemAsync(add, Daemon.As(1)).ResponseAsync);

        await RefusedAsync("NO_WEIGHT", () => WeighAsync()); // it lies there still
        _scale.Platform.Put(0);
        await RefusedAsync("NO_WEIGHT", () => WeighAsync());
        _scale.Platform.Put(700);
        add.WeighingId = (await WeighAsync()).WeighingId;
        add.Scanned = "SOAP";
        await RefusedAsync("NOT_WEIGHED", () => _daemon.Checkout.AddItemAsync(add, Daemon.As(1)).ResponseAsync);
        _scale.Port.SwitchOff();
        await RefusedAsync("DEVICE_UNAVAILABLE", () => WeighAsync());
    }

    [Fact]
    public async Task A_printer_that_cannot_print_leaves_what_it_has_not_begun_to_its_spare_and_nothing_is_printed_twice()
    {
        _printer.PaperOut = true;
        await UntilAsync("printer", device => device.Health.State == DeviceState.Error);
        string[] sold = [(await _till.Sell("SOAP")).ReceiptNumber, (await _till.Sell("SOAP")).ReceiptNumber];
        // The one that its own printer had already in hand may come last.
        string papers = (await _spare.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience)).Text
            + (await _spare.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience)).Text;
        Assert.All(sold, number => Assert.Contains(number, papers, StringComparison.Ordinal));
        await _daemon.UntilAsync(status => status.PrintJobs.Count == 0);
        _printer.PaperOut = false;
        await UntilOnlineAsync("printer");
        string next = (await _till.Sell("SOAP")).ReceiptNumber;
        Assert.Contains(next, (await _printer.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience)).Text, StringComparison.Ordinal);
        Assert.False(_printer.Papers.TryRead(out _));
    }

    [Fact]
    public async Task A_sale_for_cash_opens_the_drawer_at_once_and_one_opened_with_its_key_is_in_the_journal()
    {
        using var watch = Watch(1);
        _printer.DrawerOpen = true;
        await _daemon.UntilAsync(status => status.JournalSeq == 2); // the first entry begins the ledger
        _printer.DrawerOpen = false;
        bool? wasAsked = null;
        while (wasAsked is null && await watch.ResponseStream.MoveNext(CancellationToken.None))
            wasAsked = watch.ResponseStream.Current is { Drawer: { IsOpen: true } drawer } ? drawer.WasAsked : null;
        Assert.False(wasAsked);
        await _till.Sell("SOAP");
        await Until(() => _printer.DrawerOpenings == 1);
        Assert.Equal(3, (await _daemon.StatusAsync()).JournalSeq); // the sale itself says who opened it and why
    }

    private Task<V1.Weighing> WeighAsync() =>
        _daemon.Devices.WeighAsync(new V1.WeighRequest { CommandId = Till.NewId() }, Daemon.As(1)).ResponseAsync;

    private void Read(string code) => _scannerPort.Say(_scanner.Read(code));

    private AsyncServerStreamingCall<DeviceEvent> Watch(int register) =>
        _daemon.Devices.WatchDevices(new WatchDevicesRequest { AfterSequence = 0 }, Daemon.As(register));

    private async Task ClaimAsync(int register, string basket, int release = 0)
    {
        if (release > 0)
            await _daemon.Devices.ReleaseDeviceAsync(new ReleaseDeviceRequest { Device = "scanner" }, Daemon.As(release));
        await _daemon.Devices.ClaimDeviceAsync(
            new ClaimDeviceRequest { Device = "scanner", Seconds = 60, BasketId = basket }, Daemon.As(register));
    }

    private static async Task<List<ScannedCode>> NextScansAsync(AsyncServerStreamingCall<DeviceEvent> watch, int count)
    {
        var scans = new List<ScannedCode>();
        while (scans.Count < count && await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Daemon.Patience))
        {
            if (watch.ResponseStream.Current.Scan is { } scan)
                scans.Add(scan);
        }

        return scans;
    }

    private static async Task RefusedAsync(string reason, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(reason, refusal.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason);
    }

    private Task UntilOnlineAsync(params string[] names) =>
        Task.WhenAll(names.Select(name => UntilAsync(name, device => device.Health.State == DeviceState.Online)));

    private async Task<Device> UntilAsync(string name, Func<Device, bool> wanted)
    {
        Device? device = null;
        await Until(async () =>
            wanted(device = (await _daemon.Devices.ListDevicesAsync(new ListDevicesRequest())).Devices.First(one => one.Name == name)));
        return device!;
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Daemon.Patience);
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }
}
