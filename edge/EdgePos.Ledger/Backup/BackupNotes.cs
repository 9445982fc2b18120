using System.Globalization;

namespace EdgePos.Ledger;

/// <summary>What became of the last backups, in a file of the data folder: NAME=VALUE in each line.</summary>
/// <param name="GoodUs">When the last good one was made, microseconds since 1970-01-01 UTC; 0: there was none.</param>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="TriedUs">When one was tried last; 0: never.</param>
/// <param name="Trouble">Why that gave none; empty: it did.</param>
public sealed record BackupNotes(long GoodUs, string File, long Bytes, long TriedUs, string Trouble)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "backup.notes";

    private static readonly BackupNotes Nothing = new(0, "", 0, 0, "");

    /// <summary>Reads them; of a file that is not there or not whole what can be read.</summary>
    public static BackupNotes Read(string path)
    {
        if (!System.IO.File.Exists(path))
            return Nothing;
        var lines = System.IO.File.ReadLines(path).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new BackupNotes(Number("good_us"), Text("file"), Number("bytes"), Number("tried_us"), Text("trouble"));

        string Text(string name) => lines.GetValueOrDefault(name, "");

        long Number(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
    }

    /// <summary>Writes them.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public void Write(string path) => Disk.ReplaceText(path, string.Create(CultureInfo.InvariantCulture,
        $"good_us={GoodUs}\nfile={File}\nbytes={Bytes}\ntried_us={TriedUs}\ntrouble={Trouble.ReplaceLineEndings(" ")}"));
}
