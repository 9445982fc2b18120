using System.Buffers;
using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Relay;

/// <summary>A short connection to a broker, to ask head office for a certificate. One question at a time.</summary>
internal sealed class EnrolmentCall : IAsyncDisposable
{
    private const int AnswersMax = 16;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15), KeepAlive = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<(byte[] Payload, byte[] Nonce)> _answers = Channel.CreateBounded<(byte[], byte[])>(
        new BoundedChannelOptions(AnswersMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly BrokerSilence _silence;
    private readonly TimeProvider _time;
    private readonly string _replyTopic;

    private EnrolmentCall(string replyTopic, TimeProvider time)
    {
        (_replyTopic, _time, _silence) = (replyTopic, time, new BrokerSilence(Deadline, time));
        _client.ApplicationMessageReceivedAsync += received =>
        {
            var message = received.ApplicationMessage;
            if (message.Topic == replyTopic && message.Payload.Length <= BiggestAnswer)
                _answers.Writer.TryWrite((message.Payload.ToArray(), message.CorrelationData ?? []));
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += _ =>
        {
            _answers.Writer.TryComplete(new IOException("the broker ended the connection"));
            return Task.CompletedTask;
        };
    }

    private static int BiggestAnswer => EnrolmentSignature.PartBytes + EnrolmentSignature.MaxRequestBytes;

    /// <summary>Connects, and listens on one topic.</summary>
    /// <param name="clientId">What the connection is called at the broker.</param>
    /// <exception cref="IOException">There is no link, or the broker does not let us listen.</exception>
    public static async Task<EnrolmentCall> ConnectAsync(BrokerPlace broker, BrokerCertificates? certificates, string clientId,
        string replyTopic, TimeProvider time, CancellationToken stop)
    {
        var call = new EnrolmentCall(replyTopic, time);
        try
        {
            await call.BeginAsync(broker, certificates, clientId, stop);
            return call;
        }
        catch (Exception fault) when (RelayLoop.IsTrouble(fault) && fault is not IOException && !stop.IsCancellationRequested)
        {
            await call.DisposeAsync();
            throw new IOException(fault.GetBaseException().Message, fault);
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks, and gives what came back with the same nonce; null: nothing in time, or nobody listens.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public async Task<byte[]?> AskAsync(string topic, IMessage request, byte[] nonce, TimeSpan wait, CancellationToken stop)
    {
        var sent = await _silence.AskAsync(token => _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(request.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithResponseTopic(_replyTopic)
            .WithCorrelationData(nonce)
            .WithMessageExpiryInterval((uint)wait.TotalSeconds)
            .Build(), token), stop);
        if (sent.ReasonCode is MqttClientPublishReasonCode.NotAuthorized)
            throw new IOException($"the broker does not let this certificate write {topic}: its rights must say so");
        using var late = new CancellationTokenSource(wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await foreach (var (payload, answered) in _answers.Reader.ReadAllAsync(either.Token))
            {
                if (answered.AsSpan().SequenceEqual(nonce))
                    return payload;
            }

            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await BrokerClient.EndAsync(_client, new MqttClientDisconnectOptions(), Deadline, _time);
        _silence.Dispose();
    }

    private async Task BeginAsync(BrokerPlace broker, BrokerCertificates? certificates, string clientId, CancellationToken stop)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Deadline);
        if (certificates is not null)
            BrokerClient.Secure(options, certificates);
        var connected = await _silence.AskAsync(token => _client.ConnectAsync(options.Build(), token), stop);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
        var heard = await _silence.AskAsync(token => _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(_replyTopic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), token), stop);
        if (heard.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker does not let this certificate hear {_replyTopic}: {refused.ResultCode}");
    }
}
