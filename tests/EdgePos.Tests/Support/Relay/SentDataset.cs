using System.IO.Compression;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.Tests;

/// <summary>A version of a dataset as head office would send it, and as somebody who is not head office would.</summary>
public sealed class SentDataset
{
    private const int ChunkBytes = 16;

    public SentDataset(long version, byte[][] rows, SentDataset? before = null, string dataset = "things")
    {
        Rows = rows;
        Content = ContentOf(rows);
        Manifest = new Manifest
        {
            Tenant = Sales.Box.Tenant,
            Store = Sales.Box.Store,
            Dataset = dataset,
            Version = version,
            Size = Content.Length,
            Sha256 = ByteString.CopyFrom(SHA256.HashData(Content)),
            Rows = rows.Length,
        };
        Offer(0, Content);
        if (before is null)
            return;
        using var delta = new MemoryStream();
        DatasetDelta.Make(before.Rows, rows, delta);
        Offer(before.Manifest.Version, delta.ToArray());
    }

    public static ECDsa HeadOffice { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Manifest Manifest { get; }

    public byte[] Content { get; }

    public byte[][] Rows { get; }

    public Dictionary<long, byte[]> Packed { get; } = [];

    /// <summary>Head office's public key, as a box has it.</summary>
    public static ECDsa Key()
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(HeadOffice.ExportSubjectPublicKeyInfo(), out _);
        return key;
    }

    public SignedManifest Signed(ECDsa? by = null)
    {
        byte[] bytes = Manifest.ToByteArray();
        lock (HeadOffice)
        {
            byte[] signature = (by ?? HeadOffice).SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            return new SignedManifest { Manifest = ByteString.CopyFrom(bytes), Signature = ByteString.CopyFrom(signature) };
        }
    }

    public Chunk Chunk(long from, int number)
    {
        byte[] packed = Packed[from];
        int at = number * ChunkBytes, count = Math.Min(ChunkBytes, packed.Length - at);
        return new Chunk { FromVersion = from, Number = number, Bytes = ByteString.CopyFrom(packed, at, count) };
    }

    /// <summary>Offers other bytes than the content as a package.</summary>
    public void Offer(long from, byte[] unpacked)
    {
        Packed[from] = Pack(unpacked);
        if (Manifest.Packages.FirstOrDefault(known => known.FromVersion == from) is { } package)
            package.PackedSize = Packed[from].Length;
        else
            Manifest.Packages.Add(new Package { FromVersion = from, PackedSize = Packed[from].Length, ChunkBytes = ChunkBytes });
    }

    public static byte[] Pack(byte[] unpacked)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(unpacked);
        return packed.ToArray();
    }

    /// <summary>Rows as a content.</summary>
    public static byte[] ContentOf(byte[][] rows)
    {
        using var content = new MemoryStream();
        foreach (byte[] row in rows)
            DatasetRows.Write(content, row);
        return content.ToArray();
    }
}
