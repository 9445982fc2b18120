using System.Globalization;

namespace EdgePos.Devices;

/// <summary>What a virtual terminal did with money.</summary>
/// <param name="Kind">"payment", "refund" or "reversal".</param>
/// <param name="AmountMinor">Minor units; of a reversal: what it gave back.</param>
/// <param name="Trace">Trace number.</param>
/// <param name="Receipt">Receipt number.</param>
/// <param name="OriginalTrace">Trace number of what a reversal undid; 0: it is none.</param>
/// <param name="At">When, by the terminal's clock.</param>
public sealed record ChargeEntry(string Kind, long AmountMinor, int Trace, int Receipt, int OriginalTrace, DateTime At);

/// <summary>
/// A virtual terminal's own book of charges: what the bank would say. With a path it is a file, a line an entry, and the
/// terminal remembers it when it is switched on again.
/// </summary>
public sealed class ChargeBook
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss";

    private readonly Lock _gate = new();
    private readonly List<ChargeEntry> _entries = [];
    private readonly string? _path;

    /// <summary>Opens the book.</summary>
    /// <param name="path">The file; null: it lives as long as the terminal.</param>
    /// <exception cref="IOException">The file cannot be read, or is no such book.</exception>
    public ChargeBook(string? path)
    {
        _path = path;
        if (path is null || !File.Exists(path))
            return;
        foreach (string line in File.ReadLines(path))
            _entries.Add(Read(line) ?? throw new IOException($"{path}: '{line}' is no entry of a book of charges"));
    }

    /// <summary>All entries, the oldest first.</summary>
    public IReadOnlyList<ChargeEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>Payments that were not reversed.</summary>
    public IReadOnlyList<ChargeEntry> Charges
    {
        get
        {
            var entries = Entries;
            return [.. entries.Where(entry => entry.Kind == "payment" && !entries.Any(other => other.OriginalTrace == entry.Trace))];
        }
    }

    /// <summary>The last entry; null: there is none.</summary>
    public ChargeEntry? Last => Entries is [.., var last] ? last : null;

    /// <summary>Writes an entry. It is in the file before this returns.</summary>
    public void Write(ChargeEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            if (_path is not null)
                File.AppendAllText(_path, Line(entry) + "\n");
        }
    }

    private static string Line(ChargeEntry entry) => string.Join(';', ((object[])
        [entry.Kind, entry.AmountMinor, entry.Trace, entry.Receipt, entry.OriginalTrace]).Append(
            entry.At.ToString(TimeFormat, CultureInfo.InvariantCulture)));

    private static ChargeEntry? Read(string line)
    {
        string[] parts = line.Split(';');
        return parts.Length == 6 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long amount)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out int trace)
            && int.TryParse(parts[3], CultureInfo.InvariantCulture, out int receipt)
            && int.TryParse(parts[4], CultureInfo.InvariantCulture, out int original)
            && DateTime.TryParseExact(parts[5], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new ChargeEntry(parts[0], amount, trace, receipt, original, at)
            : null;
    }
}
