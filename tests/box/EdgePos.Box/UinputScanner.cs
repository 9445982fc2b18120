using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EdgePos.Devices;

namespace EdgePos.Box;

/// <summary>
/// A scanner that is a keyboard and no USB device, as one on Bluetooth is: made of /dev/uinput (Linux, input/uinput.rst), plugged in
/// as long as it lives.
/// </summary>
internal sealed partial class UinputScanner : IDisposable
{
    // Requests of linux/uinput.h, and its struct uinput_setup: bus, maker, product and version, 80 characters of a name, a number.
    private const nuint SetEventKind = 0x40045564, SetKey = 0x40045565, Setup = 0x405C5503, Create = 0x5501, NameOf = 0x8040552C;
    private const int SetupBytes = 92, NameAt = 8, NameBytes = 64;
    private const int KeyKind = 1, LastKey = 88;
    private const ushort Bluetooth = 5;

    private readonly FileStream _file = new("/dev/uinput", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    public UinputScanner()
    {
        byte[] setup = new byte[SetupBytes], name = new byte[NameBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(setup, Bluetooth);
        Encoding.ASCII.GetBytes("EdgePos box scanner", setup.AsSpan(NameAt));
        Ask(SetEventKind, KeyKind);
        for (int key = 1; key <= LastKey; key++)
            Ask(SetKey, key);
        Ask(Setup, setup);
        Ask(Create, 0);
        Ask(NameOf, name);
        string sys = $"/sys/devices/virtual/input/{Encoding.ASCII.GetString(name).TrimEnd('\0')}";
        EventFile = $"/dev/input/{Path.GetFileName(Directory.GetDirectories(sys, "event*").Single())}";
    }

    /// <summary>Where its keys come out.</summary>
    public string EventFile { get; }

    /// <summary>Types a code and Enter.</summary>
    public void Type(string code) => _file.Write(VirtualKeys.Line(code));

    public void Dispose() => _file.Dispose();

    private void Ask(nuint request, nint argument) => Check(Control(_file.SafeFileHandle, request, argument));

    private void Ask(nuint request, byte[] argument) => Check(Control(_file.SafeFileHandle, request, argument));

    private static void Check(int answer)
    {
        if (answer < 0)
            throw new IOException($"/dev/uinput: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeHandle file, nuint request, [In, Out] byte[] argument);
}
