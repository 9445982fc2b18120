using EdgePos.Devices;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Which device a register may use.</summary>
internal sealed class DeviceChoice(DeviceShelf shelf, DeviceClaims claims)
{
    /// <summary>The device of a name, or the register's, unless it is another register's.</summary>
    /// <param name="name">Its name; empty: the first of the register's own, or of the whole store's.</param>
    /// <param name="none">What a register is told that has none.</param>
    public Result<T> For<T>(int register, string name, Refusal none) where T : DeviceDriver
    {
        var device = name.Length > 0 ? shelf.Find(name) as T : shelf.Of<T>(register).FirstOrDefault();
        if (device is null)
            return name.Length > 0 ? new Refusal(RefusalCode.DeviceNotFound, "device", name) : none;
        var description = device.Description;
        return MayUse(device, register) ? device
            : DeviceWire.Taken(description, claims.HolderOf(description.Name)?.Register ?? description.Register);
    }

    /// <summary>True where a register may use a device: it has it, it belongs to it, or nobody has it.</summary>
    public bool MayUse(DeviceDriver device, int register) => claims.MayUse(device.Description, register);
}
