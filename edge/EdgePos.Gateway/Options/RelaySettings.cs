using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Relay": the broker that leads to head office.</summary>
public sealed class RelaySettings
{
    /// <summary>Host of the broker; empty: the embedded head office where there is one, else none.</summary>
    public string BrokerHost { get; set; } = "";

    /// <summary>Port of the broker; 0: that of the embedded head office.</summary>
    [Range(0, 65535)]
    public int BrokerPort { get; set; }
}

/// <summary>Checks section "Relay".</summary>
[OptionsValidator]
public sealed partial class RelaySettingsValidator : IValidateOptions<RelaySettings>;
