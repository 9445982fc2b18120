using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Benchmarks;

/// <summary>The same bytes through the same broker by the library alone: QoS 1, sixteen in flight, somebody who listens.</summary>
internal static class BarePublisher
{
    private const int Window = 16;
    private const int SocketBufferBytes = 256 * 1024;
    private const string Topic = "bare/journal";

    /// <summary>Seconds until all are heard and acknowledged.</summary>
    public static async Task<double> SecondsAsync(int port, IReadOnlyList<byte[]> payloads, CancellationToken stop)
    {
        using var hearer = await ConnectAsync(port, "bare-hearer", stop);
        using var sender = await ConnectAsync(port, "bare-sender", stop);
        using var heard = new CountdownEvent(payloads.Count);
        hearer.ApplicationMessageReceivedAsync += received =>
        {
            heard.Signal(received.ApplicationMessage.Payload.Length > 0 ? 1 : 0);
            return Task.CompletedTask;
        };
        await hearer.SubscribeAsync(Topic, MqttQualityOfServiceLevel.AtLeastOnce, stop);

        long begun = TimeProvider.System.GetTimestamp();
        using var window = new SemaphoreSlim(Window);
        var sent = new List<Task>();
        foreach (byte[] payload in payloads)
        {
            await window.WaitAsync(stop);
            sent.Add(SendAsync(sender, payload, window, stop));
        }

        await Task.WhenAll(sent);
        await Task.Run(() => heard.Wait(stop), stop);
        return TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task SendAsync(IMqttClient sender, byte[] payload, SemaphoreSlim window, CancellationToken stop)
    {
        await sender.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topic).WithPayload(new ReadOnlySequence<byte>(payload))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), stop);
        window.Release();
    }

    private static async Task<IMqttClient> ConnectAsync(int port, string name, CancellationToken stop)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(name).Build(), stop);
        return client;
    }
}
