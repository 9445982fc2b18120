using EdgePos.HeadOffice.V1;

namespace EdgePos.Provisioning;

/// <summary>Where a claim may lie on a machine without a console: on the card it boots from, beside the settings, or on a stick.</summary>
internal sealed class ClaimPlaces(Machine machine)
{
    private const string StickFolder = "/run/edgepos-stick";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3), CommandDeadline = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> _lookedAt = new(StringComparer.Ordinal);

    // Raspberry Pi OS of today and of before, the settings, and where desktops put sticks.
    private static readonly string[] Folders = ["/boot/firmware", "/boot", "/etc/edgepos", "/media", "/mnt"];

    /// <summary>
    /// Looks until there is one; gives its text and where it was. Null: somebody has set the machine up by hand meanwhile.
    /// </summary>
    /// <param name="settings">Folder with the box's own settings.</param>
    public async Task<(string Text, string Place)?> WaitAsync(string settings, CancellationToken stop)
    {
        for (bool wasSetUp = IsSetUp(); ; await Task.Delay(Pause, machine.Time, stop))
        {
            if ((Find() ?? await OnSticksAsync(stop)) is { } found)
                return found;
            if (!wasSetUp && IsSetUp())
                return null;
        }

        bool IsSetUp() => machine.In(settings, "*.json").Any();
    }

    // Looks once, where no stick must be mounted for it; null: there is none.
    private (string Text, string Place)? Find() => Folders
        .SelectMany(folder => machine.In(folder).Prepend(folder).Concat(machine.In(folder).SelectMany(inner => machine.In(inner))))
        .Where(folder => Directory.Exists(machine.At(folder))).Distinct()
        .Select(folder => ReadIn(machine.At(folder))).FirstOrDefault(found => found is not null);

    /// <summary>A claim that was used is of no use to anybody: it is called so, where the place can be written.</summary>
    public static void SetAside(string place)
    {
        try
        {
            File.Move(place, place + ".used", overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A stick that is read only: the claim is used up all the same.
        }
    }

    // A machine without a desktop mounts no stick by itself. One that has none is not looked at again before it was pulled out.
    private async Task<(string Text, string Place)?> OnSticksAsync(CancellationToken stop)
    {
        string[] parts = [.. machine.In("/dev/disk/by-id", "usb-*-part*")];
        _lookedAt.IntersectWith(parts);
        foreach (string part in parts.Except(_lookedAt).ToList())
        {
            Directory.CreateDirectory(StickFolder);
            if (!await Program("mount").SucceedsAsync(["-o", "ro,nosuid,nodev,noexec", machine.At(part), StickFolder], stop))
                continue; // not ready yet, or nothing for this machine
            _lookedAt.Add(part);
            try
            {
                if (ReadIn(StickFolder) is { } found)
                    return (found.Text, part);
            }
            finally
            {
                await Program("umount").SucceedsAsync([StickFolder], CancellationToken.None);
            }
        }

        return null;
    }

    private SystemProgram Program(string name) => new(name, CommandDeadline, machine.Time);

    private static (string Text, string Place)? ReadIn(string folder)
    {
        string file = Path.Combine(folder, ClaimText.FileName);
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= ClaimText.MaxChars ? (File.ReadAllText(file), file) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
