using EdgePos.Devices;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>The card terminals of the box, each with a turn of its own.</summary>
internal sealed class PaymentTerminals : IDisposable
{
    private readonly DeviceShelf _shelf;
    private readonly DeviceClaims _claims;
    private readonly SortedDictionary<string, PaymentTerminal> _terminals = new(StringComparer.Ordinal);

    public PaymentTerminals(DeviceShelf shelf, DeviceClaims claims, IServiceProvider services)
    {
        (_shelf, _claims) = (shelf, claims);
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
        var mine = device.Length > 0
            ? _shelf.All.OfType<CardTerminal>().Where(driver => driver.Description.Name == device).ToList()
            : _shelf.Of<CardTerminal>(register).ToList();
        if (mine.Count == 0)
            return device.Length > 0 ? new Refusal(RefusalCode.DeviceNotFound, "device", device) : new Refusal(RefusalCode.NoTerminal, "");
        var free = mine.Find(driver => _claims.MayUse(driver.Description, register));
        return free is null ? DeviceWire.Taken(mine[0].Description, HolderOf(mine[0].Description)) : _terminals[free.Description.Name];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var terminal in _terminals.Values)
            terminal.Dispose();
    }

    private int HolderOf(DeviceDescription device) => _claims.HolderOf(device.Name)?.Register ?? device.Register;
}
