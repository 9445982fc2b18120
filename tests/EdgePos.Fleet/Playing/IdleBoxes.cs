using EdgePos.HeadOffice.V1;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgePos.Fleet;

/// <summary>Connections as boxes have them, that say nothing: what one of them costs the broker.</summary>
internal sealed class IdleBoxes : IAsyncDisposable
{
    private const int SocketBufferBytes = 4096;
    private const uint SessionSeconds = 3600;

    private readonly List<IMqttClient> _clients = [];

    /// <summary>Connects so many, each with a session that stays, a will, and what a box listens to.</summary>
    public static async Task<IdleBoxes> OpenAsync(int count, BrokerAddress broker, FleetPlan plan, CancellationToken stop)
    {
        var boxes = new IdleBoxes();
        for (int i = 1; i <= count; i++)
        {
            var store = StoreProfile.Of(plan, 1_000_000 + i);
            var client = new MqttClientFactory().CreateMqttClient();
            boxes._clients.Add(client);
            await client.ConnectAsync(new MqttClientOptionsBuilder()
                .WithTcpServer(broker.Host, broker.Port)
                .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
                .WithClientId($"{plan.Tenant}-{store.Name}-{store.Box}")
                .WithCleanStart(false)
                .WithSessionExpiryInterval(SessionSeconds)
                .WithWillTopic(Topics.State(plan.Tenant, store.Name, store.Box))
                .WithWillPayload(new byte[120])
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithWillRetain()
                .Build(), stop);
            var listening = new MqttClientSubscribeOptionsBuilder();
            foreach (string topic in new[]
            {
                Topics.Confirmed(plan.Tenant, store.Name, store.Box), Topics.Resend(plan.Tenant, store.Name, store.Box),
                Topics.HeadOfficeState(plan.Tenant), Topics.Manifest(plan.Tenant, store.Name, "+"),
                Topics.AllChunks(plan.Tenant, store.Name),
            })
            {
                listening.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
            }

            await client.SubscribeAsync(listening.Build(), stop);
        }

        return boxes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = 0 });
            client.Dispose();
        }
    }
}
