using EdgePos.V1;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Provisioning;

/// <summary>One device of the box.</summary>
internal static class DeviceFinding
{
    /// <summary>Of a device.</summary>
    public static Finding Of(Device device)
    {
        var health = device.Health;
        string what = $"{device.Protocol} at {device.Link}", name = $"device_{device.Name}";
        return health.State switch
        {
            DeviceState.Online when health.Warning.Length > 0 => new(name, Look, $"{what}: {health.Warning}", "see to it soon"),
            DeviceState.Online => new(name, Well, what),
            DeviceState.Unknown or DeviceState.Unspecified => new(name, CouldNotLook, $"{what}: not looked at yet"),
            DeviceState.Offline => Ill("offline"),
            DeviceState.Error => Ill("error"),
        };

        Finding Ill(string state) => new(name, Bad, $"{what}: {state}{(health.Reason.Length > 0 ? $", {health.Reason}" : "")}",
            health.Advice.Length > 0 ? health.Advice : "look at its power and cable; the box finds it by itself");
    }
}
