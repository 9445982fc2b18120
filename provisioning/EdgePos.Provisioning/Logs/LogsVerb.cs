using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `logs`: what the daemon said, from the system's journal where there is one, else from the daemon.</summary>
internal static class LogsVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var lines = new Option<int>("--lines", "-n") { Description = "so many lines, 1 to 1000", DefaultValueFactory = _ => 100 };
        lines.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is < 1 or > LogsRun.LinesMost)
                value.AddError($"--lines must be 1 to {LogsRun.LinesMost}");
        });
        var since = new Option<DateTimeOffset?>("--since")
        {
            Description = "only what was said from then on, e.g. '2026-11-25 07:00' by this machine's clock",
            CustomParser = CommandLine.ReadTime,
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "goes on as lines are said, until Ctrl-C" };
        var json = new Option<bool>("--json") { Description = "the same for a program, an object a line" };
        var command = new Command("logs", "what the daemon said last; of the box itself from the system's journal")
        {
            gateway, register, lines, since, follow, json,
        };
        command.SetAction((line, stop) =>
        {
            // Who names an address means the daemon there, which may be on another machine.
            bool isNamed = line.GetResult(gateway) is { Implicit: false };
            var run = new LogsRun(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out);
            var wanted = new LogsWanted(line.GetValue(lines), line.GetValue(since), line.GetValue(follow), line.GetValue(json));
            return isNamed || !LogsRun.HasJournal ? run.AskAsync(wanted, stop) : LogsRun.JournalAsync(wanted, stop);
        });
        return command;
    }
}
