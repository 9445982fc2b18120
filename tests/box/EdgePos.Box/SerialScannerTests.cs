using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A scanner on USB-CDC, through cdc_acm and a real terminal line.</summary>
public sealed class SerialScannerTests
{
    private const string Where = $"usb-serial://{Gadget.Name}?baud=115200";

    [Fact]
    public async Task It_is_read_pulled_out_in_the_middle_of_a_code_and_found_again()
    {
        await using var bench = new Bench();
        await bench.RunAsync(new SerialScanner(
            new("scanner-2", DeviceClass.Scanner, "line", Where), Bench.Address(Where),
                new() { Pause = TimeSpan.FromSeconds(5) }, bench.Around));
        await Gadget.SayAsync("]E04006381333931\r\n]d2010952123454321310A\u001D21B\r\n");
        Assert.Equal(new Scanned("4006381333931", "]E0"), await bench.NextAsync<Scanned>());
        Assert.Equal(new Scanned("010952123454321310A\u001D21B", "]d2"), await bench.NextAsync<Scanned>());
        await Gadget.SayAsync("40063");
        Gadget.Unplug();
        await bench.NextAsync<ScanLost>();
        Gadget.PlugIn();
        await bench.BecomesAsync(DeviceState.Online);
        await Gadget.SayAsync("40084015\r\n");
        Assert.Equal("40084015", (await bench.NextAsync<Scanned>()).Data);
    }
}
