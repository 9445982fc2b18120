using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `status`: one screen about a box that runs.</summary>
internal static class StatusVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var json = new Option<bool>("--json") { Description = "the same for a program" };
        var command = new Command("status", "can this box sell, what waits, and what needs a person; ends with 1 where something does")
        {
            gateway, register, json,
        };
        command.SetAction((line, stop) => new StatusRun(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out)
            .RunAsync(line.GetValue(json), stop));
        return command;
    }
}
