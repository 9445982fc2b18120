using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace EdgePos.HeadOffice;

/// <summary>The MQTT library as head office uses it: a new client for each connection, and a deadline on each call.</summary>
/// <param name="options">Which broker.</param>
/// <param name="clientId">Its name there.</param>
/// <param name="speaksForAll">True: when this connection is lost, the broker tells the boxes that head office is away.</param>
internal sealed class BrokerClient(HeadOfficeOptions options, string clientId, bool speaksForAll) : IDisposable
{
    private const int SocketBufferBytes = 256 * 1024; // the library's 8 KB ruins large messages
    private const ushort ReceiveMaximum = 128;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    /// <summary>What head office says of itself.</summary>
    public static HeadOfficeState StateOf(bool online) => new() { Online = online, Version = Version };

    /// <summary>Who takes messages, and who hears that the connection has ended. Before it begins.</summary>
    public void Listen(Func<MqttApplicationMessageReceivedEventArgs, Task> take, Action ended)
    {
        _client.ApplicationMessageReceivedAsync += take;
        _client.DisconnectedAsync += _ =>
        {
            ended();
            return Task.CompletedTask;
        };
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">The broker refused.</exception>
    public async Task ConnectAsync(CancellationToken stopping)
    {
        var connected = await WithDeadline(token => _client.ConnectAsync(Settings(), token), stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
    }

    /// <summary>Listens to topics.</summary>
    /// <exception cref="IOException">The broker refused one.</exception>
    public async Task SubscribeAsync(IEnumerable<string> topics, CancellationToken stopping)
    {
        var subscription = new MqttClientSubscribeOptions
        {
            TopicFilters = [.. topics.Select(topic =>
                new MqttTopicFilter { Topic = topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce })],
        };
        var heard = await WithDeadline(token => _client.SubscribeAsync(subscription, token), stopping);
        if (heard.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker does not let head office hear {refused.TopicFilter.Topic}: {refused.ResultCode}");
    }

    /// <summary>Listens no more.</summary>
    public Task UnsubscribeAsync(IEnumerable<string> topics, CancellationToken stopping) =>
        WithDeadline(token => _client.UnsubscribeAsync(new MqttClientUnsubscribeOptions { TopicFilters = [.. topics] }, token), stopping);

    /// <summary>Publishes, and waits until the broker has it.</summary>
    public Task PublishAsync(string topic, IMessage message, bool retain, CancellationToken stopping) =>
        WithDeadline(token => _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(retain)
            .Build(), token), stopping);

    /// <summary>Answers something that was asked.</summary>
    /// <param name="worth">How long the broker may keep it.</param>
    public Task AnswerAsync(string topic, IMessage message, byte[] correlation, TimeSpan worth, CancellationToken stopping) =>
        WithDeadline(token => _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithCorrelationData(correlation)
            .WithMessageExpiryInterval((uint)worth.TotalSeconds)
            .Build(), token), stopping);

    /// <summary>Asks something that is answered on another topic; false: nobody listens.</summary>
    /// <param name="worth">How long the broker may keep it.</param>
    /// <exception cref="IOException">The broker does not take it.</exception>
    public async Task<bool> AskAsync(
        string topic, IMessage message, string responseTopic, byte[] correlation, TimeSpan worth, CancellationToken stopping)
    {
        var asked = await WithDeadline(token => _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithResponseTopic(responseTopic)
            .WithCorrelationData(correlation)
            .WithMessageExpiryInterval((uint)worth.TotalSeconds)
            .Build(), token), stopping);
        return asked.ReasonCode switch
        {
            MqttClientPublishReasonCode.Success => true,
            MqttClientPublishReasonCode.NoMatchingSubscribers => false,
            _ => throw new IOException($"the broker does not let you write {topic}: {asked.ReasonCode} {asked.ReasonString}"),
        };
    }

    /// <summary>Ends the connection in good order; the will is not published.</summary>
    public Task DisconnectAsync() => WithDeadline(async token =>
    {
        await _client.DisconnectAsync(new MqttClientDisconnectOptions(), token);
        return true;
    }, CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _client.Dispose();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or AggregateException)
        {
            // The library ends a broken connection by itself, and disposes of the same things at that moment (MQTTnet 5.2).
        }
    }

    private MqttClientOptions Settings()
    {
        var settings = new MqttClientOptionsBuilder()
            .WithTcpServer(options.BrokerHost, options.BrokerPort)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithReceiveMaximum(ReceiveMaximum)
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.CallDeadline);
        if (options.Tls?.Read() is { } certificates)
        {
            settings.WithTlsOptions(tls => tls
                .UseTls()
                .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
                .WithRevocationMode(X509RevocationMode.NoCheck)
                .WithClientCertificates(certificates.Own is { } own ? [own] : [])
                .WithCertificateValidationHandler(seen => certificates.Vouch(seen.Certificate, seen.SslPolicyErrors)));
        }

        if (!speaksForAll)
            return settings.Build();
        return settings
            .WithWillTopic(Topics.HeadOfficeState(options.Tenant))
            .WithWillPayload(StateOf(online: false).ToByteArray())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain()
            .Build();
    }

    // A call of the library without a token may wait for ever.
    private async Task<T> WithDeadline<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(options.CallDeadline);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception strange) when (!BrokerSessions.IsTrouble(strange))
        {
            // Whatever the library makes of bytes that are no MQTT.
            throw new IOException($"the broker cannot be understood: {strange.Message}", strange);
        }
    }

    private static string Version { get; } = typeof(BrokerClient).Assembly.GetName().Version!.ToString(3);
}
