using System.Globalization;

namespace EdgePos.Devices;

/// <summary>What a USB device is reached through.</summary>
public enum UsbNode
{
    /// <summary>usblp: /dev/usb/lp*.</summary>
    Printer,

    /// <summary>A serial line: /dev/ttyACM* or /dev/ttyUSB*.</summary>
    Serial,

    /// <summary>Keys: /dev/input/event*.</summary>
    Input,
}

/// <summary>
/// A USB device by what it says of itself, or by the socket it is plugged into. Its device file is looked up in /sys each time it
/// is opened, so the number that the kernel gave it this time does not matter.
/// </summary>
/// <param name="Node">What it is reached through.</param>
/// <param name="Id">Maker and product, e.g. 04b8:0202; empty: by its socket.</param>
/// <param name="Serial">Its serial number; empty: any.</param>
/// <param name="Socket">Where it is plugged in, e.g. 1-1.2; empty: by its id.</param>
/// <param name="Line">Speed and format of a serial line.</param>
public sealed record UsbAddress(UsbNode Node, string Id, string Serial, string Socket, SerialLine Line) : LinkAddress
{
    /// <inheritdoc/>
    public override ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline)
    {
        string path = UsbDevices.Find(this) ?? throw new IOException($"no USB device {this} is plugged in");
        return new(Node == UsbNode.Serial ? FileLink.OpenSerial(path, Line) : FileLink.Open(path));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Socket.Length > 0 ? $"at USB socket {Socket}" : Serial.Length > 0 ? $"{Id} with serial number {Serial}" : Id;

    internal static UsbAddress? Of(UsbNode node, string rest)
    {
        string[] halves = rest.Split('?', 2);
        string[] parts = halves[0].Split('/', 2);
        string second = parts.Length == 2 ? parts[1] : "";
        if (SerialLine.Of(halves.Length == 2 ? halves[1] : "") is not { } line || (halves.Length == 2 && node != UsbNode.Serial))
            return null;
        if (parts[0] == "port")
            return IsSocket(second) ? new UsbAddress(node, "", "", second, line) : null;
        return IsId(parts[0]) ? new UsbAddress(node, parts[0].ToLowerInvariant(), second, "", line) : null;
    }

    private static bool IsId(string text) => text.Length == 9 && text[4] == ':'
        && uint.TryParse(text.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
        && uint.TryParse(text.AsSpan(5), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    private static bool IsSocket(string text) =>
        text.Length is > 2 and <= 40 && text.All(one => char.IsAsciiDigit(one) || one is '-' or '.');
}
