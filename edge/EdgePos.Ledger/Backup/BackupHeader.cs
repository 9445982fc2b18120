using System.Globalization;
using System.Text;
using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>
/// What a backup says of itself in clear text, so that whoever finds a stick knows what is on it: lines of "name: value" and an empty one.
/// It is authenticated with the rest. The whole format: edge/BACKUP.md.
/// </summary>
/// <param name="Box">Whose it is.</param>
/// <param name="Made">When, to the second.</param>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="Head">The end of the ledger in it.</param>
/// <param name="Confirmed">How much of that head office had confirmed.</param>
/// <param name="KeyFingerprint">Which key opens it, see <see cref="BackupKey.Fingerprint"/>.</param>
/// <param name="Ephemeral">The public half of the key that was made for this file alone: SubjectPublicKeyInfo, DER.</param>
public sealed record BackupHeader(
    BoxIdentity Box, DateTimeOffset Made, string Program, JournalHead Head, long Confirmed, string KeyFingerprint, byte[] Ephemeral)
{
    /// <summary>How files of backups end.</summary>
    public const string FileEnding = ".backup";

    private const string Magic = "edgepos-backup", TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int Format = 1, BytesMost = 4096;

    private static readonly string[] Names =
    [
        "tenant", "store", "box", "made", "program", "epoch", "last-entry", "last-hash", "confirmed", "key", "ephemeral",
    ];

    /// <summary>How a backup's file is called: whose it is, and when it was made; so the names are in the order of their age.</summary>
    public string FileName => $"{FileBegin(Box)}{Made.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{FileEnding}";

    /// <summary>How the names of a box's backups begin.</summary>
    public static string FileBegin(BoxIdentity box) => $"edgepos-{box.Tenant}-{box.Store}-{box.Box}-";

    /// <summary>Reads the header at the beginning of a file, and leaves the rest.</summary>
    /// <exception cref="BackupFault">It is no backup, is of a newer program, or its header is damaged.</exception>
    public static BackupHeader Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file).Header;
    }

    /// <summary>The same of an open file; with its bytes, which are authenticated with the rest.</summary>
    internal static (BackupHeader Header, byte[] Bytes) Read(Stream file)
    {
        byte[] bytes = ReadToEmptyLine(file);
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        string[] first = lines[0].Split(' ');
        if (first is not [Magic, _] || !int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out int format))
            throw NoBackup();
        if (format != Format)
        {
            throw new BackupFault($"this backup was made by a newer program (format {format}, this one reads {Format}): "
                + "install the newer program first");
        }

        try
        {
            return (Parse(lines), bytes);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException)
        {
            throw new BackupFault("the beginning of this backup is damaged: take another one", wrong);
        }
    }

    /// <summary>As it stands in the file.</summary>
    internal byte[] ToBytes()
    {
        string[] values =
        [
            Box.Tenant, Box.Store, Box.Box, Made.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture), Program,
            Convert.ToHexStringLower(Head.Epoch), Head.Seq.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(Head.Hash),
            Confirmed.ToString(CultureInfo.InvariantCulture), KeyFingerprint, Convert.ToBase64String(Ephemeral),
        ];
        var text = new StringBuilder($"{Magic} {Format}\n");
        foreach (var (name, value) in Names.Zip(values))
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static byte[] ReadToEmptyLine(Stream file)
    {
        var bytes = new MemoryStream();
        for (int before = -1, now; (now = file.ReadByte()) >= 0 && bytes.Length < BytesMost; before = now)
        {
            bytes.WriteByte((byte)now);
            if (now == '\n' && before == '\n')
                return bytes.ToArray();
            if (bytes.Length == Magic.Length && !bytes.ToArray().AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Magic)))
                throw NoBackup();
        }

        throw bytes.Length < Magic.Length ? NoBackup() : new BackupFault("the beginning of this backup is damaged: take another one");
    }

    private static BackupHeader Parse(string[] lines)
    {
        // The first line, the fields, the empty one, and what is behind its end.
        if (lines.Length != Names.Length + 3 || lines.Any(line => line.Any(char.IsControl)))
            throw new FormatException();
        string[] values = [.. Names.Select((name, i) => lines[i + 1].StartsWith($"{name}: ", StringComparison.Ordinal)
            ? lines[i + 1][(name.Length + 2)..] : throw new FormatException())];
        var head = new JournalHead(Hex(values[5], EntryHash.EpochSize), Number(values[6]), Hex(values[7], EntryHash.Size));
        var made = DateTimeOffset.ParseExact(values[3], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new BackupHeader(new BoxIdentity(values[0], values[1], values[2]), made, values[4], head, Number(values[8]),
            Convert.ToHexStringLower(Hex(values[9], EntryHash.Size)), Convert.FromBase64String(values[10]));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] Hex(string text, int bytes) =>
        Convert.FromHexString(text) is { } read && read.Length == bytes ? read : throw new FormatException();

    private static BackupFault NoBackup() => new("this is no backup of a box");
}
