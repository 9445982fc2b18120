using System.IO.Compression;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>A content to be published.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Rows">Its rows by their keys.</param>
/// <param name="Currency">Of its prices; may be empty.</param>
/// <param name="ValidFromUs">It becomes current then, microseconds since 1970-01-01 UTC; 0: at once.</param>
internal sealed record Publication(string Dataset, SortedDictionary<string, byte[]> Rows, string Currency, long ValidFromUs)
{
    /// <summary>What a row is about, to say what differs from the version before.</summary>
    public Func<byte[], string> KeyOf { get; init; } = BookContent.KeyOf;

    /// <summary>What people call it; empty: nothing else than its number.</summary>
    public string Label { get; init; } = "";

    /// <summary>True: large, and in no hurry.</summary>
    public bool Bulky { get; init; }

    /// <summary>True: fetched, though bulky, also where the line is paid for by the byte.</summary>
    public bool OnMeteredLines { get; init; }

    /// <summary>The rows as they travel, made once for however many stores.</summary>
    public byte[] Content => field ??= Joined();

    /// <summary>SHA-256 of that.</summary>
    public byte[] Sha256 => field ??= SHA256.HashData(Content);

    private byte[] Joined()
    {
        using var content = new MemoryStream();
        foreach (byte[] row in Rows.Values)
            DatasetRows.Write(content, row);
        return content.ToArray();
    }
}

/// <summary>What a publication changes for a store.</summary>
internal sealed record Difference(string Store, long Version, long Added, long Changed, long Removed, long PackedBytes, long DeltaBytes);

/// <summary>Makes versions of datasets: packs them, finds what differs from those before, signs and keeps them.</summary>
internal sealed class DatasetMaking(DatasetBooks books, ECDsa key, TimeProvider time)
{
    private const int DeltasFrom = 3;

    // What several stores have in common is packed once.
    private readonly Dictionary<(string Content, string Before), byte[]> _packed = [];
    private readonly Dictionary<string, IReadOnlyList<byte[]>> _contents = [];

    /// <summary>
    /// Publishes for a store where the newest version says something else, and forgets what no difference is made to any more:
    /// for what is published all day long.
    /// </summary>
    /// <param name="counted">How far the store's own journals are counted in it.</param>
    /// <exception cref="InvalidDataException">It is larger than a dataset may be.</exception>
    public void Replace(string tenant, string store, Publication what, params IReadOnlyList<CountedJournal> counted)
    {
        var before = books.Last(tenant, store, what.Dataset, DeltasFrom);
        if (before.Count > 0 && before[0].Content.AsSpan().SequenceEqual(what.Sha256) && Manifest.Parser
            .ParseFrom(SignedManifest.Parser.ParseFrom(before[0].Manifest).Manifest).Counted.SequenceEqual(counted))
            return;
        var (manifest, packages) = Make(tenant, store, what, before, counted);
        books.Keep(manifest, Sign(manifest), packages);
        books.Forget(tenant, store, what.Dataset, manifest.Version - DeltasFrom);
    }

    /// <summary>Publishes for a store, or only finds what would change.</summary>
    /// <param name="dryRun">True: nothing is kept.</param>
    /// <exception cref="InvalidDataException">It is larger than a dataset may be.</exception>
    public Difference Publish(string tenant, string store, Publication what, bool dryRun)
    {
        var before = books.Last(tenant, store, what.Dataset, DeltasFrom);
        var (manifest, packages) = Make(tenant, store, what, before, counted: []);
        if (!dryRun)
            books.Keep(manifest, Sign(manifest), packages);
        var (added, changed, removed) = Compare(before.Count > 0 ? RowsOf(before[0]) : [], what);
        int delta = packages.Skip(1).FirstOrDefault()?.Bytes.Length ?? 0;
        return new Difference(store, manifest.Version, added, changed, removed, packages[0].Bytes.Length, delta);
    }

    private (Manifest Manifest, IReadOnlyList<OfferedPackage> Packages) Make(
        string tenant, string store, Publication what, IReadOnlyList<PublishedVersion> before, IReadOnlyList<CountedJournal> counted)
    {
        byte[] content = what.Content, sha256 = what.Sha256;
        byte[] whole = Packed((Convert.ToHexString(sha256), ""), () => content);
        if (content.Length > DatasetRows.MaxContentBytes || whole.Length > DatasetRows.MaxPackedBytes)
        {
            throw new InvalidDataException(
                $"{content.Length} bytes, {whole.Length} packed: a dataset has {DatasetRows.MaxContentBytes} at most");
        }

        var packages = new List<OfferedPackage> { new(0, whole) };
        packages.AddRange(before.Select(old => new OfferedPackage(old.Version, Packed(
            (Convert.ToHexString(sha256), Convert.ToHexString(old.Content)), () => Delta(RowsOf(old), what.Rows.Values))))
            .Where(delta => delta.Bytes.Length < whole.Length));
        var manifest = new Manifest
        {
            Tenant = tenant,
            Store = store,
            Dataset = what.Dataset,
            Version = (before.Count > 0 ? before[0].Version : 0) + 1,
            Size = content.Length,
            Sha256 = ByteString.CopyFrom(sha256),
            Rows = what.Rows.Count,
            ValidFromUs = what.ValidFromUs,
            Currency = what.Currency,
            MadeUs = time.NowUs(),
            Counted = { counted },
            Label = what.Label,
            Bulky = what.Bulky,
            OnMeteredLines = what.OnMeteredLines,
        };
        manifest.Packages.AddRange(packages.Select(package => new Package
        {
            FromVersion = package.FromVersion,
            PackedSize = package.Bytes.Length,
            ChunkBytes = DatasetRows.MaxChunkBytes,
        }));
        return (manifest, packages);
    }

    private SignedManifest Sign(Manifest manifest)
    {
        byte[] bytes = manifest.ToByteArray();
        byte[] signature = key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedManifest { Manifest = ByteString.CopyFrom(bytes), Signature = ByteString.CopyFrom(signature) };
    }

    private static byte[] Delta(IReadOnlyList<byte[]> before, IEnumerable<byte[]> after)
    {
        using var delta = new MemoryStream();
        DatasetDelta.Make(before, after, delta);
        return delta.ToArray();
    }

    private byte[] Packed((string, string) name, Func<byte[]> make)
    {
        if (_packed.TryGetValue(name, out byte[]? known))
            return known;
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(make());
        return _packed[name] = packed.ToArray();
    }

    private IReadOnlyList<byte[]> RowsOf(PublishedVersion version)
    {
        string name = Convert.ToHexString(version.Content);
        if (_contents.TryGetValue(name, out var known))
            return known;
        using var packed = new BrotliStream(new MemoryStream(books.Whole(version) ?? []), CompressionMode.Decompress);
        using var rows = new BufferedStream(packed, 64 * 1024);
        return _contents[name] = [.. DatasetRows.All(rows)];
    }

    private static (long Added, long Changed, long Removed) Compare(IReadOnlyList<byte[]> before, Publication what)
    {
        var after = what.Rows;
        var old = before.ToDictionary(what.KeyOf, row => row, StringComparer.Ordinal);
        long added = after.Keys.LongCount(name => !old.ContainsKey(name));
        long changed = after.LongCount(row => old.TryGetValue(row.Key, out byte[]? was) && !was.AsSpan().SequenceEqual(row.Value));
        return (added, changed, old.Keys.LongCount(name => !after.ContainsKey(name)));
    }
}
