using System.Runtime.InteropServices;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Whether something vouches for the box's clock. A box without a battery clock boots in the past, and its entries say so
/// until the clock is known: by the kernel (NTP), by a battery clock, by head office, or by a setting.
/// </summary>
internal sealed partial class ClockTrust(TimeProvider time, Func<bool> kernelSaysSo, bool always)
{
    private const int NotSynchronised = 5; // TIME_ERROR of adjtimex(2)

    // What systemd-timesyncd.service(8) leaves there when it has set the clock, until the next boot. The package's unit does not let the
    // daemon ask the kernel.
    private const string Timesyncd = "/run/systemd/timesync/synchronized";

    // Head office's word takes a moment to arrive.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    private volatile bool _isSet = always;

    public ClockTrust(TimeProvider time, IOptions<GatewayOptions> options)
        : this(time, () => File.Exists(Timesyncd) || IsSynchronised() || HasBatteryClock(), options.Value.TrustClock)
    {
    }

    /// <summary>True where the clock is known to be right. Once it is, it stays so until the next start.</summary>
    public bool IsSet => _isSet || (_isSet = kernelSaysSo());

    /// <summary>Head office's clock, as it was when it answered something that this run has sent.</summary>
    /// <param name="us">Microseconds since 1970-01-01 UTC; anything may come over the wire.</param>
    public void Hear(long us)
    {
        var now = time.GetUtcNow();
        if (us > (now - Tolerance).ToUs() && us < (now + Tolerance).ToUs())
            _isSet = true;
    }

    // With no field set, adjtimex only reads.
    private static unsafe bool IsSynchronised()
    {
        byte* nothing = stackalloc byte[512];
        new Span<byte>(nothing, 512).Clear();
        return AdjustTime(nothing) is >= 0 and not NotSynchronised;
    }

    // The kernel notes that it took the time from this clock at boot.
    private static bool HasBatteryClock()
    {
        const string note = "/sys/class/rtc/rtc0/hctosys";
        return File.Exists(note) && File.ReadAllText(note).Trim() == "1";
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static unsafe partial int AdjustTime(byte* timex);
}
