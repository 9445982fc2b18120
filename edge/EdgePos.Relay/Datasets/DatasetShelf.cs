using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>What the box wants of a dataset: a package from a chunk on.</summary>
public sealed record Wanted(Manifest Manifest, Package Package, int NextChunk)
{
    /// <summary>How many chunks it has.</summary>
    public int Chunks => (int)((Package.PackedSize + Package.ChunkBytes - 1) / Package.ChunkBytes);

    /// <summary>What a chunk must have, bytes.</summary>
    public int SizeOf(int chunk) =>
        chunk < Chunks - 1 ? Package.ChunkBytes : (int)(Package.PackedSize - ((long)chunk * Package.ChunkBytes));
}

/// <summary>
/// The datasets that came down: which are current, which wait for their time, which were refused and why. Refusing moves
/// nothing. Of each the version in use is kept, for the next one to be a difference to, and some others, to go back to. Safe from
/// any thread.
/// </summary>
public sealed class DatasetShelf
{
    // A package that does not fit is fetched again; one that never does is not fetched for ever.
    private const int TriesMax = 3;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Entry> _entries;
    private readonly BoxIdentity _box;
    private readonly ECDsa? _key;
    private readonly ILogger _log;
    private readonly Func<string, bool> _isForOthers;

    /// <param name="folder">Where they are kept.</param>
    /// <param name="key">Head office's key, for this shelf alone; null: nothing is taken.</param>
    /// <param name="isForOthers">True for a dataset that other boxes of the store need; null: there is none.</param>
    public DatasetShelf(string folder, BoxIdentity box, ECDsa? key, IEnumerable<IDatasetUse> uses, ILogger<DatasetShelf> log,
        Func<string, bool>? isForOthers = null)
    {
        (_box, _key, _log, _isForOthers) = (box, key, log, isForOthers ?? (_ => false));
        _entries = uses.ToDictionary(use => use.Dataset, use => new Entry(use, new DatasetFolder(Path.Combine(folder, use.Dataset))));
    }

    /// <summary>Told when a version is whole, or another one should become current.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Each dataset as it is.</summary>
    public IReadOnlyList<LiveDataset> Now()
    {
        lock (_turn)
            return [.. _entries.Values.Select(entry => entry.ToLive())];
    }

    /// <summary>The content of the version in use; null: there is none.</summary>
    public string? CurrentRowsOf(string dataset)
    {
        lock (_turn)
        {
            return _entries.GetValueOrDefault(dataset)?.Folder is { Current: > 0 and var version } folder
                && File.Exists(folder.RowsOf(version)) ? folder.RowsOf(version) : null;
        }
    }

    /// <summary>The manifest and the content of the version in use; null: there is none.</summary>
    public (Manifest Manifest, string Rows)? CurrentOf(string dataset)
    {
        lock (_turn)
        {
            return CurrentRowsOf(dataset) is { } rows && _entries[dataset].Folder is var folder
                && folder.Whole().FirstOrDefault(one => one.Version == folder.Current) is { } manifest ? (manifest, rows) : null;
        }
    }

    /// <summary>A version that is whole, to go back to it or forward again; null: it is not there.</summary>
    internal (IDatasetUse Use, Manifest Manifest, string Rows, long Current)? Kept(string dataset, long version)
    {
        lock (_turn)
        {
            return _entries.GetValueOrDefault(dataset) is { } entry
                && entry.Folder.Whole().FirstOrDefault(one => one.Version == version) is { } manifest
                && File.Exists(entry.Folder.RowsOf(version))
                ? (entry.Use, manifest, entry.Folder.RowsOf(version), entry.Folder.Current) : null;
        }
    }

    /// <summary>A manifest has come. Gives what to fetch; null: nothing.</summary>
    /// <param name="dataset">As its topic names it.</param>
    public Wanted? Consider(string dataset, SignedManifest signed)
    {
        lock (_turn)
        {
            if (!_entries.TryGetValue(dataset, out var entry))
            {
                if (!_isForOthers(dataset))
                    Log.DatasetRefused(_log, dataset, "", DatasetRefusal.Unknown, "this program has no use for it");
                return null;
            }

            if (ManifestRules.Check(signed, dataset, _box, _key, out var manifest) is { } refusal)
                return Refuse(entry, manifest, refusal, counts: false);
            if (manifest.Version == entry.Folder.Highest && !entry.IsComing(manifest))
                return null; // the one that is known already
            if (manifest.Version < entry.Folder.Highest)
            {
                return Refuse(entry, manifest, new(DatasetRefusal.GoesBack,
                    $"version {manifest.Version} comes after {entry.Folder.Highest}"), counts: false);
            }

            if (entry.Coming?.Version != manifest.Version)
                (entry.Coming, entry.Tries) = (manifest, 0);
            entry.Folder.DropPartsBut(manifest.Version);
            return Want(entry, manifest);
        }
    }

    /// <summary>Why a version that is bulky is not fetched now; null: it is.</summary>
    /// <param name="isMetered">True where the line is paid for by the byte.</param>
    internal string? Hindrance(Manifest manifest, bool isMetered)
    {
        lock (_turn)
        {
            var entry = _entries[manifest.Dataset];
            return entry.Waits = !manifest.Bulky ? null
                : isMetered && !manifest.OnMeteredLines
                    ? "the line is paid for by the byte (Relay:Metered); head office may publish it with --metered"
                : entry.Use.Hindrance(manifest);
        }
    }

    /// <summary>The version of a dataset that is on its way, how much of it is there in bytes, and why it waits; null: none is.</summary>
    public (Manifest Manifest, long There, string? Waits)? ComingOf(string dataset)
    {
        lock (_turn)
        {
            return _entries.GetValueOrDefault(dataset) is { Coming: { } manifest } entry
                ? (manifest, manifest.Packages.Max(package => entry.Folder.PartSize(manifest.Version, package.FromVersion)), entry.Waits)
                : null;
        }
    }

    /// <summary>A chunk has come. Gives what is wanted next; null: the package is complete, or nothing of it is wanted.</summary>
    public Wanted? Take(Wanted wanted, Chunk chunk)
    {
        lock (_turn)
        {
            var (manifest, package) = (wanted.Manifest, wanted.Package);
            var entry = _entries[manifest.Dataset];
            if (entry.Coming?.Version != manifest.Version)
                return null;
            if (chunk.FromVersion != package.FromVersion || chunk.Number != wanted.NextChunk
                || chunk.Bytes.Length != wanted.SizeOf(wanted.NextChunk))
                return wanted; // not the next one, or not as long as it must be: passed over
            entry.Folder.Append(manifest.Version, package.FromVersion, chunk.Bytes.Span);
            var next = wanted with { NextChunk = wanted.NextChunk + 1 };
            return next.NextChunk < next.Chunks ? next : Complete(entry, next);
        }
    }

    /// <summary>What is whole and should be current by now, the oldest first, and when the next one should be.</summary>
    internal (IReadOnlyList<(IDatasetUse Use, Manifest Manifest, string Rows)> Pending, long? NextUs) Pending(long nowUs)
    {
        lock (_turn)
        {
            var waiting = _entries.Values.Where(entry => entry.Next is not null)
                .Select(entry => (entry.Use, Manifest: entry.Next!, entry.Folder.RowsOf(entry.Next!.Version)))
                .OrderBy(one => one.Manifest.ValidFromUs).ToList();
            var later = waiting.Select(one => one.Manifest.ValidFromUs).Where(us => us > nowUs);
            return (waiting, later.Any() ? later.First() : null);
        }
    }

    /// <summary>A version has become current.</summary>
    internal void HasBecomeCurrent(Manifest manifest)
    {
        lock (_turn)
        {
            var entry = _entries[manifest.Dataset];
            entry.Folder.Current = manifest.Version;
            if (entry.Next?.Version == manifest.Version)
                entry.Next = null;
            if (manifest.Version >= entry.Refused)
                (entry.Refused, entry.Refusal) = (0, null);
            var others = entry.Folder.Whole().Where(one => one.Version != manifest.Version && one.Version != entry.Next?.Version);
            foreach (var old in others.Skip(entry.Use.KeptMost - 1))
                entry.Folder.Drop(old.Version);
            Log.DatasetCurrent(_log, manifest.Dataset, manifest.Version, manifest.Rows);
        }
    }

    /// <summary>A version cannot be used: it is dropped, and the one in use stays.</summary>
    internal void CannotUse(Manifest manifest, DatasetRefusal refusal)
    {
        lock (_turn)
        {
            var entry = _entries[manifest.Dataset];
            if (entry.Next?.Version == manifest.Version)
                entry.Next = null;
            entry.Folder.Drop(manifest.Version);
            Refuse(entry, manifest, refusal, counts: true);
        }
    }

    private static Wanted Want(Entry entry, Manifest manifest)
    {
        var folder = entry.Folder;
        // A difference is small; after it did not fit, the whole is fetched.
        var package = entry.Tries == 0
            ? manifest.Packages.FirstOrDefault(one =>
                one.FromVersion > 0 && one.FromVersion == folder.Current && File.Exists(folder.RowsOf(one.FromVersion)))
            : null;
        package ??= manifest.Packages.First(one => one.FromVersion == 0);
        long there = folder.PartSize(manifest.Version, package.FromVersion);
        if (there % package.ChunkBytes != 0 || there >= package.PackedSize)
        {
            folder.DropPart(manifest.Version, package.FromVersion); // a power cut in the middle of a chunk
            there = 0;
        }

        return new Wanted(manifest, package, (int)(there / package.ChunkBytes));
    }

    private Wanted? Complete(Entry entry, Wanted wanted)
    {
        var manifest = wanted.Manifest;
        try
        {
            entry.Folder.Unpack(manifest, wanted.Package);
        }
        catch (InvalidDataException fault)
        {
            entry.Tries++;
            return entry.Tries < TriesMax ? Want(entry, manifest)
                : Refuse(entry, manifest, new(DatasetRefusal.Damaged, fault.Message), counts: true);
        }

        Log.DatasetWhole(_log, manifest.Dataset, manifest.Version, manifest.Size);
        (entry.Coming, entry.Next) = (null, manifest);
        entry.Folder.Highest = manifest.Version;
        Changed();
        return null;
    }

    // A version that counts is not asked for again; what was not even head office's own must not keep its next one out.
    private Wanted? Refuse(Entry entry, Manifest manifest, DatasetRefusal refusal, bool counts)
    {
        if (counts)
        {
            entry.Folder.Highest = Math.Max(entry.Folder.Highest, manifest.Version);
            entry.Coming = null;
        }

        if (entry.Refusal != refusal || entry.Refused != manifest.Version)
            Log.DatasetRefused(_log, entry.Use.Dataset, $"{manifest.Version}", refusal.Code, refusal.Why);
        (entry.Refused, entry.Refusal) = (manifest.Version, refusal);
        return null;
    }

    private sealed class Entry(IDatasetUse use, DatasetFolder folder)
    {
        public IDatasetUse Use => use;

        public DatasetFolder Folder => folder;

        /// <summary>Whole, and not current yet.</summary>
        public Manifest? Next
        {
            get;
            set
            {
                field = value;
                folder.Next = value?.Version ?? 0;
            }
        } = folder.Whole().FirstOrDefault(one => one.Version == folder.Next);

        public Manifest? Coming { get; set; }

        /// <summary>Why what is coming is not fetched now; null: it is.</summary>
        public string? Waits { get; set; }

        public int Tries { get; set; }

        public long Refused { get; set; }

        public DatasetRefusal? Refusal { get; set; }

        public bool IsComing(Manifest manifest) => Coming?.Version == manifest.Version;

        public LiveDataset ToLive() => new()
        {
            Dataset = use.Dataset,
            Version = folder.Current > 0 ? $"{folder.Current}" : "",
            Next = Next is null ? "" : $"{Next.Version}",
            NextFromUs = Next?.ValidFromUs ?? 0,
            Refused = Refusal is null ? "" : $"{Refused}",
            Refusal = Refusal?.ToString() ?? "",
            Kept = { folder.Whole().Select(one => $"{one.Version}") },
        };
    }
}
