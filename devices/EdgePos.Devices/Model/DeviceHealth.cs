namespace EdgePos.Devices;

/// <summary>How a device is, in UnifiedPOS' terms of power and error. The numbers are those of the protos.</summary>
public enum DeviceState
{
    /// <summary>Not looked at yet.</summary>
    Unknown = 1,

    /// <summary>It answers, and does what is asked.</summary>
    Online = 2,

    /// <summary>It cannot be reached: switched off, unplugged, or it does not answer.</summary>
    Offline = 3,

    /// <summary>It answers, and needs a person: the paper is out, the cover is open, the scale is overloaded.</summary>
    Error = 4,
}

/// <summary>How a device is, why, and what to do about it.</summary>
/// <param name="State">How it is.</param>
/// <param name="Reason">Why, in words; empty when all is well.</param>
/// <param name="Advice">What a person should do; may be empty.</param>
/// <param name="Warning">Something that will need a person soon, e.g. little paper left; empty: nothing.</param>
public sealed record DeviceHealth(DeviceState State, string Reason = "", string Advice = "", string Warning = "")
{
    /// <summary>Before it was looked at.</summary>
    public static DeviceHealth New { get; } = new(DeviceState.Unknown);

    /// <summary>All is well.</summary>
    public static DeviceHealth Well { get; } = new(DeviceState.Online);
}
