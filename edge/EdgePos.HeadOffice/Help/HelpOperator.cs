using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>Who sits at the help desk: a certificate, its key, and what stands between it and the root.</summary>
internal sealed class HelpOperator : IDisposable
{
    private const int KeyBits = 256;

    private readonly X509Certificate2Collection _certificates = [];
    private readonly ECDsa _key = ECDsa.Create();

    private HelpOperator()
    {
    }

    /// <summary>The common name.</summary>
    public string Name => _certificates[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Reads the files.</summary>
    /// <param name="certificateFile">PEM: the certificate, and after it those between it and the root, where there are any.</param>
    /// <param name="keyFile">PEM: its key, ECDSA P-256.</param>
    /// <exception cref="VerbFault">They cannot be used.</exception>
    public static HelpOperator Read(string certificateFile, string keyFile)
    {
        var who = new HelpOperator();
        try
        {
            who._certificates.ImportFromPemFile(certificateFile);
            who._key.ImportFromPem(File.ReadAllText(keyFile));
            using var certified = who._certificates.Count > 0 ? who._certificates[0].GetECDsaPublicKey() : null;
            if (certified is not { KeySize: KeyBits }
                || !certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(who._key.ExportSubjectPublicKeyInfo()))
                throw new CryptographicException("the key is not that of the certificate, or is not ECDSA P-256");
            return who;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            who.Dispose();
            throw new VerbFault(ExitCodes.NoInput, $"{certificateFile} and {keyFile} cannot be used: {wrong.Message}");
        }
    }

    /// <summary>Signs a request.</summary>
    public SignedHelpRequest Sign(HelpRequest request) => HelpSignature.Sign(request, _certificates[0], _key, _certificates.Skip(1));

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        foreach (var one in _certificates)
            one.Dispose();
    }
}
