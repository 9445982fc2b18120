using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A USB scanner that is a keyboard, through usbhid and evdev.</summary>
public sealed class KeyboardScannerTests
{
    private const string Where = $"usb-input://{Gadget.Name}";

    [Fact]
    public async Task What_it_types_is_a_scan_and_nobody_else_gets_a_key()
    {
        string? path = null;
        await Bench.UntilAsync(() => (path = UsbDevices.Find((UsbAddress)Bench.Address(Where))) is not null
            && File.Exists(path), "it is plugged in");
        await using var other = FileLink.Open(path!);
        await using (var bench = new Bench())
        {
            await bench.RunAsync(Scanner(bench));
            await Gadget.TypeAsync("]C10109521234543213\u001D21Ab-9\n]E04006381333931\n");
            Assert.Equal(new Scanned("0109521234543213\u001D21Ab-9", "]C1"), await bench.NextAsync<Scanned>());
            Assert.Equal(new Scanned("4006381333931", "]E0"), await bench.NextAsync<Scanned>());
        }

        // Given free, the keys go to whoever reads: this is the first one that the other one gets.
        await Gadget.TypeAsync("7\n");
        Assert.Equal(8, await KeyEvents.FirstAsync(other)); // KEY_7
    }

    [Fact]
    public async Task Pulled_out_in_the_middle_of_a_code_it_is_lost_and_told_and_plugged_in_again_it_is_found()
    {
        await using var bench = new Bench();
        await bench.RunAsync(Scanner(bench));
        await Gadget.TypeAsync("1\n");
        Assert.Equal("1", (await bench.NextAsync<Scanned>()).Data);
        await Gadget.TypeAsync("400638");
        Gadget.Unplug();
        await bench.NextAsync<ScanLost>();
        Gadget.PlugIn();
        await bench.BecomesAsync(DeviceState.Online);
        await Gadget.TypeAsync("40084015\n");
        Assert.Equal("40084015", (await bench.NextAsync<Scanned>()).Data);
    }

    private static EvdevScanner Scanner(Bench bench) =>
        new(new("scanner-1", DeviceClass.Scanner, "keys", Where), Bench.Address(Where),
            new() { Pause = TimeSpan.FromSeconds(5) }, bench.Around);
}
