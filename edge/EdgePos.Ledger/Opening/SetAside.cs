using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Moves a file that is not used any more out of the way, with its write-ahead log: never deleted, never written over. The name
/// holds a hash of the content, so that the same damage twice does not fill the disk with copies.
/// </summary>
internal static class SetAside
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Moves the file; gives where it is now, or null where there was none.</summary>
    /// <param name="why">A word for its new name.</param>
    /// <exception cref="LedgerFault">The folder does not let it.</exception>
    public static string? Move(string path, string why = "damaged") => Database.Guard<string?>(path, () =>
    {
        if (!File.Exists(path))
            return null;
        using var content = File.OpenRead(path);
        string aside = $"{path}.{why}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}";
        SqliteConnection.ClearAllPools(); // readers that are idle
        foreach (string part in Parts.Where(part => File.Exists(path + part)))
            File.Move(path + part, aside + part, overwrite: true); // the same content
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return aside;
    });
}
