using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    /// <summary>The whole command line.</summary>
    public static RootCommand Build() => new("edgeposctl: sets up, looks into and shows an EdgePos box")
    {
        Demo(), LedgerVerbs.Build(), PriceBook(), CustomerVerb.Build(Gateway(), Register()), ReceiptVerb.Build(Gateway(), Register()),
        DevicesVerb.Build(Gateway(), Register()), LabelsVerb.Build(Gateway(), Register()),
        RegistersVerb.Build(Gateway(), Register()), StatusVerb.Build(Gateway(), Register()), DoctorVerb.Build(), ConfigVerb.Build(),
        EnrolVerb.Build(Gateway(), Register()),
        StaffVerbs.Staff(Gateway(), Register()), StaffVerbs.Audit(Gateway(), Register()),
        BackupVerb.Build(Gateway(), Register()), RestoreVerb.Build(),
        LogsVerb.Build(Gateway(), Register()), SupportVerb.Build(Gateway(), Register()),
        UpdateVerbs.Update(Gateway(), Register()), UpdateVerbs.Rollback(Gateway(), Register()),
        VirtualVerbs.Build(),
    };

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

    private static Command PriceBook()
    {
        var gateway = Gateway();
        var version = new Argument<string>("version") { Description = "one of those that list shows" };
        var list = new Command("list", "the versions of the price book that the box keeps, the current one first");
        list.SetAction((line, stop) => Run(line).ListAsync(stop));
        var rollBack = new Command("roll-back", "make a version current that is still kept; baskets keep their prices") { version };
        rollBack.SetAction((line, stop) => Run(line).RollBackAsync(line.GetValue(version)!, stop));
        return new Command("price-book", "the price books of the box") { gateway, list, rollBack };

        PriceBookRun Run(ParseResult line) => new(line.GetValue(gateway)!, TimeProvider.System, Console.Out);
    }

    private static Option<int> Register() => new("--register")
    {
        Description = "number under which the box knows who asked: 1 to 9999",
        DefaultValueFactory = _ => 9999,
        Recursive = true,
    };

    private static Option<Uri> Gateway() => new("--gateway")
    {
        Description = "address of the box; on the box itself unix: and the socket file in its data folder",
        DefaultValueFactory = _ => File.Exists(BoxChannel.UsualFile)
            ? new Uri($"{BoxChannel.FileScheme}:{BoxChannel.UsualFile}") : new Uri("http://127.0.0.1:5080"),
        CustomParser = ReadAddress,
        Recursive = true,
    };

    /// <summary>An address of somebody who is called over gRPC.</summary>
    public static Uri? ReadAddress(ArgumentResult value)
    {
        if (Uri.TryCreate(value.Tokens[0].Value, UriKind.Absolute, out var address)
            && (address.Scheme is "http" or "https" or BoxChannel.FileScheme))
            return address;
        value.AddError($"{((OptionResult)value.Parent!).Option.Name} must be an address such as http://127.0.0.1:5080");
        return null;
    }

    /// <summary>A moment by this machine's clock.</summary>
    public static DateTimeOffset? ReadTime(ArgumentResult value)
    {
        if (DateTimeOffset.TryParse(value.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
            return time;
        value.AddError($"{((OptionResult)value.Parent!).Option.Name} must be a time such as '2026-11-25 07:00'");
        return null;
    }
}
