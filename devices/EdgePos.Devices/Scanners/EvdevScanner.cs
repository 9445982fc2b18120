using System.Runtime.InteropServices;

namespace EdgePos.Devices;

/// <summary>
/// A scanner that is a keyboard (USB or Bluetooth), read from /dev/input/event*. It is grabbed: nobody else gets its keys, neither
/// the console nor a browser in front of which the cashier stands. Set it to the US keyboard, or
/// <see cref="ScannerSettings.Layout"/> to what it is set to, and to send Enter after each code.
/// </summary>
public sealed partial class EvdevScanner(
    DeviceDescription description, LinkAddress address, ScannerSettings settings, DeviceSurroundings around)
    : ScannerDriver(description, settings, UsualPause, sendsSuffix => new KeyReader(settings, sendsSuffix), around)
{
    private const ulong Grab = 0x40044590; // EVIOCGRAB of linux/input.h
    private const ushort Led = 0x11, CapsLamp = 1;

    private static readonly TimeSpan UsualPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Capabilities => ["grab"];

    /// <inheritdoc/>
    protected override async ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline)
    {
        string? path = address switch
        {
            FileAddress file => file.Path,
            UsbAddress usb => UsbDevices.Find(usb) ?? throw new IOException($"no USB device {usb} is plugged in"),
            _ => null, // the same events over a network: there is nobody to keep from them
        };
        return path is null ? await address.OpenAsync(deadline) : FileLink.Open(path, "grab", TakeOver);
    }

    private static bool TakeOver(int fd)
    {
        if (Control(fd, Grab, 1) != 0)
            return false;

        // Scanners that adapt to a CapsLock lamp that is on type the other way round: it is put out, and what comes is as set.
        byte[] dark = new byte[InputEvent.Size];
        (dark[16], dark[18]) = ((byte)Led, (byte)CapsLamp);
        _ = Write(fd, in dark[0], dark.Length);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, ulong request, nint argument);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, in byte bytes, nint count);
}
