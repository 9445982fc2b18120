using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgePos.Provisioning;

/// <summary>The broker that leads to head office: its name, and its port.</summary>
internal static class BrokerCheck
{
    private const int UsualPort = 1883; // Relay:BrokerPort, unless a box was told another

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Its name has an address.</summary>
    public static async Task<Finding> NameAsync(Patient patient, CancellationToken stop)
    {
        string host = patient.Settings["Relay:BrokerHost"];
        if (host.Length == 0)
            return None(patient);
        if (IPAddress.TryParse(host, out _))
            return Finding.Well($"{host} is an address: no name is needed");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, stop).WaitAsync(Patience, patient.Machine.Time, stop);
            return Finding.Well($"{host} is {string.Join(", ", addresses.Select(one => one.ToString()))}");
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException)
        {
            return Finding.Bad($"{host} has no address: {fault.Message}; {NameServers(patient.Machine)}",
                "look at the network cable and the name server (resolvectl status), or correct Relay:BrokerHost");
        }
    }

    /// <summary>Something listens there.</summary>
    public static async Task<Finding> PortAsync(Patient patient, CancellationToken stop)
    {
        string host = patient.Settings["Relay:BrokerHost"];
        if (host.Length == 0)
            return None(patient);
        string set = patient.Settings["Relay:BrokerPort"];
        int port = ushort.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out ushort told) && told > 0 ? told : UsualPort;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        long begun = patient.Machine.Time.GetTimestamp();
        try
        {
            await socket.ConnectAsync(host, port, stop).AsTask().WaitAsync(Patience, patient.Machine.Time, stop);
            return Finding.Well($"{host}:{port} listens, after {patient.Machine.Time.GetElapsedTime(begun).TotalMilliseconds:0} ms");
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData)
        {
            return Finding.NotSeen($"{host} has no address");
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException)
        {
            string why = fault is TimeoutException ? $"nothing within {Patience.TotalSeconds:0} s" : fault.Message;
            return Finding.Bad($"{host}:{port}: {why}",
                $"let port {port} TCP out in the shop's router, or ask head office whether its broker runs; the box sells on meanwhile");
        }
    }

    private static Finding None(Patient patient) =>
        patient.Settings["HeadOffice:Embedded"].Equals("true", StringComparison.OrdinalIgnoreCase)
            ? Finding.Well("head office is in the box: there is no broker elsewhere")
            : Finding.NotSeen("the settings that were read name no broker");

    private static string NameServers(Machine machine)
    {
        var servers = (machine.Read("/etc/resolv.conf") ?? "").Split('\n').Select(line => line.Split((char[]?)null, 3))
            .Where(parts => parts is ["nameserver", _, ..]).Select(parts => parts[1]).ToList();
        return servers.Count == 0 ? "no name server is set" : $"asked were {string.Join(", ", servers)}";
    }
}
