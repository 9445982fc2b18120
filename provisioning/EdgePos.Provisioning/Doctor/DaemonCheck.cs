using System.Net;
using System.Net.Sockets;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>The daemon answers: at its socket file; where it has none, at its port.</summary>
internal static class DaemonCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string WhatToDo = "look whether it runs and why not: systemctl status edgepos; journalctl -u edgepos -n 50";

    public static async Task<Finding> LookAsync(Patient patient, CancellationToken stop)
    {
        string file = patient.FileOf("edgepos.sock");
        if (File.Exists(file))
            return await AtFileAsync(file, patient, stop);
        string listen = patient.Settings["Gateway:Listen"];
        if (!IPEndPoint.TryParse(listen.Length > 0 ? listen : "127.0.0.1:5080", out var port))
            return Finding.Bad($"Gateway:Listen is {listen}, which is no address and port", "correct it in the settings");
        if (port.Address.Equals(IPAddress.Any) || port.Address.Equals(IPAddress.IPv6Any))
            port.Address = IPAddress.Loopback;
        return await TryAsync(port, stop) is { } fault ? Finding.Bad($"nothing answers at {port}: {fault.Message}", WhatToDo)
            : patient.Settings["Gateway:Demo"].Equals("true", StringComparison.OrdinalIgnoreCase)
                ? await AskAsync(new Uri($"http://{port}"), patient, stop)
            : Finding.Well($"listens at {port}");
    }

    private static async Task<Finding> AtFileAsync(string file, Patient patient, CancellationToken stop) =>
        await TryAsync(new UnixDomainSocketEndPoint(file), stop) switch
        {
            null => await AskAsync(new Uri($"{BoxChannel.FileScheme}:{file}"), patient, stop),
            { SocketErrorCode: SocketError.AccessDenied } => throw new UnauthorizedAccessException(file),
            var fault => Finding.Bad($"nobody answers at {file}: {fault.Message}", WhatToDo),
        };

    private static async Task<SocketException?> TryAsync(EndPoint to, CancellationToken stop)
    {
        bool isFile = to is UnixDomainSocketEndPoint;
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, isFile ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(to, stop);
            return null;
        }
        catch (SocketException fault)
        {
            return fault;
        }
    }

    private static async Task<Finding> AskAsync(Uri address, Patient patient, CancellationToken stop)
    {
        try
        {
            var box = await new RemoteCall("the daemon", address, Patience, patient.Machine.Time).RunAsync((channel, options) =>
                new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), options).ResponseAsync, stop);
            return Finding.Well($"{box.Tenant}/{box.Store}/{box.Box}, EdgePos {box.Version}, answers at {BoxChannel.Shown(address)}, "
                + $"up for {Shown.Span(TimeSpan.FromSeconds(box.UptimeSeconds))}");
        }
        catch (ToolFault silent)
        {
            return Finding.Bad(silent.Message, WhatToDo);
        }
    }
}
