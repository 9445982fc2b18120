using EdgePos.Devices;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>The card terminals of the box, each with a turn of its own.</summary>
internal sealed class PaymentTerminals : IDisposable
{
    private readonly DeviceShelf _shelf;
    private readonly DeviceChoice _choice;
    private readonly SortedDictionary<string, PaymentTerminal> _terminals = new(StringComparer.Ordinal);

    public PaymentTerminals(DeviceShelf shelf, DeviceChoice choice, IServiceProvider services)
    {
        (_shelf, _choice) = (shelf, choice);
        foreach (var driver in shelf.All.OfType<CardTerminal>())
            _terminals[driver.Description.Name] = ActivatorUtilities.CreateInstance<PaymentTerminal>(services, driver);
    }

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyCollection<PaymentTerminal> All => _terminals.Values;

    /// <summary>The terminal of a name; null: the box has none of it, or no longer.</summary>
    public PaymentTerminal? Find(string name) => _terminals.GetValueOrDefault(name);

    /// <summary>The terminal that a register may use.</summary>
    /// <param name="device">Its name; empty: the register's own, or the store's that nobody else has claimed.</param>
    public Result<PaymentTerminal> For(int register, string device)
    {
        if (device.Length == 0)
            device = _shelf.Of<CardTerminal>(register).FirstOrDefault(one => _choice.MayUse(one, register))?.Description.Name ?? "";
        return _choice.For<CardTerminal>(register, device, new Refusal(RefusalCode.NoTerminal, ""))
            .Then<PaymentTerminal>(driver => _terminals[driver.Description.Name]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var terminal in _terminals.Values)
            terminal.Dispose();
    }
}
