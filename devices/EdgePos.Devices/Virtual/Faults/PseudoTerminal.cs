using System.Runtime.InteropServices;
using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// A pseudo-terminal, raw: a device file that programs open like a serial line, and its other end. See pty(7). It knows
/// nothing of speed and parity: a line that is set wrongly has to be played.
/// </summary>
public sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NonBlocking = 0x800, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const int Now = 0;

    private readonly int _master;

    private PseudoTerminal(int master, string path) => (_master, Path) = (master, path);

    /// <summary>The device file, e.g. /dev/pts/3.</summary>
    public string Path { get; }

    /// <summary>True once <see cref="Take"/> was called.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Makes one.</summary>
    /// <exception cref="IOException">The kernel has none left.</exception>
    public static PseudoTerminal Open()
    {
        int master = OpenMaster(ReadWrite | NonBlocking | NoTerminal | CloseOnExec);
        byte[] name = new byte[64];
        var settings = default(Settings);
        if (master >= 0 && Grant(master) == 0 && Unlock(master) == 0 && NameOf(master, name, name.Length) == 0
            && Get(master, ref settings) == 0)
        {
            // Set at this end it counts for the other one; so nobody has to open that.
            MakeRaw(ref settings);
            if (Set(master, Now, ref settings) == 0)
                return new PseudoTerminal(master, Encoding.ASCII.GetString(name).TrimEnd('\0'));
        }

        string why = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        if (master >= 0)
            _ = Close(master);
        throw new IOException($"open a pseudo-terminal: {why}");
    }

    /// <summary>Its other end, once. It breaks when a program that had the device file open has closed it.</summary>
    public IDeviceLink Take()
    {
        IsTaken = true;
        return FileLink.Over(Path, _master);
    }

    /// <summary>Closes it where nobody took it.</summary>
    public void Dispose()
    {
        if (!IsTaken)
            _ = Close(_master);
        IsTaken = true;
    }

    // struct termios of glibc.
    [StructLayout(LayoutKind.Sequential, Size = 60)]
    private struct Settings
    {
        public uint Input, Output, Control, Local;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int fd, byte[] name, nint size);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int Get(int fd, ref Settings settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int Set(int fd, int when, ref Settings settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref Settings settings);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
