using System.Collections.Concurrent;
using System.Globalization;
using MQTTnet;

namespace EdgePos.Fleet;

/// <summary>What a Mosquitto says of its own traffic, once a second. Source: mosquitto(8), "Broker Status".</summary>
internal sealed class BrokerGauge : IDisposable
{
    private const string Received = "$SYS/broker/bytes/received", Sent = "$SYS/broker/bytes/sent";

    private readonly ConcurrentDictionary<string, long> _said = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    /// <summary>Bytes that it has received and sent, all packets; zero from a broker that does not say.</summary>
    public (long Received, long Sent) Bytes => (_said.GetValueOrDefault(Received), _said.GetValueOrDefault(Sent));

    /// <summary>Begins to listen.</summary>
    public static async Task<BrokerGauge> OpenAsync(BrokerAddress broker, CancellationToken stop)
    {
        var gauge = new BrokerGauge();
        gauge._client.ApplicationMessageReceivedAsync += heard =>
        {
            if (long.TryParse(heard.ApplicationMessage.ConvertPayloadToString(), CultureInfo.InvariantCulture, out long bytes))
                gauge._said[heard.ApplicationMessage.Topic] = bytes;
            return Task.CompletedTask;
        };
        await gauge._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).Build(), stop);
        await gauge._client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(Received).WithTopicFilter(Sent).Build(), stop);
        return gauge;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
