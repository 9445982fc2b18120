using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Section "HeadOffice".</summary>
public sealed class HeadOfficeOptions
{
    /// <summary>True: the gateway runs a head office of its own, with a broker, for a shop that has no other.</summary>
    public bool Embedded { get; set; }

    /// <summary>The chain whose boxes are served, as in the topics.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]{1,64}")]
    public string Tenant { get; set; } = "demo";

    /// <summary>Folder for books.db.</summary>
    [Required]
    public string DataFolder { get; set; } = ".data/headoffice";

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
}

/// <summary>Checks section "HeadOffice".</summary>
[OptionsValidator]
public sealed partial class HeadOfficeOptionsValidator : IValidateOptions<HeadOfficeOptions>;
