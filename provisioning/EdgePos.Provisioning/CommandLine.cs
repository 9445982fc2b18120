using System.CommandLine;
using EdgePos.Devices;
using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    /// <summary>The whole command line.</summary>
    public static RootCommand Build() => new("edgeposctl: sets up, looks into and shows an EdgePos box") { Demo(), Virtual() };

    private static Command Demo()
    {
        var gateway = new Option<string>("--gateway") { Description = "the daemon's program", Required = true };
        var register = new Option<string>("--register") { Description = "the register's program", Required = true };
        var data = new Option<string>("--data")
        {
            Description = "folder for the demo's files; a demo that was there before goes on",
            DefaultValueFactory = _ => ".data/demo",
        };
        var command = new Command("demo", "sells in a whole shop on this machine, with the link to head office cut and mended")
        {
            gateway, register, data,
        };
        command.SetAction((line, stop) =>
        {
            var order = new DemoOrder(
                line.GetValue(gateway)!, line.GetValue(register)!, Path.GetFullPath(line.GetValue(data)!),
                KeepOpen: !Console.IsOutputRedirected && !Console.IsInputRedirected);
            return new DemoRun(order, AnsiConsole.Console, TimeProvider.System).RunAsync(stop);
        });
        return command;
    }

    private static Command Virtual()
    {
        var port = new Option<int>("--port") { Description = "TCP port to listen on", DefaultValueFactory = _ => 9100 };
        var png = new Option<string>("--png") { Description = "folder to put a picture of each receipt into" };
        var columns = new Option<int>("--columns")
        {
            Description = "characters in a line: 48 for 80 mm paper, 32 for 58 mm",
            DefaultValueFactory = _ => 48,
        };
        columns.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is not (48 or 32))
                value.AddError("--columns must be 48 or 32");
        });
        var printer = new Command("printer", "a receipt printer on a TCP port that shows its paper here") { port, png, columns };
        printer.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(line.GetValue(port), taken => VirtualPrinter.Start(taken, line.GetValue(columns)));
            return await new VirtualPrinterRun(device, line.GetValue(png), Console.In, Console.Out).RunAsync(stop);
        });
        return new Command("virtual", "virtual devices that speak the real protocols") { printer };
    }
}
