using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>Why a dataset is refused: a stable code, and words for a person.</summary>
/// <param name="Code">One of the constants here.</param>
/// <param name="Why">What is wrong, and what to do.</param>
public sealed record DatasetRefusal(string Code, string Why)
{
    /// <summary>The manifest cannot be read.</summary>
    public const string Unreadable = "MANIFEST_UNREADABLE";

    /// <summary>The box has no key of head office.</summary>
    public const string NoKey = "NO_KEY";

    /// <summary>Head office did not sign it.</summary>
    public const string NotSigned = "NOT_SIGNED";

    /// <summary>It is for another store or chain.</summary>
    public const string NotOurs = "NOT_OURS";

    /// <summary>This program does not know what to do with it.</summary>
    public const string Unknown = "UNKNOWN_DATASET";

    /// <summary>A version that is not higher than those before.</summary>
    public const string GoesBack = "VERSION_GOES_BACK";

    /// <summary>A size that is not allowed, or does not fit the rest.</summary>
    public const string WrongSize = "WRONG_SIZE";

    /// <summary>What came is not what the manifest names.</summary>
    public const string Damaged = "DAMAGED";

    /// <summary>A rule of the store refuses what is in it.</summary>
    public const string Content = "CONTENT_REFUSED";

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Why}";
}

/// <summary>What a manifest must be before a byte of its content is asked for. Pure.</summary>
public static class ManifestRules
{
    /// <summary>Checks all that can be known from the manifest alone.</summary>
    /// <param name="dataset">As its topic names it.</param>
    /// <param name="key">Head office's key; null: the box has none.</param>
    /// <param name="manifest">The manifest, where it could be read.</param>
    public static DatasetRefusal? Check(
        SignedManifest signed, string dataset, BoxIdentity box, ECDsa? key, out Manifest manifest)
    {
        manifest = new Manifest();
        if (key is null)
            return new(DatasetRefusal.NoKey, "the box has no key of head office: set Relay:HeadOfficeKeyFile");
        if (!key.VerifyData(signed.Manifest.Span, signed.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            return new(DatasetRefusal.NotSigned, "the signature is not head office's");
        try
        {
            manifest = Manifest.Parser.ParseFrom(signed.Manifest);
        }
        catch (InvalidProtocolBufferException fault)
        {
            return new(DatasetRefusal.Unreadable, fault.Message);
        }

        if (manifest.Tenant != box.Tenant || manifest.Store != box.Store)
            return new(DatasetRefusal.NotOurs, $"it is for store {manifest.Store} of {manifest.Tenant}");
        if (manifest.Dataset != dataset)
            return new(DatasetRefusal.NotOurs, $"it is {manifest.Dataset}, and came as {dataset}");
        return Sizes(manifest) is { } wrong ? new(DatasetRefusal.WrongSize, wrong) : null;
    }

    private static string? Sizes(Manifest manifest)
    {
        if (manifest.Version < 1)
            return $"version {manifest.Version}";
        if (manifest.Size is < 0 or > DatasetRows.MaxContentBytes)
            return $"{manifest.Size} bytes of content; {DatasetRows.MaxContentBytes} at most";
        if (manifest.Sha256.Length != SHA256.HashSizeInBytes)
            return $"a hash of {manifest.Sha256.Length} bytes";
        if (manifest.Packages.All(package => package.FromVersion != 0))
            return "it offers no package of the whole";
        return manifest.Packages.Where(package => package.PackedSize is < 1 or > DatasetRows.MaxPackedBytes
            || package.ChunkBytes is < 1 or > DatasetRows.MaxChunkBytes).Select(package =>
            $"a package of {package.PackedSize} bytes in chunks of {package.ChunkBytes}").FirstOrDefault();
    }
}
