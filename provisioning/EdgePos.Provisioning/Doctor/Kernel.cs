using System.Runtime.InteropServices;
using System.Text;

namespace EdgePos.Provisioning;

/// <summary>What only a call of the kernel tells.</summary>
internal static partial class Kernel
{
    private const int ReadAll = 3, SizeOfLog = 10; // SYSLOG_ACTION_READ_ALL and _SIZE_BUFFER of syslog(2)
    private const int NotSynchronised = 5; // TIME_ERROR of adjtimex(2)
    private const int LargestTimex = 512;

    /// <summary>What the kernel has said.</summary>
    /// <exception cref="UnauthorizedAccessException">It is for root only.</exception>
    public static string Log()
    {
        int size = ReadLog(SizeOfLog, [], 0);
        byte[] log = new byte[Math.Max(size, 0)];
        int read = size < 0 ? size : ReadLog(ReadAll, log, log.Length);
        return read >= 0 ? Encoding.UTF8.GetString(log, 0, read)
            : throw new UnauthorizedAccessException($"the kernel's log: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>True where the clock follows a time server. With no field set, adjtimex only reads.</summary>
    public static bool ClockIsSynchronised() => AdjustTime(new byte[LargestTimex]) is >= 0 and not NotSynchronised;

    [LibraryImport("libc", EntryPoint = "klogctl", SetLastError = true)]
    private static partial int ReadLog(int action, byte[] log, int length);

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime(byte[] timex);
}
