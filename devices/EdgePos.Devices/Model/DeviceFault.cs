namespace EdgePos.Devices;

/// <summary>What went wrong with something that a device was asked for.</summary>
public enum DeviceFaultKind
{
    /// <summary>It cannot be reached; nothing was done.</summary>
    Offline,

    /// <summary>It was asked, and did not answer in time or the link broke: it may or may not have done it.</summary>
    OutcomeUnknown,

    /// <summary>It has as much to do as it may have.</summary>
    Busy,

    /// <summary>It answered that it cannot, or with something that makes no sense.</summary>
    Refused,
}

/// <summary>A device did not do what it was asked for.</summary>
public sealed class DeviceFault(DeviceFaultKind kind, string device, string reason) : Exception($"{device}: {reason}")
{
    /// <summary>What went wrong.</summary>
    public DeviceFaultKind Kind { get; } = kind;

    /// <summary>Name of the device.</summary>
    public string Device { get; } = device;

    /// <summary>Why, in words.</summary>
    public string Reason { get; } = reason;
}
