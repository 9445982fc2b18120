using System.CommandLine;
using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>The verb `support-bundle`: one file with what support needs.</summary>
internal static class SupportVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var to = new Option<string?>("--to") { Description = "the file; unless told edgepos-support-TIME.zip here" };
        var daemon = new Option<string>("--daemon")
        {
            Description = "the daemon's program",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "edgepos-gateway"),
        };
        var folder = new Option<string>("--folder")
        {
            Description = "folder with the box's own settings",
            DefaultValueFactory = _ => "/etc/edgepos",
        };
        var data = new Option<string?>("--data") { Description = "the box's data folder; unless told the one that the settings name" };
        var command = new Command("support-bundle", "packs what support needs into one file, without secrets and without anybody's name")
        {
            to, daemon, folder, data, gateway, register,
        };
        command.SetAction((line, stop) =>
        {
            var time = TimeProvider.System;
            string file = line.GetValue(to) ?? string.Create(
                CultureInfo.InvariantCulture, $"edgepos-support-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.zip");
            var places = new SupportPlaces(line.GetValue(gateway)!, line.GetValue(register), line.GetValue(daemon)!,
                Path.GetFullPath(line.GetValue(folder)!), line.GetValue(data), HeadOffice.V1.UpdateOutcome.UsualFolder, "/usr/lib/edgepos");
            return new SupportRun(places, new Machine(time), Console.Out).RunAsync(Path.GetFullPath(file), stop);
        });
        return command;
    }
}
