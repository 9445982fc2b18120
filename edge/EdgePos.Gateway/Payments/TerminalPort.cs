using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The box's card terminal, where it has one: the one place that makes it of the settings.</summary>
internal sealed class TerminalPort : IAsyncDisposable
{
    public TerminalPort(IOptions<TerminalOptions> options, StoreProfile store, TimeProvider time)
    {
        // The options have been checked: an empty link means that there is no terminal.
        var set = options.Value;
        Name = set.Link;
        if (set.Protocol == "nexo" && set.Link.Length > 0)
            Terminal = new NexoTerminal(NexoOf(set, store), time);
        else if (LinkAddress.TryParse(set.Link, out var address, out _))
            Terminal = new ZvtTerminal(address, new ZvtSettings(set.Password, store.Currency), time);
    }

    /// <summary>The terminal; null: the box has none.</summary>
    public ICardTerminal? Terminal { get; }

    /// <summary>What the journal calls it.</summary>
    public string Name { get; } = "";

    private static NexoSettings NexoOf(TerminalOptions set, StoreProfile store) =>
        new(new Uri(set.Link), store.Identity.Box, set.PoiId, store.Currency)
        {
            Roots = set.RootsFile.Length > 0 ? File.ReadAllText(set.RootsFile) : "",
            CertificateName = set.CertificateName,
            Key = set.KeyIdentifier.Length > 0
                ? new NexoKey(set.KeyIdentifier, set.KeyVersion, File.ReadAllText(set.KeyFile).Trim())
                : null,
        };

    public ValueTask DisposeAsync() => Terminal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
