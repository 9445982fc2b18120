using System.Security.Cryptography;

namespace EdgePos.Ledger;

/// <summary>
/// The file of a backup: a header in clear text, then chunks that only the shop's private key opens. Memory does not grow with the file.
/// The format: edge/BACKUP.md.
/// </summary>
public static class SealedBackup
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that is not there yet, syncs it, and proves what the disk then has of it.</summary>
    /// <param name="header">Its fingerprint and its ephemeral key are set here.</param>
    /// <param name="key">The shop's key; its public half is enough.</param>
    /// <param name="content">Writes what is to be encrypted.</param>
    /// <param name="pause">Called between two chunks.</param>
    /// <returns>Bytes of the file.</returns>
    /// <exception cref="IOException">The disk does not let it.</exception>
    /// <exception cref="BackupFault">What was read back is not what was written: the disk is bad.</exception>
    public static long Write(string path, BackupHeader header, BackupKey key, Action<Stream> content, Action? pause,
        CancellationToken cancellation)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] ephemeral = own.ExportSubjectPublicKeyInfo();
        byte[] bytes = (header with { KeyFingerprint = key.Fingerprint, Ephemeral = ephemeral }).ToBytes();
        using var recipient = key.Key.PublicKey;
        using var seal = BackupSeal.Of(own, recipient, ephemeral, key.Public, bytes);
        long length;
        using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = ForOwner,
        }))
        {
            file.Write(bytes);
            using (var sealing = new SealingStream(file, seal, pause, cancellation))
            {
                content(sealing);
                sealing.Finish();
            }

            file.Flush(flushToDisk: true);
            length = file.Length;
        }

        Prove(path, bytes, seal, pause, cancellation);
        return length;
    }

    /// <summary>Opens a backup that was read up to the end of its header.</summary>
    /// <param name="file">Where the chunks begin.</param>
    /// <param name="key">The shop's key, the private half.</param>
    /// <param name="read">Reads what was encrypted; what it leaves is proven too.</param>
    /// <exception cref="BackupFault">It is no backup, another key opens it, or it is damaged.</exception>
    public static BackupHeader Open(Stream file, BackupKey key, Action<Stream> read, CancellationToken cancellation)
    {
        var (header, bytes) = BackupHeader.Read(file);
        if (header.KeyFingerprint != key.Fingerprint)
        {
            throw new BackupFault($"this backup is for the key {header.KeyFingerprint[..16]}…, and the one given is "
                + $"{key.Fingerprint[..16]}…: take the private half that belongs to it");
        }

        using var seal = SealOf(header, bytes, key);
        using var opening = new OpeningStream(file, seal, null, cancellation);
        read(opening);
        opening.ReadToEnd();
        return header;
    }

    private static BackupSeal SealOf(BackupHeader header, byte[] bytes, BackupKey key)
    {
        try
        {
            using var ephemeral = ECDiffieHellman.Create();
            ephemeral.ImportSubjectPublicKeyInfo(header.Ephemeral, out _);
            using var other = ephemeral.PublicKey;
            return BackupSeal.Of(key.Key, other, header.Ephemeral, key.Public, bytes);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            throw new BackupFault("the beginning of this backup is damaged: take another one", wrong);
        }
    }

    // The box cannot open it later; now, with the key of this file at hand, it can: every chunk, as the disk has it.
    private static void Prove(string path, byte[] header, BackupSeal seal, Action? pause, CancellationToken cancellation)
    {
        Disk.Forget(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] read = new byte[header.Length];
        if (file.ReadAtLeast(read, read.Length, throwOnEndOfStream: false) != read.Length || !read.AsSpan().SequenceEqual(header))
            throw new BackupFault("what was read back is not what was written: the stick is bad, take another one");
        seal.Rewind();
        using var opening = new OpeningStream(file, seal, pause, cancellation);
        try
        {
            opening.ReadToEnd();
        }
        catch (BackupFault bad)
        {
            throw new BackupFault("what was read back is not what was written: the stick is bad, take another one", bad);
        }
    }
}
