using System.Security.Cryptography;

namespace EdgePos.HeadOffice.V1;

/// <summary>The public keys of those whose packages a box installs: *.pem of a folder that is root's, ECDSA P-256.</summary>
public sealed class ReleaseKeys : IDisposable
{
    /// <summary>Where a box has them, as it comes.</summary>
    public const string UsualFolder = "/etc/edgepos/release-keys";

    private readonly List<ECDsa> _keys = [];

    /// <summary>How many there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads them. No folder: there are none.</summary>
    /// <exception cref="InvalidDataException">A file has no such key: it is named.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ReleaseKeys Read(string folder)
    {
        var keys = new ReleaseKeys();
        try
        {
            foreach (string file in FilesIn(folder))
                keys.Add(file);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The files with keys in a folder.</summary>
    public static IEnumerable<string> FilesIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal) : [];

    /// <summary>True where one of them signed the note.</summary>
    public bool VouchFor(ReleaseNote note) => _keys.Exists(note.IsSignedBy);

    /// <inheritdoc/>
    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private void Add(string file)
    {
        var key = ECDsa.Create();
        _keys.Add(key);
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{file} has no public key: {wrong.Message}", wrong);
        }
        catch (UnauthorizedAccessException wrong)
        {
            throw new IOException(wrong.Message, wrong);
        }
    }
}
