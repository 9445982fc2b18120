using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>
/// The files of one dataset. VERSION.manifest and VERSION.rows: a version that is whole; the manifest is written last.
/// VERSION-FROM.part: a package that is coming. "current", "next" and "highest" have a number each.
/// </summary>
internal sealed class DatasetFolder
{
    private readonly string _path;
    private readonly List<Manifest> _whole;
    private long _current, _next, _highest;

    public DatasetFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        (_current, _next, _highest) = (ReadNumber("current"), ReadNumber("next"), ReadNumber("highest"));
        _whole = [.. Directory.GetFiles(path, "*.manifest").Select(ReadManifest).OfType<Manifest>()];
    }

    /// <summary>The version in use; 0: none.</summary>
    public long Current
    {
        get => _current;
        set => WriteNumber("current", _current = value);
    }

    /// <summary>The version that should become current at its time; 0: none.</summary>
    public long Next
    {
        get => _next;
        set => WriteNumber("next", _next = value);
    }

    /// <summary>The highest version that was ever taken or refused; a lower one is not taken any more.</summary>
    public long Highest
    {
        get => _highest;
        set => WriteNumber("highest", _highest = value);
    }

    /// <summary>The versions that are whole, the newest first.</summary>
    public IReadOnlyList<Manifest> Whole() => [.. _whole.OrderByDescending(manifest => manifest.Version)];

    public string RowsOf(long version) => File($"{version}.rows");

    /// <summary>How much of a package is there, bytes.</summary>
    public long PartSize(long version, long from) => new FileInfo(PartOf(version, from)) is { Exists: true } part ? part.Length : 0;

    /// <summary>Adds the next chunk of a package.</summary>
    public void Append(long version, long from, ReadOnlySpan<byte> chunk)
    {
        using var part = new FileStream(PartOf(version, from), FileMode.Append, FileAccess.Write);
        part.Write(chunk);
    }

    /// <summary>Forgets what has come of a package.</summary>
    public void DropPart(long version, long from) => System.IO.File.Delete(PartOf(version, from));

    /// <summary>Makes the content of a package that is complete, checks it, and keeps it.</summary>
    /// <exception cref="InvalidDataException">It is not what the manifest names. The package is dropped.</exception>
    public void Unpack(Manifest manifest, Package package)
    {
        string aside = File($"{manifest.Version}.new");
        try
        {
            using (var rows = new FileStream(aside, FileMode.Create, FileAccess.ReadWrite))
            {
                UnpackTo(rows, manifest, package);
                Verify(rows, manifest);
                rows.Flush(flushToDisk: true);
            }

            System.IO.File.Move(aside, RowsOf(manifest.Version), overwrite: true);
            Disk.Replace(File($"{manifest.Version}.manifest"), manifest.ToByteArray());
            _whole.RemoveAll(one => one.Version == manifest.Version);
            _whole.Add(manifest);
        }
        finally
        {
            System.IO.File.Delete(aside);
            DropPart(manifest.Version, package.FromVersion);
        }
    }

    /// <summary>Drops a version, whole or in part.</summary>
    public void Drop(long version)
    {
        _whole.RemoveAll(one => one.Version == version);
        System.IO.File.Delete(File($"{version}.manifest"));
        System.IO.File.Delete(RowsOf(version));
        DropParts(version);
    }

    /// <summary>Drops what has come of any version but one.</summary>
    public void DropPartsBut(long version)
    {
        foreach (string part in Directory.GetFiles(_path, "*.part"))
        {
            if (!Path.GetFileName(part).StartsWith($"{version}-", StringComparison.Ordinal))
                System.IO.File.Delete(part);
        }
    }

    private void UnpackTo(FileStream rows, Manifest manifest, Package package)
    {
        using var part = new FileStream(PartOf(manifest.Version, package.FromVersion), FileMode.Open, FileAccess.Read);
        using var unpacked = new BrotliStream(part, CompressionMode.Decompress);
        try
        {
            if (package.FromVersion == 0)
            {
                CopyBounded(unpacked, rows, manifest.Size);
                return;
            }

            using var before = new BufferedStream(System.IO.File.OpenRead(RowsOf(package.FromVersion)), 64 * 1024);
            using var delta = new BufferedStream(unpacked, 64 * 1024);
            DatasetDelta.Apply(before, delta, rows, manifest.Size);
        }
        catch (InvalidOperationException fault)
        {
            throw new InvalidDataException($"it does not unfold: {fault.Message}", fault);
        }
        catch (IOException fault) when (fault.GetType() != typeof(IOException) && fault is not FileNotFoundException)
        {
            throw new InvalidDataException($"it does not unfold: {fault.Message}", fault); // zlib's own, which is internal
        }
    }

    private static void CopyBounded(Stream from, Stream to, long most)
    {
        byte[] buffer = new byte[64 * 1024];
        for (long copied = 0; from.Read(buffer) is > 0 and var count; to.Write(buffer, 0, count))
        {
            if ((copied += count) > most)
                throw new InvalidDataException($"it unfolds to more than the {most} bytes that its manifest names");
        }
    }

    private static void Verify(FileStream rows, Manifest manifest)
    {
        if (rows.Length != manifest.Size)
            throw new InvalidDataException($"it has {rows.Length} bytes, its manifest names {manifest.Size}");
        rows.Position = 0;
        if (!SHA256.HashData(rows).AsSpan().SequenceEqual(manifest.Sha256.Span))
            throw new InvalidDataException("its hash is not the one that its manifest names");
    }

    private static Manifest? ReadManifest(string file)
    {
        try
        {
            return Manifest.Parser.ParseFrom(System.IO.File.ReadAllBytes(file));
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // a disk that went bad: it is fetched again
        }
    }

    private long ReadNumber(string name) =>
        System.IO.File.Exists(File(name)) && long.TryParse(System.IO.File.ReadAllText(File(name)), NumberStyles.None,
            CultureInfo.InvariantCulture, out long number) ? number : 0;

    private void WriteNumber(string name, long number) =>
        Disk.Replace(File(name), System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private void DropParts(long version)
    {
        foreach (string part in Directory.GetFiles(_path, $"{version}-*.part"))
            System.IO.File.Delete(part);
    }

    private string PartOf(long version, long from) => File($"{version}-{from}.part");

    private string File(string name) => Path.Combine(_path, name);
}
