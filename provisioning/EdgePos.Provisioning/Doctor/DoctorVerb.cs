using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `doctor`: looks at the machine under the box, above all when the daemon is not there.</summary>
internal static class DoctorVerb
{
    public static Command Build()
    {
        var data = new Option<string?>("--data")
        {
            Description = "the box's data folder; unless told the one that the settings name, else /var/lib/edgepos",
        };
        var settings = new Option<string[]>("--settings")
        {
            Description = "further settings files of the daemon, over those beside this program and in /etc/edgepos",
            AllowMultipleArgumentsPerToken = true,
        };
        var json = new Option<bool>("--json") { Description = "the same for a program" };
        var command = new Command("doctor", "looks at the machine, its disk, clock, network and files, and says what to do; asks no daemon")
        {
            data, settings, json,
        };
        command.SetAction((line, stop) =>
        {
            var machine = new Machine(TimeProvider.System);
            var patient = Patient.Of(machine, line.GetValue(data), line.GetValue(settings) ?? []);
            return new DoctorRun(patient, Console.Out).RunAsync(line.GetValue(json), stop);
        });
        return command;
    }
}
