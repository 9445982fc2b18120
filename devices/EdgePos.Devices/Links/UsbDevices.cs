using System.Globalization;

namespace EdgePos.Devices;

/// <summary>A device file of a USB device that is plugged in.</summary>
/// <param name="Node">What kind of file.</param>
/// <param name="Path">Its path in /dev.</param>
/// <param name="Id">Maker and product, e.g. 04b8:0202.</param>
/// <param name="Serial">Its serial number; empty: it has none.</param>
/// <param name="Socket">Where it is plugged in, e.g. 1-1.2.</param>
/// <param name="Title">Maker and product in words, as it says; may be empty.</param>
public sealed record UsbDevice(UsbNode Node, string Path, string Id, string Serial, string Socket, string Title);

/// <summary>What is plugged in, read from /sys.</summary>
public static class UsbDevices
{
    private static readonly (UsbNode Node, string Class, string Prefix, string Folder)[] Kinds =
    [
        (UsbNode.Printer, "usbmisc", "lp", "/dev/usb"),
        (UsbNode.Serial, "tty", "tty", "/dev"),
        (UsbNode.Input, "input", "event", "/dev/input"),
    ];

    /// <summary>Every device file of a USB device, in the order of their names.</summary>
    /// <param name="sys">Where sysfs is.</param>
    public static IReadOnlyList<UsbDevice> List(string sys = "/sys")
    {
        var found = new List<UsbDevice>();
        foreach (var (node, kind, prefix, folder) in Kinds)
        {
            string classes = Path.Combine(sys, "class", kind);
            if (!Directory.Exists(classes))
                continue;
            foreach (string entry in Directory.EnumerateFileSystemEntries(classes).Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileName(entry);
                bool isMeant = name.StartsWith(prefix, StringComparison.Ordinal) && (node != UsbNode.Input || TypesDigits(entry));
                if (isMeant && DeviceOf(entry) is { } usb)
                    found.Add(Read(node, Path.Combine(folder, name), usb));
            }
        }

        return found;
    }

    /// <summary>The device file of an address; null while it is not plugged in.</summary>
    public static string? Find(UsbAddress address, string sys = "/sys") => List(sys).FirstOrDefault(one => one.Node == address.Node
        && (address.Socket.Length > 0
            ? one.Socket == address.Socket
            : one.Id == address.Id && (address.Serial.Length == 0 || one.Serial == address.Serial)))?.Path;

    // Up from the class's entry to the folder that knows maker and product; null for what is not on USB.
    private static string? DeviceOf(string entry)
    {
        try
        {
            string? at = new FileInfo(entry).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            while (at is { Length: > 1 })
            {
                if (File.Exists(Path.Combine(at, "idVendor")))
                    return at;
                at = Path.GetDirectoryName(at);
            }
        }
        catch (IOException)
        {
            // It was pulled out while it was looked at.
        }

        return null;
    }

    // A scanner may have a second input device for its volume or power keys: the one that is meant has digits and Enter. The keys
    // that a device has are bits in words of hexadecimal digits, the lowest word last.
    private static bool TypesDigits(string entry)
    {
        const ulong digits = 0xFFC, enter = 1 << 28;
        string lowest = Said(entry, "device/capabilities/key").Split(' ')[^1];
        return lowest.Length == 0
            || (ulong.TryParse(lowest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong keys)
                && (keys & (digits | enter)) == (digits | enter));
    }

    private static UsbDevice Read(UsbNode node, string path, string usb) => new(
        node, path, $"{Said(usb, "idVendor")}:{Said(usb, "idProduct")}", Said(usb, "serial"), Path.GetFileName(usb),
        $"{Said(usb, "manufacturer")} {Said(usb, "product")}".Trim());

    private static string Said(string usb, string what)
    {
        try
        {
            return File.ReadAllText(Path.Combine(usb, what)).Trim();
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
