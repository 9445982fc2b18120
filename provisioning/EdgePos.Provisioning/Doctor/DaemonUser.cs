namespace EdgePos.Provisioning;

/// <summary>As whom the daemon runs: as its process says; while it is down, as whom its files belong to.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Groups">Numbers of its groups.</param>
/// <param name="Process">Its process; null: it is down, and a group that only its unit names is not known.</param>
internal sealed record DaemonUser(uint User, IReadOnlySet<uint> Groups, string? Process)
{
    private const string Program = "edgepos-gateway";

    /// <summary>That of a box.</summary>
    /// <exception cref="IOException">It is down, and has no data folder.</exception>
    public static DaemonUser Of(Patient patient) => Running(patient.Machine) ?? Owner(patient);

    private static DaemonUser Owner(Patient patient)
    {
        var owner = FileOwner.Of(patient.DataFolder);
        return new DaemonUser(owner.User, new Accounts(patient.Machine).GroupsOf(owner.User).Append(owner.Group).ToHashSet(), null);
    }

    private static DaemonUser? Running(Machine machine)
    {
        string? process = machine.In("/proc").FirstOrDefault(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])
            && machine.Read($"{folder}/comm") == Program);
        if (process is null || machine.Read($"{process}/status") is not { } status)
            return null;
        var (users, groups, more) = (Row("Uid:"), Row("Gid:"), Row("Groups:"));
        return users.Count < 2 ? null : new DaemonUser(users[1], groups.Concat(more).ToHashSet(), Path.GetFileName(process));

        List<uint> Row(string name) => [.. Accounts.Numbers(status.Split('\n').FirstOrDefault(
            line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Split((char[]?)null) ?? [])];
    }

    /// <summary>True where it may read a file.</summary>
    public bool MayRead(FileOwner file) => User == 0 || file.Mode.HasFlag(
        file.User == User ? UnixFileMode.UserRead : Groups.Contains(file.Group) ? UnixFileMode.GroupRead : UnixFileMode.OtherRead);

    /// <summary>True where it may write it.</summary>
    public bool MayWrite(FileOwner file) => User == 0 || file.Mode.HasFlag(
        file.User == User ? UnixFileMode.UserWrite : Groups.Contains(file.Group) ? UnixFileMode.GroupWrite : UnixFileMode.OtherWrite);
}
