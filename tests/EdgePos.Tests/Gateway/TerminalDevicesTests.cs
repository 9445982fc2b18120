using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;
using DeviceState = EdgePos.V1.DeviceState;

namespace EdgePos.Tests;

/// <summary>Card terminals among the devices: several, each with its register and its health.</summary>
public sealed class TerminalDevicesTests
{
    [Fact]
    public async Task Two_registers_pay_at_their_own_terminals_at_the_same_time()
    {
        await using var second = VirtualZvtTerminal.Start(port: 0);
        await using var shop = await PaymentShop.OpenAsync(
            [.. PaymentShop.Settings("second", second), "--Devices:second:Register=2", "--Devices:terminal:Register=1"]);
        shop.Faults.WaitsAt = TerminalMoment.BeforeHost;
        var mine = await shop.Goods("SOAP");
        var paying = shop.Pay(mine.BasketId);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);

        var other = new Till(shop.Daemon, register: 2);
        var basket = await other.Add((await other.Open()).BasketId, "BREAD");
        var paid = await shop.Daemon.Payments.PayAsync(
            new PayRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(2));
        Assert.Equal((PaymentState.Approved, "second"), (paid.State, paid.Terminal));
        Assert.Equal([PaymentShop.Bread], second.Book.Charges.Select(charge => charge.AmountMinor));
        Assert.Equal(PaymentState.Running, Assert.Single(await shop.Cares(), payment => payment.Terminal == "terminal").State);

        shop.Faults.GoOn();
        Assert.Equal((PaymentState.Approved, "terminal"), ((await paying).State, (await paying).Terminal));
        Assert.Equal([PaymentShop.Soap], shop.Terminal.Book.Charges.Select(charge => charge.AmountMinor));
        await other.Complete(basket.BasketId);
        await shop.Till.Complete(mine.BasketId);
    }

    [Fact]
    public async Task A_terminal_of_another_register_and_one_that_is_no_terminal_are_refused()
    {
        await using var shop = await PaymentShop.OpenAsync("--Devices:terminal:Register=1");
        var other = new Till(shop.Daemon, register: 2);
        var basket = await other.Add((await other.Open()).BasketId, "SOAP");
        await Till.Refused(StatusCode.FailedPrecondition, "NO_TERMINAL", () => Pay(""));
        await Till.Refused(StatusCode.FailedPrecondition, "DEVICE_CLAIMED", () => Pay("terminal"));
        await Till.Refused(StatusCode.NotFound, "DEVICE_NOT_FOUND", () => Pay("printer"));
        Assert.Empty(shop.Terminal.Book.Charges);

        Task Pay(string device) => shop.Daemon.Payments.PayAsync(
            new PayRequest { CommandId = Till.NewId(), BasketId = basket.BasketId, Device = device }, Daemon.As(2)).ResponseAsync;
    }

    [Fact]
    public async Task The_stores_terminal_is_whose_register_has_claimed_it()
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.Daemon.Devices.ClaimDeviceAsync(new ClaimDeviceRequest { Device = "terminal", Seconds = 60 }, Daemon.As(2));
        var basket = await shop.Goods("SOAP");
        await Till.Refused(StatusCode.FailedPrecondition, "DEVICE_CLAIMED", () => shop.Pay(basket.BasketId));
        await shop.Daemon.Devices.ReleaseDeviceAsync(new ReleaseDeviceRequest { Device = "terminal" }, Daemon.As(2));
        Assert.Equal(PaymentState.Approved, (await shop.Pay(basket.BasketId)).State);
    }

    [Fact]
    public async Task It_is_listed_with_its_health_tells_what_it_does_and_can_be_tested()
    {
        var terminal = VirtualZvtTerminal.Start(port: 0);
        await using var shop = await PaymentShop.OpenAsync(PaymentShop.Settings("terminal", terminal));
        await UntilAsync(DeviceState.Online);
        var tested = await shop.Daemon.Devices.TestDeviceAsync(new TestDeviceRequest { Device = "terminal" }, Daemon.As(1));
        Assert.True(tested.Passed, tested.Report);
        using var watch = shop.Daemon.Devices.WatchDevices(
            new WatchDevicesRequest { Devices = { "terminal" }, AfterSequence = 0 }, Daemon.As(1));
        await shop.SellByCard();
        while (true)
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            if (watch.ResponseStream.Current.TerminalText.Length > 0)
                break;
        }

        var device = await UntilAsync(DeviceState.Online);
        Assert.Equal(1, device.Statistics["ApprovedCount"]);

        int port = terminal.Port;
        await terminal.DisposeAsync();
        Assert.Equal(PaymentState.Aborted, (await shop.Pay((await shop.Goods("SOAP")).BasketId)).State);
        device = await UntilAsync(DeviceState.Offline);
        Assert.NotEmpty(device.Health.Advice);
        await using var again = VirtualZvtTerminal.Start(port);
        await UntilAsync(DeviceState.Online);

        async Task<Device> UntilAsync(DeviceState state)
        {
            var waiting = System.Diagnostics.Stopwatch.StartNew();
            while (true)
            {
                var listed = await shop.Daemon.Devices.ListDevicesAsync(new ListDevicesRequest(), Daemon.As(1));
                var found = Assert.Single(listed.Devices, device => device.Class == V1.DeviceClass.CardTerminal);
                if (found.Health.State == state)
                    return found;
                Assert.True(waiting.Elapsed < Daemon.Patience, $"it is {found.Health}");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task A_payment_of_a_terminal_that_is_no_longer_the_boxs_is_for_staff()
    {
        await using var second = VirtualZvtTerminal.Start(port: 0);
        await using var shop = await PaymentShop.OpenAsync([.. PaymentShop.Settings("second", second), "--Devices:second:Register=2"]);
        var other = new Till(shop.Daemon, register: 2);
        var basket = await other.Add((await other.Open()).BasketId, "SOAP");
        (second.Faults.LeavesOutStatus, second.Faults.ForgetsLastTransaction) = (true, true);
        var paid = await shop.Daemon.Payments.PayAsync(
            new PayRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(2));
        Assert.Equal(PaymentState.Unknown, paid.State);

        await shop.RestartAsync("--Devices:second:Link=");
        Assert.Equal(paid.PaymentId, Assert.Single(await shop.Cares()).PaymentId);
        await Till.Refused(StatusCode.NotFound, "DEVICE_NOT_FOUND", () => shop.Daemon.Payments.RecoverAsync(
            new RecoverPaymentRequest { PaymentId = paid.PaymentId }, Daemon.As(1)).ResponseAsync);
        await shop.SellByCard();
        await shop.Settle(new SettlePaymentRequest { Approved = ShopDaemon.Eur(PaymentShop.Soap) }, paid.PaymentId);
        await new Till(shop.Daemon, register: 2).Complete(basket.BasketId);
        Assert.Empty(await shop.Cares());
    }
}
