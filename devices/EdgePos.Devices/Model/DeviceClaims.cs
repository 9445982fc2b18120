namespace EdgePos.Devices;

/// <summary>Who has a device.</summary>
/// <param name="Token">Named with whatever is asked of the device; rises over all claims, so that an old holder is told apart.</param>
/// <param name="Device">Name of the device.</param>
/// <param name="Register">The register that has it.</param>
/// <param name="Basket">The basket that what is scanned or weighed goes to; null: it goes to the register.</param>
/// <param name="UntilUs">Microseconds since 1970-01-01 UTC; claimed again before that it stays.</param>
public sealed record DeviceClaim(long Token, string Device, int Register, Guid? Basket, long UntilUs);

/// <summary>
/// One register at a time has a device that serves one at a time. A claim ends by itself, so a tablet that ran out of power
/// keeps nobody from weighing; a device that belongs to a register can only be claimed by that one.
/// </summary>
public sealed class DeviceClaims(DeviceFeed feed)
{
    /// <summary>The longest that a claim lasts without being renewed.</summary>
    public static readonly TimeSpan LongestMax = TimeSpan.FromMinutes(15);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, DeviceClaim> _claims = [];
    private long _last;

    /// <summary>Claims a device, or claims it again for longer or for another basket.</summary>
    /// <returns>The claim; or, where <c>Mine</c> is false, that of the register that has it.</returns>
    public (bool Mine, DeviceClaim Claim) Claim(DeviceDescription device, int register, Guid? basket, TimeSpan forTime)
    {
        lock (_turn)
        {
            long now = feed.NowUs;
            if (device.Register != 0 && device.Register != register)
                return (false, new DeviceClaim(0, device.Name, device.Register, null, long.MaxValue));
            bool isHeld = _claims.TryGetValue(device.Name, out var held) && held.UntilUs > now;
            if (isHeld && held!.Register != register)
                return (false, held);
            long untilUs = now + ((forTime < LongestMax ? forTime : LongestMax).Ticks / TimeSpan.TicksPerMicrosecond);
            var claim = new DeviceClaim(isHeld ? held!.Token : ++_last, device.Name, register, basket, untilUs);
            _claims[device.Name] = claim;
            feed.Tell(device, new ClaimChanged(register, untilUs));
            return (true, claim);
        }
    }

    /// <summary>Gives a device back.</summary>
    /// <returns>False: the register had not claimed it, or no longer had it.</returns>
    public bool Release(DeviceDescription device, int register)
    {
        lock (_turn)
        {
            if (Find(device.Name)?.Register != register)
                return false;
            _claims.Remove(device.Name);
            feed.Tell(device, new ClaimChanged(0, 0));
            return true;
        }
    }

    /// <summary>Who has it now; null: nobody.</summary>
    public DeviceClaim? HolderOf(string device)
    {
        lock (_turn)
            return Find(device);
    }

    /// <summary>True where a register may use a device: it has it, it belongs to it, or nobody has it.</summary>
    public bool MayUse(DeviceDescription device, int register) =>
        (device.Register == 0 || device.Register == register) && (HolderOf(device.Name)?.Register ?? register) == register;

    private DeviceClaim? Find(string device)
    {
        if (!_claims.TryGetValue(device, out var held))
            return null;
        if (held.UntilUs > feed.NowUs)
            return held;
        _claims.Remove(device);
        return null;
    }
}
