using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The box's card terminal, where it has one: the one place that makes it of the settings.</summary>
internal sealed class TerminalPort : IAsyncDisposable
{
    public TerminalPort(IOptions<TerminalOptions> options, StoreProfile store, TimeProvider time)
    {
        // The options have been checked: an empty link means that there is no terminal.
        if (!LinkAddress.TryParse(options.Value.Link, out var address, out _))
            return;
        Name = options.Value.Link;
        Terminal = new ZvtTerminal(address, new ZvtSettings(options.Value.Password, store.Currency), time);
    }

    /// <summary>The terminal; null: the box has none.</summary>
    public ICardTerminal? Terminal { get; }

    /// <summary>What the journal calls it.</summary>
    public string Name { get; } = "";

    public ValueTask DisposeAsync() => Terminal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
