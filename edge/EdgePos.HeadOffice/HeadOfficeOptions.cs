using System.ComponentModel.DataAnnotations;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Section "HeadOffice".</summary>
public sealed class HeadOfficeOptions : IValidatableObject
{
    /// <summary>True: the gateway runs a head office of its own, with a broker, for a shop that has no other.</summary>
    public bool Embedded { get; set; }

    /// <summary>The chain whose boxes are served, as in the topics.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]{1,64}")]
    public string Tenant { get; set; } = "demo";

    /// <summary>Folder for books.db, where no database is named.</summary>
    [Required]
    public string DataFolder { get; set; } = ".data/headoffice";

    /// <summary>Connection string of a PostgreSQL for the books; empty: they are a file in DataFolder.</summary>
    public string Database { get; set; } = "";

    /// <summary>What this head office is called at the broker, where several share the boxes; empty: it finds a name.</summary>
    [RegularExpression("[A-Za-z0-9_.-]{0,64}")]
    public string Name { get; set; } = "";

    /// <summary>Host of the broker.</summary>
    [Required]
    public string BrokerHost { get; set; } = "127.0.0.1";

    /// <summary>Port of the broker; with an embedded one the port it listens on.</summary>
    [Range(1, 65535)]
    public int BrokerPort { get; set; } = 1883;

    /// <summary>True: start a broker in this process, on loopback. For demos and single shops.</summary>
    public bool EmbeddedBroker { get; set; }

    /// <summary>Port on loopback for the Reports service when head office runs alone.</summary>
    [Range(1, 65535)]
    public int ReportsPort { get; set; } = 5081;

    /// <summary>How often stores are told what the others have, seconds; 0: they are not told.</summary>
    [Range(0, 86_400)]
    public int ShareStockSeconds { get; set; } = 300;

    /// <summary>
    /// Stores that are told of each other, each row the codes of a group, with spaces between them. Empty: all stores are one
    /// group, where they are not more than <see cref="StockSharing.StoresMax"/>.
    /// </summary>
    public IList<string> StoreGroups { get; } = [];

    /// <summary>
    /// Rings that a release of the boxes' programs goes to one after the other, each row a name and the codes of its stores, with spaces
    /// between: "canary S1 S7". Every store is in the ring "all".
    /// </summary>
    public IList<string> Rings { get; } = [];

    /// <summary>How often stores are told of the chain's customers and their points, seconds; 0: they are not told.</summary>
    [Range(0, 86_400)]
    public int ShareCustomersSeconds { get; set; } = 60;

    /// <summary>How often stores are told who works in them, seconds; 0: they are not told.</summary>
    [Range(0, 86_400)]
    public int ShareEmployeesSeconds { get; set; } = 30;

    /// <summary>How often stores are told what they have to prepare and to hand over, seconds; 0: they are not told.</summary>
    [Range(0, 86_400)]
    public int ShareOrdersSeconds { get; set; } = 10;

    /// <summary>
    /// Days after an order was handed over, given up or cancelled for which its customer's name and its note are kept; 0: for ever.
    /// </summary>
    [Range(0, 36_500)]
    public int OrderNamesDays { get; set; }

    /// <summary>Minor units of the stores' currency that earn a customer a point; 0: none are earned.</summary>
    [Range(0, 100_000_000)]
    public long PointEarnMinor { get; set; }

    /// <summary>Minor units of the stores' currency that a point pays; 0: points do not pay.</summary>
    [Range(0, 100_000_000)]
    public long PointWorthMinor { get; set; }

    /// <summary>Departments whose goods earn no points.</summary>
    public IList<string> NoPointsIn { get; } = [];

    /// <summary>Days for which boxes get their certificates; a box wants the next one when a third of them is left.</summary>
    [Range(1, 3_650)]
    public int BoxCertificateDays { get; set; } = 90;

    /// <summary>PEM file with the roots that may vouch for the broker. With it the connection is TLS; empty: it is plain.</summary>
    public string RootFile { get; set; } = "";

    /// <summary>PEM file with head office's own certificate for the broker.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with the key of that certificate.</summary>
    public string KeyFile { get; set; } = "";

    internal BrokerTls? Tls => RootFile.Length > 0 ? new BrokerTls(RootFile, CertificateFile, KeyFile) : null;

    /// <summary>How long a call to the broker may take.</summary>
    internal TimeSpan CallDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a line may be silent before the broker is asked whether it is there.</summary>
    internal TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The waits between connections that fail.</summary>
    internal Backoff Retry { get; set; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    // The broker in this process knows no shared subscriptions, and who brings its own broker is alone.
    internal bool SharesItsBoxes => Database.Length > 0 && !EmbeddedBroker && !Embedded;

    /// <summary>A topic of which each message is for one of the head offices.</summary>
    internal string ForOneOfUs(string topic) => SharesItsBoxes ? $"$share/headoffice/{topic}" : topic;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CertificateFile.Length > 0 != KeyFile.Length > 0 || (CertificateFile.Length > 0 && RootFile.Length == 0))
            yield return new("HeadOffice:RootFile, CertificateFile and KeyFile go together", [nameof(CertificateFile)]);
        else if (Tls?.Trouble() is { } trouble)
            yield return new($"HeadOffice:RootFile, CertificateFile or KeyFile: {trouble}", [nameof(RootFile)]);
    }
}

/// <summary>Checks section "HeadOffice".</summary>
[OptionsValidator]
public sealed partial class HeadOfficeOptionsValidator : IValidateOptions<HeadOfficeOptions>;
