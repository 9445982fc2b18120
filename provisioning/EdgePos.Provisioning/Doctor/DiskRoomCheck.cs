using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>Room for the box's files: bytes, and files.</summary>
internal static class DiskRoomCheck
{
    private const int UsualLowMegabytes = 500; // Gateway:LowDiskMegabytes, unless a box was told another
    private const int LowFilesPercent = 10, LastFilesPercent = 2;

    private const string MakeRoom = "make room: old logs and other programs' files go first (journalctl --vacuum-size=100M; "
        + "du -xh / | sort -h | tail), never a file of the data folder";

    /// <summary>Bytes that are free.</summary>
    public static Finding Bytes(Patient patient)
    {
        string set = patient.Settings["Gateway:LowDiskMegabytes"];
        return Bytes(Volume.Of(patient.DataFolder),
            int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out int low) ? low : UsualLowMegabytes);
    }

    /// <summary>The same of figures. Below a tenth of what the box calls low it may stop at any moment.</summary>
    public static Finding Bytes(Volume volume, int lowMegabytes)
    {
        long low = lowMegabytes * 1024L * 1024;
        string seen = $"{Shown.Size(volume.FreeBytes)} of {Shown.Size(volume.Bytes)} are free";
        return (volume.FreeBytes < low / 10 ? Finding.Bad(seen, MakeRoom)
            : volume.FreeBytes < low ? Finding.Look($"{seen}; below {lowMegabytes} MiB the box calls it little", MakeRoom)
            : Finding.Well(seen)) with
        {
            Figures = new Dictionary<string, long> { ["free_bytes"] = volume.FreeBytes, ["bytes"] = volume.Bytes },
        };
    }

    /// <summary>Files that can still be made.</summary>
    public static Finding Files(Patient patient) => Files(Volume.Of(patient.DataFolder));

    /// <summary>The same of figures.</summary>
    public static Finding Files(Volume volume)
    {
        if (volume.Files == 0)
            return Finding.Well("this file system sets no limit");
        string seen = $"{volume.FreeFiles} of {volume.Files} inodes are free";
        const string advice = "find the folder with the many small files and empty it: du -x --inodes / | sort -n | tail";
        double percent = 100.0 * volume.FreeFiles / volume.Files;
        return (percent < LastFilesPercent ? Finding.Bad(seen, advice) : percent < LowFilesPercent ? Finding.Look(seen, advice)
            : Finding.Well(seen)) with
        {
            Figures = new Dictionary<string, long> { ["free_inodes"] = volume.FreeFiles, ["inodes"] = volume.Files },
        };
    }
}
