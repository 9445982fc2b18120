using System.CommandLine;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>The verb `restore`: makes a machine the box that a backup was made of.</summary>
internal static class RestoreVerb
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "the backup" };
        var key = new Option<string>("--key") { Description = "file with the private key that it is for", Required = true };
        var data = new Option<string>("--data-folder")
        {
            Description = "the box's data folder",
            DefaultValueFactory = _ => "/var/lib/edgepos",
        };
        var settings = new Option<string>("--settings-folder")
        {
            Description = "folder with the box's own settings",
            DefaultValueFactory = _ => "/etc/edgepos",
        };
        var head = new Option<JournalMark?>("--head-office-head")
        {
            Description = "what head office has of this box, as SEQ:HASH, where its broker cannot be asked",
            CustomParser = LedgerVerbs.ReadMark,
        };
        var without = new Option<bool>("--without-head-office") { Description = "nobody is asked what head office has" };
        var behind = new Option<bool>("--behind-head-office") { Description = "also where head office has more than the backup" };
        var after = new Option<long?>("--receipts-after")
        {
            Description = "the highest receipt number that any register has given; unless told as many are left out as may have been given",
        };
        var otherBox = new Option<bool>("--other-box") { Description = "also where the settings of this box are another box's" };
        var json = new Option<bool>("--json") { Description = "the same for a program" };
        var command = new Command("restore", "makes this machine the box that a backup was made of; the daemon must be down")
        {
            file, key, data, settings, head, without, behind, after, otherBox, json,
        };
        command.Validators.Add(line =>
        {
            if (line.GetResult(head) is not null && line.GetValue(without))
                line.AddError("--head-office-head says what head office has, --without-head-office that nobody knows; give one");
            if (line.GetResult(after) is not null && line.GetValue(after) is < 0)
                line.AddError("--receipts-after must not be below 0");
        });
        command.SetAction((line, stop) => new RestoreRun(new RestoreOrder(
            line.GetValue(file)!, line.GetValue(key)!, Path.GetFullPath(line.GetValue(data)!),
            Path.GetFullPath(line.GetValue(settings)!), line.GetValue(head), line.GetValue(without), line.GetValue(behind),
            line.GetValue(after), line.GetValue(otherBox)), TimeProvider.System, Console.Out).RunAsync(line.GetValue(json), stop));
        return command;
    }
}
