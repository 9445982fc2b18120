using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Gateway": where registers find the box, and where it keeps its files.</summary>
public sealed class GatewayOptions : IValidatableObject
{
    /// <summary>Address and port for registers, e.g. 0.0.0.0:5080. Port 0: any free one; the log tells which.</summary>
    [Required]
    public string Listen { get; set; } = "";

    /// <summary>True: a demonstration. Only then may the box be reached without TLS, and only on loopback.</summary>
    public bool Demo { get; set; }

    /// <summary>Calls that a register may make in a second; after a pause five times as many. 0: as many as it likes.</summary>
    [Range(0, 1_000_000)]
    public int CallsPerSecond { get; set; } = 200;

    /// <summary>In a demo, registers that are no tills: number:kind, separated by |, e.g. 7:Kiosk|8:Display.</summary>
    public string DemoKinds { get; set; } = "";

    /// <summary>
    /// PEM file with the box's certificate, where somebody else makes the certificates of box and registers. This and the next two
    /// empty: the box makes them, and registers are paired.
    /// </summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with its key.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>PEM file with the root that registers' certificates must come from.</summary>
    public string ClientRootFile { get; set; } = "";

    /// <summary>Folder with the box's own settings, *.json; empty: there is none.</summary>
    public string SettingsFolder { get; set; } = "";

    /// <summary>Folder for ledger.db, counter.db and the price books.</summary>
    [Required]
    public string DataFolder { get; set; } = "";

    /// <summary>Room on the disk that the box keeps for itself, to finish open sales and close the day when the disk is full.</summary>
    [Range(1, 4096)]
    public int ReserveMegabytes { get; set; } = 64;

    /// <summary>Less than so much room on the disk is told to everybody who asks how the box is.</summary>
    [Range(1, 1_000_000)]
    public int LowDiskMegabytes { get; set; } = 500;

    /// <summary>True: the clock is right by means that the box cannot see, a virtual machine's host for instance.</summary>
    public bool TrustClock { get; set; }

    /// <summary>Seconds that accepted work may take to finish when the daemon is told to stop.</summary>
    [Range(1, 300)]
    public int StopSeconds { get; set; } = 5;

    /// <summary>The address to listen on; known to parse once the options are checked.</summary>
    public IPEndPoint ToEndpoint() => IPEndPoint.Parse(Listen);

    /// <summary>What the demo's registers are; known to parse once the options are checked.</summary>
    public IReadOnlyDictionary<int, RegisterKind> ToDemoKinds() => KindsOf(DemoKinds)!;

    /// <summary>True where certificates are named.</summary>
    public bool HasCertificates => CertificateFile.Length > 0 && KeyFile.Length > 0 && ClientRootFile.Length > 0;

    /// <summary>True where the box makes the certificates: neither a demo, nor told others.</summary>
    public bool HasOwnAuthority => !Demo && !HasCertificates;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Listen.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(Listen, out var endpoint))
        {
            yield return new("Gateway:Listen must be an address and a port, for example 127.0.0.1:5080", [nameof(Listen)]);
        }
        else if (!HasCertificates && new[] { CertificateFile, KeyFile, ClientRootFile }.Any(file => file.Length > 0))
        {
            yield return new("Gateway:CertificateFile, KeyFile and ClientRootFile go together; without them the box makes its own",
                [nameof(CertificateFile)]);
        }
        else if (Demo && !HasCertificates && !IPAddress.IsLoopback(endpoint.Address))
        {
            yield return new($"Gateway:Listen is {Listen}: a demo without certificates listens on loopback only", [nameof(Listen)]);
        }

        if (KindsOf(DemoKinds) is not { } kinds || (kinds.Count > 0 && !Demo))
            yield return new("Gateway:DemoKinds must be number:kind|number:kind, in a demo", [nameof(DemoKinds)]);
        foreach (string file in new[] { CertificateFile, KeyFile, ClientRootFile }.Where(f => f.Length > 0 && !File.Exists(f)))
            yield return new($"Gateway: the file {file} is not there", [nameof(CertificateFile)]);
        if (HasCertificates && WrongCertificate() is { } why)
            yield return new($"Gateway:CertificateFile, KeyFile or ClientRootFile: {why}", [nameof(CertificateFile)]);
    }

    private static Dictionary<int, RegisterKind>? KindsOf(string text)
    {
        var kinds = new Dictionary<int, RegisterKind>();
        foreach (string part in text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [var number, var name] || !Enum.TryParse<RegisterKind>(name, ignoreCase: true, out var kind)
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int register)
                || !ReceiptNumber.IsRegister(register) || !kinds.TryAdd(register, kind))
                return null;
        }

        return kinds;
    }

    private string? WrongCertificate()
    {
        try
        {
            using var own = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
            using var root = X509CertificateLoader.LoadCertificateFromFile(ClientRootFile);
            return null;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return wrong.Message;
        }
    }
}

/// <summary>Checks section "Gateway".</summary>
[OptionsValidator]
public sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
