using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;

namespace EdgePos.HeadOffice;

/// <summary>
/// An MQTT broker in this process, on loopback: for demos and for a shop whose head office is the box itself. It keeps
/// its queues in memory; nothing depends on them, the journal is sent again.
/// </summary>
public sealed class EmbeddedBroker(int port) : IHostedService
{
    private const int MaxPendingMessages = 1000;

    private readonly MqttServer _server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
        .WithDefaultEndpoint()
        .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
        .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
        .WithDefaultEndpointPort(port)
        .WithMaxPendingMessagesPerClient(MaxPendingMessages)
        .Build());

    /// <inheritdoc/>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException fault)
        {
            throw new IOException($"the embedded broker cannot listen on 127.0.0.1:{port}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server.IsStarted)
            await _server.StopAsync();
        _server.Dispose();
    }
}
