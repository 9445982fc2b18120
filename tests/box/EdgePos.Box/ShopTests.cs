using EdgePos.Devices;
using EdgePos.Tests;
using EdgePos.V1;
using Grpc.Core;
using Xunit;
using DeviceState = EdgePos.V1.DeviceState;
using WeighRequest = EdgePos.V1.WeighRequest;

namespace EdgePos.Box;

/// <summary>The real daemon with a printer, a scale, scanners, a drawer and a panel, sold at by a register.</summary>
public sealed class ShopTests(Shop shop) : IClassFixture<Shop>
{
    private const string Cola = "5449000000996";

    private Till Till { get; } = new(shop.Daemon);

    [Fact]
    public async Task What_is_scanned_is_in_the_basket_and_nobody_else_gets_a_key_before_the_daemon_has_ended()
    {
        await using var other = FileLink.Open(shop.Scanner.EventFile);
        string basket = (await Till.Open()).BasketId;
        await ClaimAsync("scanner", basket);
        using (var watch = await shop.WatchAsync(1))
        {
            shop.Scanner.Type(Cola);
            var taken = await Shop.NextAsync(watch, told => told.Scan is { BasketId.Length: > 0 } scan ? scan : null);
            Assert.Equal((Cola, basket, ""), (taken.Data, taken.BasketId, taken.Refusal));
        }

        Assert.Equal(("COLA", 199), ((await Till.Get(basket)).Lines.Single().Sku, (await Till.Get(basket)).Total.Minor));

        // Given free, the keys go to whoever reads: this is the first one that the other one gets.
        Assert.Equal(0, await shop.Daemon.StopAsync());
        shop.Scanner.Type("7");
        Assert.Equal(8, await KeyEvents.FirstAsync(other)); // KEY_7
        await shop.StartAsync();
        await Till.Abandon(basket);
    }

    [Fact]
    public async Task What_lies_on_the_scale_is_weighed_once_it_is_at_rest_and_sold_once()
    {
        shop.Scale.Platform.Unrest = TimeSpan.FromHours(1);
        shop.Scale.Platform.Put(1_235);
        var moving = await Till.Refused(StatusCode.FailedPrecondition, "NO_WEIGHT", WeighAsync);
        Assert.Contains("did not come to rest", moving.Message, StringComparison.Ordinal);
        shop.Scale.Platform.Unrest = TimeSpan.FromMilliseconds(500);
        shop.Scale.Platform.Put(1_235);
        var weighing = await WeighAsync();
        Assert.Equal(1_235, weighing.NetGrams);

        string basket = (await Till.Open()).BasketId;
        var add = new AddItemRequest { CommandId = Till.NewId(), BasketId = basket, Scanned = "CHEESE", WeighingId = weighing.WeighingId };
        var line = (await shop.Daemon.Checkout.AddItemAsync(add, Daemon.As(1))).Lines.Single();
        Assert.Equal((1_235, 1_851), (line.QuantityThousandths, line.Amount.Minor)); // 1.235 kg at 14.99
        add.CommandId = Till.NewId();
        await Till.Refused(StatusCode.NotFound, "WEIGHING_NOT_FOUND",
            () => shop.Daemon.Checkout.AddItemAsync(add, Daemon.As(1)).ResponseAsync);
        await Till.Refused(StatusCode.FailedPrecondition, "NO_WEIGHT", WeighAsync); // it lies there still
        shop.Scale.Platform.TakeOff();
        await Till.Abandon(basket);
    }

    [Fact]
    public async Task A_sale_for_cash_is_on_paper_and_opens_the_drawer_and_one_opened_by_hand_is_in_the_journal()
    {
        using var drawer = new DrawerBody(Shop.Kick, Shop.Sensor);
        using var watch = await shop.WatchAsync(2);
        long before = (await shop.Daemon.StatusAsync()).JournalSeq;
        drawer.Open();
        Assert.Equal((true, false), await NextMoveAsync(watch));
        await shop.Daemon.UntilAsync(status => status.JournalSeq == before + 1);
        drawer.Shut();
        Assert.Equal((false, false), await NextMoveAsync(watch));

        var till = new OpenTillRequest { CommandId = Till.NewId(), Float = new Money { Minor = 10_000, Currency = "EUR" } };
        await shop.Daemon.Tills.OpenAsync(till, Daemon.As(2));
        await OpensAndIsShutAsync(drawer, watch);
        Assert.Contains("100.00", (await shop.NextPaperAsync()).Text, StringComparison.Ordinal); // the float

        var register = new Till(shop.Daemon, register: 2);
        var basket = await register.Open();
        basket = await register.Add(basket.BasketId, "SOAP");
        Assert.Equal(50, (await register.Cash(basket.BasketId, 300)).Change.Minor);
        string number = (await register.Complete(basket.BasketId)).Receipt.ReceiptNumber;
        await OpensAndIsShutAsync(drawer, watch);
        Assert.Equal(2, drawer.Pulses);
        var paper = await shop.NextPaperAsync();
        Assert.Contains($"[barcode {number}]", paper.Text, StringComparison.Ordinal);
        Assert.Equal(0, paper.DrawerOpened); // the printer's own plug has nothing to open
        Assert.Equal(before + 3, (await shop.Daemon.StatusAsync()).JournalSeq); // they say themselves who opened it and why
    }

    [Fact]
    public async Task A_printer_pulled_out_in_the_middle_of_a_receipt_is_asked_about_and_all_that_was_on_that_plug_is_found_again()
    {
        (shop.Printer.BytesASecond, shop.Printer.BufferBytes) = (400, 256); // it takes its time over the receipt
        long before = shop.Printer.BytesTaken;
        string torn = (await Till.Sell([.. Enumerable.Repeat("SOAP", 12)])).ReceiptNumber;
        await Bench.UntilAsync(() => shop.Printer.BytesTaken > before + 300, "the receipt is begun");
        await shop.UnplugAsync();
        Assert.DoesNotContain($"[barcode {torn}]", shop.Printer.Hanging.Text, StringComparison.Ordinal); // its last line
        var asked = await shop.Daemon.UntilAsync(status => status.PrintJobs.Any(one => one.State == PrintState.Unknown));
        var job = Assert.Single(asked.PrintJobs);
        Assert.Equal(torn, job.Title);
        string[] gone = ["printer", "scale", "keys"];
        await Task.WhenAll(gone.Select(name => shop.UntilAsync(name, DeviceState.Offline)));
        string next = (await Till.Sell("BREAD")).ReceiptNumber; // the shop sells on

        (shop.Printer.BytesASecond, shop.Printer.BufferBytes) = (0, 4096);
        await shop.PlugInAsync();
        await shop.UntilOnlineAsync();
        string paper = (await shop.NextPaperAsync()).Text;
        Assert.Contains($"[barcode {next}]", paper, StringComparison.Ordinal);
        Assert.DoesNotContain($"[barcode {torn}]", paper, StringComparison.Ordinal);
        var left = Assert.Single((await shop.Daemon.UntilAsync(status => status.PrintJobs.Count == 1)).PrintJobs);
        Assert.Equal((torn, PrintState.Unknown), (left.Title, left.State));
        Assert.False(shop.Printer.Papers.TryRead(out _));
        await shop.Daemon.Box.SettlePrintJobAsync(new SettlePrintJobRequest { Job = job.Job, OnPaper = false }, Daemon.As(1));
        string copy = (await shop.NextPaperAsync()).Text;
        Assert.Contains(torn, copy, StringComparison.Ordinal);
        Assert.Contains("COPY", copy, StringComparison.Ordinal);
        await shop.Daemon.UntilAsync(status => status.PrintJobs.Count == 0);

        shop.Scale.Platform.Put(405);
        Assert.Equal(405, (await WeighAsync()).NetGrams);
        shop.Scale.Platform.TakeOff();
        await ClaimAsync("keys", basket: "");
        using var watch = await shop.WatchAsync(1);
        await Gadget.TypeAsync("40084015\n");
        Assert.Equal("40084015", (await Shop.NextAsync(watch, told => told.Scan)).Data);
    }

    [Fact]
    public async Task A_button_is_told_to_a_register_that_lights_a_lamp()
    {
        using var watch = await shop.WatchAsync(1);
        foreach (bool isPressed in new[] { true, false })
        {
            GpioSim.Drive(Shop.Button, level: !isPressed);
            var told = await Shop.NextAsync(watch, one => one.Signal);
            Assert.Equal(("call-staff", isPressed), (told.Line, told.IsOn));
            await shop.Daemon.Devices.SetSignalAsync(
                new SetSignalRequest
                {
                    Device = "panel",
                    Line = "lamp",
                    Action = isPressed ? V1.SignalAction.On : V1.SignalAction.Off,
                },
                Daemon.As(1));
            Assert.Equal(isPressed, GpioSim.LevelOf(Shop.Lamp));
        }
    }

    private Task<V1.Weighing> WeighAsync() =>
        shop.Daemon.Devices.WeighAsync(new WeighRequest { CommandId = Till.NewId() }, Daemon.As(1)).ResponseAsync;

    private async Task ClaimAsync(string scanner, string basket) => await shop.Daemon.Devices.ClaimDeviceAsync(
        new ClaimDeviceRequest { Device = scanner, Seconds = 900, BasketId = basket }, Daemon.As(1));

    private static async Task OpensAndIsShutAsync(DrawerBody drawer, AsyncServerStreamingCall<V1.DeviceEvent> watch)
    {
        Assert.Equal((true, true), await NextMoveAsync(watch));
        await Bench.UntilAsync(() => !GpioSim.LevelOf(Shop.Kick), "the solenoid is at rest");
        drawer.Shut();
        Assert.Equal((false, true), await NextMoveAsync(watch));
    }

    // Whether the daemon saw it open, and whether it says that it opened it.
    private static async Task<(bool IsOpen, bool WasAsked)> NextMoveAsync(AsyncServerStreamingCall<V1.DeviceEvent> watch)
    {
        var move = await Shop.NextAsync(watch, told => told.Drawer);
        return (move.IsOpen, move.WasAsked);
    }
}
