using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>The file system under the data folder may be written, and ext4 counts no errors.</summary>
internal static class FileSystemCheck
{
    public static Finding Look(Patient patient)
    {
        var mount = MountOf(patient.DataFolder, patient.Machine.Read("/proc/self/mounts") ?? "");
        if (mount is { IsReadOnly: true })
        {
            return Finding.Bad($"{mount.Source} is mounted read-only at {mount.Folder}",
                "look why (dmesg): mostly the disk has failed; take a copy of the data folder first, then check or change the disk");
        }

        var counted = patient.Machine.In("/sys/fs/ext4").Select(folder => Errors(patient.Machine, folder)).OfType<Finding>().ToList();
        string where = mount is null ? "" : $"{mount.Source} ({mount.Kind}) at {mount.Folder}, ";
        return Finding.Worst($"{where}{(counted.Count > 0 ? "no errors counted" : "it counts no errors")}", counted);
    }

    private sealed record Mount(string Source, string Folder, string Kind, bool IsReadOnly);

    private static Finding? Errors(Machine machine, string folder)
    {
        string disk = Path.GetFileName(folder);
        if (machine.Read($"{folder}/errors_count") is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long errors))
            return Finding.NotSeen($"{disk} does not say how many errors it has");
        return errors == 0 ? Finding.Well(disk) : Finding.Bad(
            $"{disk}: ext4 has counted {Shown.Count(errors, "error", "errors")}{LastOf(machine, folder)}",
            "take a copy first (edgeposctl ledger backup FILE, on another disk), then have it checked at a start (fsck), and change it")
            with
        {
            Figures = new Dictionary<string, long> { ["ext4_errors"] = errors },
        };
    }

    private static string LastOf(Machine machine, string folder) =>
        long.TryParse(machine.Read($"{folder}/last_error_time"), NumberStyles.None, CultureInfo.InvariantCulture, out long at) && at > 0
            ? $", the last at {Shown.Moment(Shown.Time(at * 1_000_000))}" : "";

    // The deepest mount that the folder is under; of two at one place the later one counts. Source: proc_pid_mounts(5).
    private static Mount? MountOf(string folder, string mounts) => mounts.Split('\n').Select(line => line.Split(' '))
        .Where(parts => parts.Length >= 4)
        .Select(parts => new Mount(parts[0], Plain(parts[1]), parts[2], parts[3].Split(',').Contains("ro")))
        .Where(mount => folder == mount.Folder || folder.StartsWith(mount.Folder.TrimEnd('/') + "/", StringComparison.Ordinal))
        .OrderBy(mount => mount.Folder.Length).LastOrDefault();

    private static string Plain(string path) => path.Replace("\\040", " ", StringComparison.Ordinal);
}
