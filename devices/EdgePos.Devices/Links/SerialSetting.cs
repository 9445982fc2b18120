using System.Runtime.InteropServices;

namespace EdgePos.Devices;

/// <summary>
/// Sets a serial line through termios(3). System.IO.Ports would do it too, but it asks a waiting line a thousand times a second
/// whether there is something to read (seen with strace, version 10): an idle box would be busy with its scales.
/// </summary>
internal static partial class SerialSetting
{
    // asm-generic/termbits.h; the same on x64 and arm64.
    private const uint StripEighth = 0x20, StartStopOut = 0x400, StartStopIn = 0x1000;
    private const uint SizeMask = 0x30, Size7 = 0x20, Size8 = 0x30, TwoStops = 0x40, Reads = 0x80, HasParity = 0x100, IsOdd = 0x200,
        NoModem = 0x800, RtsCts = 0x80000000;

    private const int Now = 0, InputAndOutput = 2;
    private const ulong Exclusive = 0x540C; // TIOCEXCL: nobody else opens it while we have it

    /// <summary>Sets the line of an open file.</summary>
    /// <returns>False: the file is no serial line, or refuses.</returns>
    public static bool Apply(int fd, SerialLine line)
    {
        var settings = default(Settings);
        if (Get(fd, ref settings) != 0)
            return false;
        MakeRaw(ref settings);
        settings.Input &= ~(StartStopIn | StartStopOut | StripEighth);
        if (line.Flow == SerialFlow.XonXoff)
            settings.Input |= StartStopIn | StartStopOut;
        settings.Control &= ~(SizeMask | TwoStops | HasParity | IsOdd | RtsCts);
        settings.Control |= Reads | NoModem | (line.Bits == 7 ? Size7 : Size8) | (line.StopBits == 2 ? TwoStops : 0)
            | (line.Parity == 'N' ? 0 : HasParity) | (line.Parity == 'O' ? IsOdd : 0) | (line.Flow == SerialFlow.RtsCts ? RtsCts : 0);
        _ = SetSpeed(ref settings, SerialLine.Speeds[line.Baud]);
        _ = Control(fd, Exclusive);
        return Set(fd, Now, ref settings) == 0 && Flush(fd, InputAndOutput) == 0;
    }

    // struct termios of glibc: four words of flags, the discipline, 32 characters, two speeds.
    [StructLayout(LayoutKind.Sequential, Size = 60)]
    private struct Settings
    {
        public uint Input, Output, Control, Local;
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int Get(int fd, ref Settings settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int Set(int fd, int when, ref Settings settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref Settings settings);

    [LibraryImport("libc", EntryPoint = "cfsetspeed")]
    private static partial int SetSpeed(ref Settings settings, uint speed);

    [LibraryImport("libc", EntryPoint = "tcflush")]
    private static partial int Flush(int fd, int what);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int fd, ulong request);
}
