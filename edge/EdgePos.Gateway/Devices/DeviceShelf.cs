using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The devices of the box by name: made from the settings once, and never another one.</summary>
internal sealed class DeviceShelf : IAsyncDisposable
{
    private readonly HotPlug _hotPlug = new();
    private readonly SortedDictionary<string, DeviceDriver> _drivers = new(StringComparer.Ordinal);

    public DeviceShelf(IOptions<DevicesOptions> options, DeviceFeed feed, StoreProfile store, TimeProvider time, IServiceProvider services)
    {
        var around = new DeviceSurroundings(feed, _hotPlug, time, services.GetRequiredService<Random>);
        // What hangs on another device comes after it.
        foreach (var (name, device) in options.Value.Present.OrderBy(one => DeviceOrder.HangsOnAnother(one.Value.Link)))
        {
            var kind = DeviceKinds.Find(device.Protocol)!;
            string where = LinkAddress.TryParse(device.Link, out var address, out _) ? address.ToString() : device.Link;
            var description = new DeviceDescription(name, kind.Class, kind.Protocol, where, device.Register);
            _drivers[name] = kind.Make(new DeviceOrder(description, device, around, store, _drivers));
        }
    }

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyCollection<DeviceDriver> All => _drivers.Values;

    /// <summary>The device of a name; null where there is none.</summary>
    public DeviceDriver? Find(string name) => _drivers.GetValueOrDefault(name);

    /// <summary>The devices of a register: its own, and those of the whole store where it has none of its own.</summary>
    public IEnumerable<T> Of<T>(int register) where T : class
    {
        var own = _drivers.Values.Where(driver => driver.Description.Register == register).OfType<T>().ToList();
        return own.Count > 0 ? own : _drivers.Values.Where(driver => driver.Description.Register == 0).OfType<T>();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var driver in _drivers.Values.OfType<IAsyncDisposable>())
            await driver.DisposeAsync();
        _hotPlug.Dispose();
    }
}
