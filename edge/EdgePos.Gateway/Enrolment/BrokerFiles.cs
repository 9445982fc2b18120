using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>
/// What the box shows the broker and believes of it, in a folder of the data folder. Certificate and key are one file, so that one
/// rename renews both.
/// </summary>
internal sealed class BrokerFiles(string dataFolder)
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Folder { get; } = Path.Combine(dataFolder, BackupParts.Broker);

    /// <summary>Who vouches for the broker, PEM.</summary>
    public string RootFile => Path.Combine(Folder, "root.pem");

    /// <summary>The box's certificate and its key, PEM.</summary>
    public string BoxFile => Path.Combine(Folder, "box.pem");

    /// <summary>The key that head office signs with, PEM.</summary>
    public string HeadOfficeKeyFile => Path.Combine(Folder, "head-office.pem");

    /// <summary>Who may help from afar, PEM.</summary>
    public string HelpRootFile => Path.Combine(Folder, "help-root.pem");

    /// <summary>
    /// The key of the certificate that comes next. It is on disk before it is asked for: cut off in the middle, the box asks again with the
    /// same, and gets the same.
    /// </summary>
    /// <exception cref="IOException">The folder does not let it.</exception>
    public ECDsa NextKey()
    {
        MakeFolder();
        if (File.Exists(NextKeyFile) && ReadKey(NextKeyFile) is { } kept)
            return kept;
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Disk.Replace(NextKeyFile, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"), OwnerAlone);
        Disk.SyncFolder(Folder);
        return made;
    }

    /// <summary>
    /// The key to enrol with: the machine's own where it has one, so that the same claim once more, after a power cut or by mistake, is the
    /// same machine; else that of the certificate that comes next.
    /// </summary>
    /// <exception cref="IOException">The folder does not let it.</exception>
    public ECDsa EnrolKey() => File.Exists(BoxFile) && ReadKey(BoxFile) is { } own ? own : NextKey();

    /// <summary>Keeps what a claim says of broker and head office.</summary>
    public void Keep(EnrolmentClaim claim)
    {
        MakeFolder();
        Write(RootFile, PemOf(claim.BrokerRoots.Select(root => root.ToByteArray())));
        Write(HeadOfficeKeyFile, new string(PemEncoding.Write("PUBLIC KEY", claim.HeadOfficeKey.Span)) + "\n");
        if (claim.HelpRoots.Count > 0)
            Write(HelpRootFile, PemOf(claim.HelpRoots.Select(root => root.ToByteArray())));
        else
            File.Delete(HelpRootFile);
    }

    /// <summary>From now on the box shows this certificate. A key that was kept as the next is the next no more.</summary>
    public void Keep(X509Certificate2 certificate, ECDsa key)
    {
        string both = $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
        Disk.Replace(BoxFile, Encoding.ASCII.GetBytes(both), OwnerAlone);
        Disk.SyncFolder(Folder);
        File.Delete(NextKeyFile);
        Disk.SyncFolder(Folder);
    }

    private string NextKeyFile => Path.Combine(Folder, "next.key");

    private void MakeFolder()
    {
        if (OperatingSystem.IsLinux())
            Directory.CreateDirectory(Folder, OwnerAlone | UnixFileMode.UserExecute);
    }

    private static void Write(string file, string pem) => Disk.Replace(file, Encoding.ASCII.GetBytes(pem));

    private static string PemOf(IEnumerable<byte[]> certificates) =>
        string.Concat(certificates.Select(one => new string(PemEncoding.Write("CERTIFICATE", one)) + "\n"));

    // One that is damaged was never shown to anybody: another is made.
    private static ECDsa? ReadKey(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }
}
