using System.Data.Common;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>A version of a store's dataset as the books have it.</summary>
/// <param name="Number">In the order of publication.</param>
/// <param name="Content">SHA-256 of its content.</param>
/// <param name="Manifest">A message SignedManifest.</param>
internal sealed record PublishedVersion(
    long Number, string Tenant, string Store, string Dataset, long Version, byte[] Content, byte[] Manifest);

/// <summary>A package of a version: what it is laid over (0: it is the whole), and its bytes.</summary>
internal sealed record OfferedPackage(long FromVersion, byte[] Bytes);

/// <summary>What goes down to stores, in the books. Its statements run the same on both databases.</summary>
internal sealed class DatasetBooks(IBookStore books)
{
    private const int UnaskedMost = 30;

    private readonly Lock _turn = new();
    private PackageInHand? _inHand;

    private const string Columns = "number, tenant, store, dataset, version, content, manifest";

    /// <summary>The versions that were published after one, in their order.</summary>
    public IReadOnlyList<PublishedVersion> After(string tenant, long number, int most) => Read(connection => connection.Query(
        $"SELECT {Columns} FROM dataset_versions WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3", VersionOf,
        tenant, number, (long)most).ToList());

    /// <summary>The version that each store of a tenant should have of each dataset.</summary>
    public IReadOnlyList<PublishedVersion> Newest(string tenant) => Read(connection => connection.Query($"""
        SELECT {Columns} FROM dataset_versions AS v WHERE tenant = $1 AND version =
            (SELECT max(version) FROM dataset_versions WHERE tenant = v.tenant AND store = v.store AND dataset = v.dataset)
        ORDER BY number
        """, VersionOf, tenant).ToList());

    /// <summary>The last versions of a store's dataset, the newest first.</summary>
    public IReadOnlyList<PublishedVersion> Last(string tenant, string store, string dataset, int most) =>
        Read(connection => connection.Query($"""
            SELECT {Columns} FROM dataset_versions WHERE tenant = $1 AND store = $2 AND dataset = $3 ORDER BY version DESC LIMIT $4
            """, VersionOf, tenant, store, dataset, (long)most).ToList());

    /// <summary>The stores of a tenant that have sent anything.</summary>
    public IReadOnlyList<string> Stores(string tenant) => Read(connection => connection.Query(
        "SELECT DISTINCT store FROM streams WHERE tenant = $1 ORDER BY store", row => row.GetString(0), tenant).ToList());

    /// <summary>A part of a package; empty: there is none.</summary>
    public byte[] Slice(string tenant, string store, string dataset, long version, long fromVersion, long offset, int count)
    {
        byte[]? name = Read(connection => connection.Query("""
            SELECT package FROM dataset_versions JOIN dataset_offers USING (number)
            WHERE tenant = $1 AND store = $2 AND dataset = $3 AND version = $4 AND from_version = $5
            """, row => row.Bytes(0), tenant, store, dataset, version, fromVersion).FirstOrDefault());
        if (name is null)
            return [];
        byte[] package = InHand(name);
        return offset >= package.Length ? [] : package[(int)offset..(int)Math.Min(offset + count, package.Length)];
    }

    /// <summary>Called now and then: lets go of the package that is in hand, where nobody has asked for it for a while.</summary>
    public void LetGo()
    {
        lock (_turn)
        {
            if (_inHand is { } kept && ++kept.Unasked > UnaskedMost)
                _inHand = null;
        }
    }

    // Both databases read a whole package for each part of it, and the boxes of a chain want the same one: it is kept while it is asked
    // for.
    private byte[] InHand(byte[] name)
    {
        lock (_turn)
        {
            if (_inHand is null || !_inHand.Name.AsSpan().SequenceEqual(name))
            {
                _inHand = new PackageInHand(name, Read(connection => connection.Query(
                    "SELECT bytes FROM dataset_packages WHERE sha256 = $1", row => row.Bytes(0), name).FirstOrDefault()) ?? []);
            }

            _inHand.Unasked = 0;
            return _inHand.Bytes;
        }
    }

    /// <summary>The whole of a version as it was packed; null: there is none.</summary>
    public byte[]? Whole(PublishedVersion version) => Read(connection => connection.Query("""
        SELECT bytes FROM dataset_offers JOIN dataset_packages ON sha256 = package WHERE number = $1 AND from_version = 0
        """, row => row.Bytes(0), version.Number).FirstOrDefault());

    /// <summary>Keeps a version and its packages, in one transaction.</summary>
    public void Keep(Manifest manifest, SignedManifest signed, IReadOnlyList<OfferedPackage> packages)
    {
        using var connection = books.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        long number = connection.Query("""
            INSERT INTO dataset_versions (tenant, store, dataset, version, published_us, content, manifest)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number
            """, row => row.GetInt64(0), manifest.Tenant, manifest.Store, manifest.Dataset, manifest.Version, manifest.MadeUs,
            manifest.Sha256.ToByteArray(), Google.Protobuf.MessageExtensions.ToByteArray(signed)).Single();
        foreach (var package in packages)
        {
            byte[] sha256 = SHA256.HashData(package.Bytes);
            connection.Run("INSERT INTO dataset_packages VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING", sha256, package.Bytes);
            connection.Run("INSERT INTO dataset_offers VALUES ($1, $2, $3)", number, package.FromVersion, sha256);
        }

        transaction.Commit();
    }

    /// <summary>Forgets the versions of a store's dataset up to one, and their packages where no other version has them.</summary>
    public void Forget(string tenant, string store, string dataset, long upTo)
    {
        using var connection = books.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        const string old = "SELECT number FROM dataset_versions WHERE tenant = $1 AND store = $2 AND dataset = $3 AND version <= $4";
        var packages = connection.Query($"DELETE FROM dataset_offers WHERE number IN ({old}) RETURNING package",
            row => row.Bytes(0), tenant, store, dataset, upTo).ToList();
        connection.Run("DELETE FROM dataset_versions WHERE tenant = $1 AND store = $2 AND dataset = $3 AND version <= $4",
            tenant, store, dataset, upTo);
        foreach (byte[] package in packages)
        {
            connection.Run("""
                DELETE FROM dataset_packages WHERE sha256 = $1 AND NOT EXISTS (SELECT 1 FROM dataset_offers WHERE package = $1)
                """, package);
        }

        transaction.Commit();
    }

    private T Read<T>(Func<DbConnection, T> query)
    {
        using var connection = books.OpenToRead();
        return query(connection);
    }

    private static PublishedVersion VersionOf(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2),
        row.GetString(3), row.GetInt64(4), row.Bytes(5), row.Bytes(6));

    private sealed class PackageInHand(byte[] name, byte[] bytes)
    {
        public byte[] Name => name;

        public byte[] Bytes => bytes;

        // Times that somebody might have asked for it.
        public int Unasked { get; set; }
    }
}
