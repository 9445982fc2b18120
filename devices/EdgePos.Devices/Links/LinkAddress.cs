using System.Globalization;

namespace EdgePos.Devices;

/// <summary>
/// Where a device is: tcp://host:port, file:///dev/..., serial:///dev/...?baud=9600&amp;format=8N1&amp;flow=none, or by its USB name,
/// which stays when /dev/usb/lp0 becomes lp1: usb-printer://04b8:0202/SERIAL, usb-serial://1a86:7523?baud=9600,
/// usb-input://port/1-1.2. A bare LCD is at i2c://bus/0x27 or lcd://gpiochip0/lines.
/// </summary>
public abstract record LinkAddress
{
    /// <summary>What can be written, for messages.</summary>
    public const string Forms =
        "tcp://host:port, file:///dev/..., serial:///dev/...?baud=9600&format=8N1, usb-printer://vid:pid/serial, "
        + "usb-serial://vid:pid/serial?baud=9600, usb-input://port/1-1.2, i2c://1/0x27 or lcd://gpiochip0/rs,e,d4,d5,d6,d7";

    /// <summary>Opens the link.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public abstract ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline);

    /// <summary>Reads an address; <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, out LinkAddress address, out string problem)
    {
        address = new FileAddress("");
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        string rest = colon < 0 ? "" : text[(colon + 3)..];
        var found = (colon < 0 ? "" : text[..colon]) switch
        {
            "tcp" => TcpAddress.Of(rest),
            "file" => rest.Length > 1 && rest[0] == '/' ? new FileAddress(rest) : null,
            "serial" => SerialAddress.Of(rest),
            "usb-printer" => UsbAddress.Of(UsbNode.Printer, rest),
            "usb-serial" => UsbAddress.Of(UsbNode.Serial, rest),
            "usb-input" => UsbAddress.Of(UsbNode.Input, rest),
            "i2c" => I2cAddress.Of(rest),
            "lcd" => LcdPinsAddress.Of(rest),
            _ => (LinkAddress?)null,
        };
        problem = found is null ? $"'{text}' is no link: write {Forms}" : "";
        address = found ?? address;
        return found is not null;
    }
}

/// <summary>A TCP port, usually 9100 of a printer.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record TcpAddress(string Host, int Port) : LinkAddress
{
    /// <inheritdoc/>
    public override async ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline) =>
        await TcpLink.ConnectAsync(Host, Port, deadline);

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";

    internal static TcpAddress? Of(string rest)
    {
        int colon = rest.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture,
            out ushort port) && port > 0
            ? new TcpAddress(rest[..colon].Trim('[', ']'), port)
            : null;
    }
}

/// <summary>A device file that is no serial line, such as /dev/usb/lp0 or /dev/input/by-id/...</summary>
/// <param name="Path">Its path.</param>
public sealed record FileAddress(string Path) : LinkAddress
{
    /// <inheritdoc/>
    public override ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline) => new(FileLink.Open(Path));

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>A serial line.</summary>
/// <param name="Path">Its path: best one of /dev/serial/by-id.</param>
/// <param name="Line">Speed, format and flow control.</param>
public sealed record SerialAddress(string Path, SerialLine Line) : LinkAddress
{
    /// <inheritdoc/>
    public override ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline) => new(FileLink.OpenSerial(Path, Line));

    /// <inheritdoc/>
    public override string ToString() => Path;

    internal static SerialAddress? Of(string rest)
    {
        string[] parts = rest.Split('?', 2);
        return parts[0].Length > 1 && parts[0][0] == '/' && SerialLine.Of(parts.Length == 2 ? parts[1] : "") is { } line
            ? new SerialAddress(parts[0], line)
            : null;
    }
}
