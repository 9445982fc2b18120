using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A scale on USB-CDC, through cdc_acm and a real terminal line.</summary>
public sealed class ScaleTests
{
    private const string Where = $"usb-serial://{Gadget.Name}?baud=9600&format=7E1";

    [Fact]
    public async Task It_weighs_is_offline_while_pulled_out_and_weighs_again()
    {
        await using var bench = new Bench();
        await using var virtualScale = VirtualScale.Start("toledo-8217", "0", TimeProvider.System, new Random(1));
        var wire = await Wire.FromLineAsync(virtualScale.Port.Port);
        var scale = await bench.RunAsync(new ScaleDriver(
            new("scale-1", DeviceClass.Scale, "toledo-8217", Where), Bench.Address(Where), new(), bench.Around));
        virtualScale.Platform.Put(1250);
        Assert.Equal(1250, await WeighAsync(scale));
        Gadget.Unplug();
        await bench.BecomesAsync(DeviceState.Offline);
        Assert.Null(await WeighAsync(scale));
        await wire.DisposeAsync();
        Gadget.PlugIn();
        await using var again = await Wire.FromLineAsync(virtualScale.Port.Port);
        await bench.BecomesAsync(DeviceState.Online);
        virtualScale.Platform.Put(400);
        Assert.Equal(400, await WeighAsync(scale));
    }

    private static async Task<long?> WeighAsync(ScaleDriver scale)
    {
        using var patience = new CancellationTokenSource(Bench.Patience);
        return (await scale.WeighAsync(new WeighRequest(), patience.Token)).Weighing?.NetGrams;
    }
}
