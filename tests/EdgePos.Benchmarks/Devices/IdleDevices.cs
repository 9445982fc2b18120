using EdgePos.Devices;
using DeviceState = EdgePos.V1.DeviceState;

namespace EdgePos.Benchmarks;

/// <summary>What the box does while nobody does anything: a device of every class is attached and online, and nothing happens.</summary>
internal static class IdleDevices
{
    private const int BoxPort = 5379, BrokerPort = 5380;
    private const double OnePercent = 10; // milliseconds of a core in a second
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5), Looked = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchTable table, string gateway, string folder, CancellationToken stop)
    {
        var time = TimeProvider.System;
        await using var printer = VirtualPrinter.Start(port: 0);
        await using var labels = VirtualLabelPrinter.Start(port: 0);
        await using var terminal = VirtualZvtTerminal.Start(port: 0);
        await using var scale = VirtualScale.Start("toledo-8217", "0", time, new Random(1)); // its challenges need not be secret
        await using var scanner = VirtualPort.Listen(0, new VirtualScanner(new VirtualScannerHabits()), time);
        await using var display = VirtualDisplay.Start("cd5220", "0", time);
        string[] devices =
        [
            .. Of("printer", "escpos", $"tcp://127.0.0.1:{printer.Port}"),
            .. Of("drawer", "printer-drawer", "printer://printer"),
            .. Of("labels", "zpl", labels.Address),
            .. Of("terminal", "zvt", $"tcp://127.0.0.1:{terminal.Port}"),
            .. Of("scale", "toledo-8217", scale.Port.Address),
            .. Of("scanner", "serial-scanner", scanner.Address),
            .. Of("display", "cd5220", display.Port.Address),
            .. Of("panel", "gpio", "gpio://sim"),
            "--Devices:panel:Lines:call:Line=1", "--Devices:panel:Lines:call:Kind=Button",
            "--Devices:panel:Lines:lamp:Line=2", "--Devices:panel:Lines:lamp:Kind=Lamp",
        ];
        await LookAsync("", Goal.Most(1), ["--HeadOffice:Embedded=false", .. devices]);
        await LookAsync(" beside a head office of its own", null, devices);

        async Task LookAsync(string where, Goal? goal, string[] settings)
        {
            string data = Path.Combine(folder, where.Length == 0 ? "box" : "office");
            await using var box = await BenchBox.StartAsync(gateway, data, BoxPort, BrokerPort, stop, settings);
            int online = await UntilAllOnlineAsync(box, stop);
            await Task.Delay(Settling, time, stop);
            var (before, began) = (box.Use, time.GetTimestamp());
            await Task.Delay(Looked, time, stop);
            double took = (box.Use.Cpu - before.Cpu).TotalMilliseconds / time.GetElapsedTime(began).TotalSeconds;
            table.Add($"the daemon's work{where}, {online} devices attached and idle, to 1 % of a core", "ms a second",
                took, OnePercent, goal);
            Console.WriteLine($"its memory meanwhile: {box.Use.MemoryBytes >> 20} MiB");
        }
    }

    private static async Task<int> UntilAllOnlineAsync(BenchBox box, CancellationToken stop)
    {
        while (true)
        {
            var devices = await box.DevicesAsync();
            if (devices.All(device => device.Health.State == DeviceState.Online))
                return devices.Count;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
        }
    }

    private static IEnumerable<string> Of(string name, string protocol, string link) =>
        [$"--Devices:{name}:Protocol={protocol}", $"--Devices:{name}:Link={link}"];
}
