using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What a nexo terminal and its box must agree about.</summary>
/// <param name="Address">https://host:8443/nexo; http on this machine only.</param>
/// <param name="SaleId">How the box calls itself.</param>
/// <param name="PoiId">The terminal's id, e.g. "V400m-324688179".</param>
/// <param name="Currency">What it charges in.</param>
public sealed record NexoSettings(Uri Address, string SaleId, string PoiId, Currency Currency)
{
    /// <summary>The vendor's root certificates, PEM: the terminal's must be signed under one. Empty: none is trusted.</summary>
    public string Roots { get; init; } = "";

    /// <summary>Name that the terminal's certificate must have; empty: one that begins with the terminal's id.</summary>
    public string CertificateName { get; init; } = "";

    /// <summary>The shared key that messages are sealed with; null: they are sent as they are.</summary>
    public NexoKey? Key { get; init; }
}

/// <summary>A key that was set for the terminal at its vendor.</summary>
/// <param name="Identifier">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Passphrase">The secret.</param>
public sealed record NexoKey(string Identifier, int Version, string Passphrase)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Identifier} version {Version}";
}
