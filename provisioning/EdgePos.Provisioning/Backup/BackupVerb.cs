using System.CommandLine;

namespace EdgePos.Provisioning;

/// <summary>The verb `backup`: one now, and the key that backups are encrypted to.</summary>
internal static class BackupVerb
{
    public static Command Build(Option<Uri> gateway, Option<int> register)
    {
        var to = new Option<string?>("--to") { Description = "folder that it goes to; unless told as the settings say (Backup:Folder)" };
        var key = new Option<string?>("--key")
        {
            Description = "file with the public key; unless told as the settings say (Backup:KeyFile)",
        };
        var ownDisk = new Option<bool>("--own-disk") { Description = "the folder may lie on the box's own disk" };
        var json = new Option<bool>("--json") { Description = "the same for a program" };
        var command = new Command("backup", "a backup of the box now, encrypted and proven, while it sells")
        {
            gateway, register, to, key, ownDisk, json, NewKey(),
        };
        command.SetAction((line, stop) => new MakeBackupRun(
            line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out, Console.Error).RunAsync(
            new MakeBackupOrder(line.GetValue(to), line.GetValue(key), line.GetValue(ownDisk)), line.GetValue(json), stop));
        return command;
    }

    private static Command NewKey()
    {
        var file = new Argument<string>("file") { Description = "where the private half goes; the public one gets the same name and .pub" };
        var command = new Command("new-key", "makes a key for backups; not on a box, which must never have the private half") { file };
        command.SetAction(line => new NewKeyRun(line.GetValue(file)!, Console.Out).Run());
        return command;
    }
}
