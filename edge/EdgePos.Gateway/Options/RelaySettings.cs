using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Relay": the broker that leads to head office.</summary>
public sealed class RelaySettings : IValidatableObject
{
    /// <summary>Host of the broker; empty: the embedded head office where there is one, else none.</summary>
    public string BrokerHost { get; set; } = "";

    /// <summary>Port of the broker; 0: that of the embedded head office.</summary>
    [Range(0, 65535)]
    public int BrokerPort { get; set; }

    /// <summary>PEM file with the roots that may vouch for the broker. With it the connection is TLS; empty: it is plain.</summary>
    public string RootFile { get; set; } = "";

    /// <summary>PEM file with the box's own certificate for the broker.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with the key of that certificate.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>
    /// PEM file with the key that head office signs price books and the like with: ECDSA P-256. Empty: that of the embedded head
    /// office where there is one; else nothing that comes down is taken.
    /// </summary>
    public string HeadOfficeKeyFile { get; set; } = "";

    /// <summary>
    /// PEM file with the roots that may vouch for who helps this box from afar: what is asked with a certificate of theirs is done,
    /// as its role allows. Empty: there is no remote help.
    /// </summary>
    public string HelpRootFile { get; set; } = "";

    /// <summary>Serial numbers of certificates of helpers that are no longer believed, hexadecimal, separated by |.</summary>
    [RegularExpression("([0-9A-Fa-f]{1,40}[|]?)*")]
    public string HelpRevoked { get; set; } = "";

    /// <summary>True: settings that head office makes for the store are taken. False: this box is set by hand alone.</summary>
    public bool TakeSettings { get; set; } = true;

    /// <summary>The most that goes up in a second, kilobytes; 0: as much as the line carries.</summary>
    [Range(0, 1_000_000)]
    public int KilobytesPerSecond { get; set; }

    /// <summary>
    /// True where the line is paid for by the byte: sales wait some seconds for each other, and nothing else goes up but what somebody at
    /// the counter asks.
    /// </summary>
    public bool Metered { get; set; }

    /// <summary>The certificates; null: a plain connection.</summary>
    public BrokerTls? Tls => RootFile.Length > 0 ? new BrokerTls(RootFile, CertificateFile, KeyFile) : null;

    /// <summary>Head office's key; null: there is none.</summary>
    /// <exception cref="Exception">The file cannot be read, or has no such key: what <see cref="Validate"/> finds.</exception>
    private ECDsa? HeadOfficeKey()
    {
        if (HeadOfficeKeyFile.Length == 0)
            return null;
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(HeadOfficeKeyFile));
        return key;
    }

    /// <summary>The key of whichever head office there is, for the caller alone; null: there is none.</summary>
    public ECDsa? HeadOfficeKey(HeadOfficeOptions office) =>
        HeadOfficeKey() ?? (office.Embedded ? SigningKey.OpenOrMake(office.DataFolder) : null);

    /// <summary>Who may help; null: nobody.</summary>
    public HelpTrust? HelpTrust() => HelpRoots() is not { } roots ? null : new HelpTrust(roots, HelpRevoked
        .Split('|', StringSplitOptions.RemoveEmptyEntries).Select(serial => serial.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal));

    /// <summary>The roots of remote help; null: there is none.</summary>
    /// <exception cref="Exception">The file cannot be read, or has no certificate: what <see cref="Validate"/> finds.</exception>
    private X509Certificate2Collection? HelpRoots()
    {
        if (HelpRootFile.Length == 0)
            return null;
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(HelpRootFile);
        return roots.Count > 0 ? roots : throw new CryptographicException($"{HelpRootFile} has no certificate");
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RootFile.Length == 0 && (CertificateFile.Length > 0 || KeyFile.Length > 0))
            yield return new("Relay:RootFile is needed with a certificate: whom to trust as the broker", [nameof(RootFile)]);
        else if (CertificateFile.Length > 0 != KeyFile.Length > 0)
            yield return new("Relay:CertificateFile and KeyFile go together", [nameof(CertificateFile)]);
        else if (Tls?.Trouble() is { } trouble)
            yield return new($"Relay:RootFile, CertificateFile or KeyFile: {trouble}", [nameof(RootFile)]);
        if (WrongIn(() => HeadOfficeKey()?.Dispose()) is { } wrong)
            yield return new($"Relay:HeadOfficeKeyFile: {wrong}", [nameof(HeadOfficeKeyFile)]);
        if (WrongIn(() => HelpRoots()) is { } wrongRoots)
            yield return new($"Relay:HelpRootFile: {wrongRoots}", [nameof(HelpRootFile)]);
    }

    private static string? WrongIn(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return wrong.Message;
        }
    }
}

/// <summary>Checks section "Relay".</summary>
[OptionsValidator]
public sealed partial class RelaySettingsValidator : IValidateOptions<RelaySettings>;
