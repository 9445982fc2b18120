using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>The verb `virtual`: a device of each class that speaks the real protocol, for training and for trying a box out.</summary>
internal static class VirtualVerbs
{
    public static Command Build() =>
        new("virtual", "virtual devices that speak the real protocols") { Printer(), Scale(), Scanner(), Display(), Terminal(), Labels() };

    private static Command Printer()
    {
        var port = Port(9100);
        var png = new Option<string>("--png") { Description = "folder to put a picture of each receipt into" };
        var columns = new Option<int>("--columns")
        {
            Description = "characters in a line: 48 or 42 for 80 mm paper, 32 for 58 mm",
            DefaultValueFactory = _ => 48,
        };
        columns.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is not (48 or 42 or 32))
                value.AddError("--columns must be 48, 42 or 32");
        });
        var printer = new Command("printer", "a receipt printer on a TCP port that shows its paper here") { port, png, columns };
        printer.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(line.GetValue(port), taken => VirtualPrinter.Start(taken, line.GetValue(columns)));
            return await new VirtualPrinterRun(device, line.GetValue(png), Console.In, Console.Out).RunAsync(stop);
        });
        return printer;
    }

    private static Command Scale()
    {
        var (protocol, plug) = (Protocol(ScaleDriver.Protocols), Plug("4001"));
        var scale = new Command("scale", "a scale to put goods on") { protocol, plug };
        scale.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(
                () => VirtualScale.Start(line.GetValue(protocol)!, line.GetValue(plug)!, TimeProvider.System, Seed()));
            return await Run("Virtual scale", device.Port,
            [
                new("put", "put KG: puts so much on it, e.g. put 1.250", args => args is [var kilograms]
                    && decimal.TryParse(kilograms, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal weight)
                        && weight < 1_000
                    ? LineWords.Done(() => device.Platform.Put((long)(weight * 1000)), $"{weight} kg lie on it") : null),
                new("empty", "empty: takes everything off",
                    args => args is [] ? LineWords.Done(device.Platform.TakeOff, "it is empty") : null),
                new("zero", "zero: presses its key for zero", args => args is [] ? device.Platform.PressZero() ? "zero" : "not now" : null),
                new("tare", "tare: presses its key for tare",
                    args => args is [] ? device.Platform.PressTare() ? "tared" : "not now" : null),
            ], stop);
        });
        return scale;
    }

    private static Command Scanner()
    {
        var plug = Plug("4002");
        var scanner = new Command("scanner", "a scanner on a line; set the box to serial-scanner") { plug };
        scanner.SetAction(async (line, stop) =>
        {
            var device = new VirtualScanner(new VirtualScannerHabits());
            string where = line.GetValue(plug)!;
            await using var port = Ports.Take(() => ushort.TryParse(where, out ushort number)
                ? VirtualPort.Listen(number, device, TimeProvider.System)
                : VirtualPort.MakeFile(where, device, TimeProvider.System));
            return await Run("Virtual scanner", port,
            [
                new("scan", "scan CODE: reads a code, e.g. scan 8000500273449; | stands for FNC1", args => args is [var code]
                    ? LineWords.Done(() => port.Say(device.Read(code.Replace('|', '\u001D'))), $"read {code}") : null),
            ], stop);
        });
        return scanner;
    }

    private static Command Display()
    {
        var (protocol, plug) = (Protocol(["cd5220", "escpos-display"]), Plug("4003"));
        var display = new Command("display", "a customer display of two lines") { protocol, plug };
        display.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(
                () => VirtualDisplay.Start(line.GetValue(protocol)!, line.GetValue(plug)!, TimeProvider.System));
            return await Run("Virtual display", device.Port,
            [
                new("look", "look: says what stands on it", args => args is [] ? $"[{device.Lines.Upper}]\n[{device.Lines.Lower}]" : null),
            ], stop);
        });
        return display;
    }

    private static Command Terminal()
    {
        var port = Port(20007);
        var book = new Option<string>("--book") { Description = "file for the charges that it made; they outlive it" };
        var terminal = new Command("terminal", "a card terminal that speaks ZVT") { port, book };
        terminal.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(line.GetValue(port), taken => VirtualZvtTerminal.Start(taken, line.GetValue(book)));
            return await Run($"Virtual card terminal on tcp://127.0.0.1:{device.Port}", TerminalWords.Of(device), stop);
        });
        return terminal;
    }

    private static Command Labels()
    {
        var port = Port(9101);
        var labels = new Command("labels", "a label printer that takes ZPL, and shows its labels here") { port };
        labels.SetAction(async (line, stop) =>
        {
            await using var device = Ports.Take(line.GetValue(port), taken => VirtualLabelPrinter.Start(taken));
            await Console.Out.WriteLineAsync($"Virtual label printer on {device.Address}. Ctrl-C ends it.");
            try
            {
                await foreach (var label in device.Labels.ReadAllAsync(stop))
                    await Console.Out.WriteLineAsync(string.Join(" | ", label.Fields.Select(field => field.Data)));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Ctrl-C is how it ends.
            }

            return ExitCodes.Ok;
        });
        return labels;
    }

    private static Task<int> Run(string title, VirtualPort port, IEnumerable<VirtualWord> words, CancellationToken stop) =>
        Run($"{title} on {port.Address}", words.Concat(LineWords.Of(port)), stop);

    private static Task<int> Run(string title, IEnumerable<VirtualWord> words, CancellationToken stop) =>
        new VirtualRun(title, words, Console.In, Console.Out).RunAsync(stop);

    // The challenges of a scale need to differ, not to be secret.
    private static Random Seed() => new((int)TimeProvider.System.GetTimestamp());

    private static Option<int> Port(int usual) => new("--port") { Description = "TCP port to listen on", DefaultValueFactory = _ => usual };

    private static Option<string> Plug(string usual) => new("--plug")
    {
        Description = "TCP port to listen on, or the path of a device file to make",
        DefaultValueFactory = _ => usual,
    };

    private static Option<string> Protocol(IReadOnlyList<string> known)
    {
        var protocol = new Option<string>("--protocol")
        {
            Description = $"one of {string.Join(", ", known)}",
            DefaultValueFactory = _ => known[0],
        };
        protocol.Validators.Add(value =>
        {
            if (!known.Contains(value.GetValueOrDefault<string>()))
                value.AddError($"--protocol must be one of {string.Join(", ", known)}");
        });
        return protocol;
    }
}
