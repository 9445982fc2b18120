using System.Net.Sockets;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>
/// What is plugged into this machine, written as settings that can be copied. What a device file does not say of itself - which
/// dialect a scale speaks at the end of an adapter - is left to the technician, with the choices beside it.
/// </summary>
internal sealed class DeviceScanRun(TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(1);

    private static readonly (int Port, string Name, string Protocol)[] Known =
        [(9100, "printer", "escpos"), (20007, "terminal", "zvt")];

    /// <summary>Looks around.</summary>
    /// <param name="hosts">Addresses on the network to look at too.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> hosts, CancellationToken stop)
    {
        var found = new List<Proposal>();
        var usb = UsbDevices.List();
        found.AddRange(usb.Select(one => OfUsb(one, usb)));
        found.AddRange(PlainLines().Select(path => new Proposal("serial", "?", $"serial://{path}?baud=9600&format=8N1", SerialChoices)));
        found.AddRange(LibGpiodLines.Labels().Select(label => new Proposal("signals", "gpio", $"gpio://{label}",
            "buttons, lamps, a drawer: name their lines")));
        foreach (string host in hosts)
        {
            foreach (var (port, name, protocol) in Known)
            {
                if (await AnswersAsync(host, port, stop))
                    found.Add(new Proposal(name, protocol, $"tcp://{host}:{port}", $"something listens on {host}:{port}"));
            }
        }

        if (found.Count == 0)
        {
            output.WriteLine("Nothing is plugged in that the box could use. Printers on the network: --host ADDRESS");
            return ExitCodes.Ok;
        }

        Write(found);
        return ExitCodes.Ok;
    }

    private const string SerialChoices = "a scale, a display or a scanner: its protocol and speed stand in its manual";

    private sealed record Proposal(string Name, string Protocol, string Link, string Note);

    private static Proposal OfUsb(UsbDevice device, IReadOnlyList<UsbDevice> all)
    {
        // Two of the same kind without serial numbers are told apart by their sockets.
        bool isAlone = all.Count(one => one.Node == device.Node && one.Id == device.Id && one.Serial == device.Serial) == 1;
        string name = isAlone ? $"{device.Id}{(device.Serial.Length > 0 ? $"/{device.Serial}" : "")}" : $"port/{device.Socket}";
        string title = $"{device.Title} at {device.Path}".Trim();
        return device.Node switch
        {
            UsbNode.Printer => new("printer", "escpos", $"usb-printer://{name}", title),
            UsbNode.Serial => new("serial", "?", $"usb-serial://{name}?baud=9600&format=8N1", $"{title}: {SerialChoices}"),
            UsbNode.Input => new("scanner", "evdev", $"usb-input://{name}",
                $"{title}: only where this is a scanner, the box keeps its keys"),
        };
    }

    private static IEnumerable<string> PlainLines() =>
        Directory.Exists("/dev") ? Directory.EnumerateFiles("/dev", "ttyAMA*").Order(StringComparer.Ordinal) : [];

    private async Task<bool> AnswersAsync(string host, int port, CancellationToken stop)
    {
        using var deadline = Deadline.After(ConnectDeadline, time, stop);
        try
        {
            await using var link = await TcpLink.ConnectAsync(host, port, deadline.Token);
            return true;
        }
        catch (Exception silent) when (silent is IOException or SocketException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    private void Write(List<Proposal> found)
    {
        output.WriteLine("\"Devices\": {");
        var names = new Dictionary<string, int>();
        for (int i = 0; i < found.Count; i++)
        {
            var one = found[i];
            names[one.Name] = names.GetValueOrDefault(one.Name) + 1;
            output.WriteLine($"  // {one.Note}");
            output.WriteLine($"  \"{one.Name}{names[one.Name]}\": {{ \"Protocol\": \"{one.Protocol}\", \"Link\": \"{one.Link}\" }}"
                + (i < found.Count - 1 ? "," : ""));
        }

        output.WriteLine("}");
    }
}
