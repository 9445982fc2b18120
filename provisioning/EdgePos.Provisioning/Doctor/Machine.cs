namespace EdgePos.Provisioning;

/// <summary>A machine as its kernel shows it in files.</summary>
/// <param name="time">Its clock.</param>
/// <param name="root">Where /sys, /proc, /run, /etc and /dev are; empty: at the top.</param>
internal sealed class Machine(TimeProvider time, string root = "")
{
    /// <summary>Its clock.</summary>
    public TimeProvider Time => time;

    /// <summary>What the kernel has said since it was started.</summary>
    /// <exception cref="UnauthorizedAccessException">It is for root only.</exception>
    public Func<string> KernelLog { get; init; } = Kernel.Log;

    /// <summary>True where the kernel knows that its clock is right.</summary>
    public Func<bool> ClockIsSynchronised { get; init; } = Kernel.ClockIsSynchronised;

    /// <summary>The real path of one that begins at the top of the file system.</summary>
    public string At(string path) => root + path;

    /// <summary>What a file says, without its line end; null: there is no such file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(At(path)).Trim();
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Full paths, seen from the top, of what lies in a folder; none where there is no such folder.</summary>
    public IEnumerable<string> In(string folder, string pattern = "*") => !Directory.Exists(At(folder)) ? []
        : Directory.EnumerateFileSystemEntries(At(folder), pattern).Select(entry => $"{folder}/{Path.GetFileName(entry)}")
            .Order(StringComparer.Ordinal);
}
