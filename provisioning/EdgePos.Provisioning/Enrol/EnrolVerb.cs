using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `enrol`: the machine becomes a box of head office's.</summary>
internal static class EnrolVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var claim = new Argument<string>("claim")
        {
            Description = "what head office has given: a file, its line, or - for standard input; without, it is looked for on the "
                + "machine's boot partition, in /etc/edgepos and on USB sticks, until there is one",
            DefaultValueFactory = _ => "",
        };
        var daemon = new Option<string>("--daemon")
        {
            Description = "the daemon's program",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "edgepos-gateway"),
        };
        var settings = new Option<string>("--folder")
        {
            Description = "folder with the box's own settings",
            DefaultValueFactory = _ => "/etc/edgepos",
        };
        var data = new Option<string>("--data-folder")
        {
            Description = "folder with the box's files",
            DefaultValueFactory = _ => "/var/lib/edgepos",
        };
        var noStart = new Option<bool>("--no-start")
        {
            Description = "leaves the daemon as it is; it takes the settings at its next start",
        };
        var command = new Command("enrol", "makes this machine a box of head office's, and starts it")
        {
            claim, daemon, settings, data, noStart, gateway, register,
        };
        command.SetAction((line, stop) =>
        {
            var machine = new Machine(TimeProvider.System);
            var order = new EnrolOrder(line.GetValue(claim)!, Path.GetFullPath(line.GetValue(data)!), !line.GetValue(noStart));
            var program = new SettingsProgram(line.GetValue(daemon)!, Path.GetFullPath(line.GetValue(settings)!));
            var first = new FirstConfirmed(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);
            return new EnrolRun(order, program, new ClaimPlaces(machine), machine, first, Console.Out).RunAsync(stop);
        });
        return command;
    }
}
