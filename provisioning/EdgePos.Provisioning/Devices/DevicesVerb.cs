using System.CommandLine;
using System.CommandLine.Parsing;

namespace EdgePos.Provisioning;

/// <summary>The verb `devices`: what hangs on the box, how it is, and what could be written into its settings.</summary>
internal static class DevicesVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var device = new Argument<string>("device") { Description = "its name, as list shows it" };
        var list = new Command("list", "the devices of the box, how they are, and what to do about those that are ill");
        list.SetAction((line, stop) => Run(line).ListAsync(stop));
        var watch = new Command("watch", "what happens at the devices, as it happens: scans, weights, drawers, faults; Ctrl-C ends it");
        watch.SetAction((line, stop) => Run(line).WatchAsync(stop));
        var test = new Command("test", "try a device: print a test page, read the scale, wait for a scan") { device };
        test.SetAction((line, stop) => Run(line).TestAsync(line.GetValue(device)!, stop));

        var hosts = new Option<string[]>("--host")
        {
            Description = "look for printers and card terminals at these addresses too, e.g. 192.168.1.50",
            AllowMultipleArgumentsPerToken = true,
        };
        var scan = new Command("scan", "what is plugged into this machine, as settings to copy; asks no daemon") { hosts };
        scan.SetAction((line, stop) => new DeviceScanRun(TimeProvider.System, Console.Out).RunAsync(line.GetValue(hosts) ?? [], stop));
        return new Command("devices", "what hangs on the box") { gateway, register, list, watch, test, scan };

        DevicesRun Run(ParseResult line) => new(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);
    }
}
