namespace EdgePos.Provisioning;

/// <summary>The data folder is there, all in it is one user's, and its secrets are for that user alone.</summary>
internal static class DataFolderCheck
{
    private const int FilesMost = 10_000, NamedMost = 3;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private static readonly string[] Secrets = ["box.key", "authority.key", "pin.pepper", "staff.pins"];
    private static readonly string[] NamedSecrets = ["Relay:KeyFile", "Gateway:KeyFile"];

    public static Finding Look(Patient patient)
    {
        string folder = patient.DataFolder;
        if (!Directory.Exists(folder))
        {
            return Finding.Bad($"there is no folder {folder}, or {Environment.UserName} may not see it",
                "name the right one (--data FOLDER); a box makes it at its first start; where the box has sold before, look for its disk");
        }

        var accounts = new Accounts(patient.Machine);
        var owner = FileOwner.Of(folder);
        string who = $"{accounts.User(owner.User)}:{accounts.Group(owner.Group)}";
        return Finding.Worst($"{folder} belongs to {who}, and its secrets are for that user alone",
            [.. Foreign(folder, owner, who), .. Open(patient), .. Readable(folder, owner)]);
    }

    // A tool that was run as root leaves such files: the daemon cannot write them, and ends.
    private static IEnumerable<Finding> Foreign(string folder, FileOwner owner, string who)
    {
        var within = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false, // who may not look is told so, and not that all is well
        };
        var foreign = Directory.EnumerateFileSystemEntries(folder, "*", within).Take(FilesMost).Where(file => IsForeign(file, owner.User))
            .Select(file => Path.GetRelativePath(folder, file)).ToList();
        if (foreign.Count > 0)
        {
            string more = foreign.Count > NamedMost ? $" and {foreign.Count - NamedMost} more" : "";
            yield return Finding.Bad($"not the folder's owner's: {string.Join(", ", foreign.Take(NamedMost))}{more}",
                $"give them back, or the daemon cannot write them: chown -R {who} {folder}");
        }
    }

    private static bool IsForeign(string file, uint user)
    {
        try
        {
            return FileOwner.Of(file).User != user;
        }
        catch (IOException)
        {
            return false; // it went away meanwhile, or is a link to nothing
        }
    }

    private static IEnumerable<Finding> Open(Patient patient)
    {
        var own = Secrets.Select(name => (File: patient.FileOf(name), For: Others | Group));
        var named = NamedSecrets.Select(name => (File: patient.Settings[name], For: Others));
        return own.Concat(named).Where(one => File.Exists(one.File) && (FileOwner.Of(one.File).Mode & one.For) != 0)
            .Select(one => Finding.Bad($"{one.File} can be read by others than the daemon",
                $"close it (chmod 600 {one.File}), and think of it as known to whoever could log in here"));
    }

    private static IEnumerable<Finding> Readable(string folder, FileOwner owner)
    {
        if (owner.Mode.HasFlag(UnixFileMode.OtherWrite))
        {
            yield return Finding.Bad($"everybody may write in {folder}", $"close it: chmod 750 {folder}");
        }
        else if (owner.Mode.HasFlag(UnixFileMode.OtherExecute) && File.Exists(Path.Combine(folder, "ledger.db"))
            && FileOwner.Of(Path.Combine(folder, "ledger.db")).Mode.HasFlag(UnixFileMode.OtherRead))
        {
            yield return Finding.Look($"every user of this machine can read the ledger, with what it knows of customers",
                $"close the folder: chmod 750 {folder}");
        }
    }
}
