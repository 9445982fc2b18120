using System.Security.Cryptography;

namespace EdgePos.HeadOffice;

/// <summary>
/// The key that head office signs what goes down with: ECDSA P-256, made at the first start, readable by its owner alone.
/// </summary>
public static class SigningKey
{
    /// <summary>The file with the public half, for boxes: their setting Relay:HeadOfficeKeyFile.</summary>
    public static string PublicFileIn(string folder) => Path.Combine(folder, "signing.pub.pem");

    /// <summary>Opens the key in a folder, making it where there is none. Several head offices may do so at once.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static ECDsa OpenOrMake(string folder)
    {
        string file = Path.Combine(folder, "signing.key.pem");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(file))
                KeyFile.Put(file, key.ExportPkcs8PrivateKeyPem(), KeyFile.OwnerAlone);
            key.ImportFromPem(File.ReadAllText(file));
            if (!File.Exists(PublicFileIn(folder)))
                KeyFile.Put(PublicFileIn(folder), key.ExportSubjectPublicKeyInfoPem(), KeyFile.Everybody);
            return key;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new IOException($"head office's signing key {file} cannot be used: {wrong.Message}", wrong);
        }
    }
}
