using System.Globalization;

namespace EdgePos.Devices;

/// <summary>Where a device is: tcp://host:port, or file:///dev/usb/lp0.</summary>
/// <param name="Host">Host of a TCP link; empty for a file.</param>
/// <param name="Port">Port of a TCP link.</param>
/// <param name="File">Path of a device file; empty for TCP.</param>
public sealed record LinkAddress(string Host, int Port, string File)
{
    /// <summary>Reads an address; <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, out LinkAddress address, out string problem)
    {
        address = new LinkAddress("", 0, "");
        problem = "";
        if (text.StartsWith("tcp://", StringComparison.Ordinal))
        {
            string rest = text["tcp://".Length..];
            int colon = rest.LastIndexOf(':');
            string digits = rest[(colon + 1)..];
            if (colon > 0 && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0)
            {
                address = new LinkAddress(rest[..colon].Trim('[', ']'), port, "");
                return true;
            }
        }
        else if (text.StartsWith("file:///", StringComparison.Ordinal) && text.Length > "file:///".Length)
        {
            address = new LinkAddress("", 0, text["file://".Length..]);
            return true;
        }

        problem = $"'{text}' is no link: write tcp://host:port or file:///dev/...";
        return false;
    }

    /// <summary>Opens the link.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public async ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline) =>
        File.Length > 0 ? FileLink.Open(File) : await TcpLink.ConnectAsync(Host, Port, deadline);

    /// <inheritdoc/>
    public override string ToString() => File.Length > 0 ? File : $"{Host}:{Port}";
}
