using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Relay;

/// <summary>One connection to the broker, from birth to death; a new one is made after each failure.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private const int SocketBufferBytes = 256 * 1024; // the library's 8 KB ruins large messages
    private const int MessagesMax = 256;

    // The packet around a payload: topic, properties, header.
    private const int PacketOverheadBytes = 512;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<object> _messages = Channel.CreateBounded<object>(MessagesMax);
    private readonly BoxIdentity _identity;
    private readonly RelayOptions _options;
    private readonly ILogger _log;
    private long _toldConfirmed;

    private BrokerLink(BoxIdentity identity, RelayOptions options, ILogger log)
    {
        (_identity, _options, _log) = (identity, options, log);
        _client.ApplicationMessageReceivedAsync += TakeAsync;
        _client.DisconnectedAsync += _ =>
        {
            _messages.Writer.TryComplete(new IOException("the broker ended the connection"));
            return Task.CompletedTask;
        };
    }

    /// <summary>What head office says: Confirmed, Resend, HeadOfficeState. Ends with the link.</summary>
    public ChannelReader<object> Messages => _messages.Reader;

    /// <summary>Messages that the broker takes unacknowledged.</summary>
    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    /// <summary>The largest payload that the broker takes.</summary>
    public int MaximumPacketBytes { get; private set; } = int.MaxValue;

    /// <summary>Connects, listens for head office, and tells that the box is there.</summary>
    /// <exception cref="IOException">There is no link.</exception>
    public static async Task<BrokerLink> ConnectAsync(
        BoxIdentity identity, RelayOptions options, JournalHead head, long confirmed, ILogger log, CancellationToken stopping)
    {
        var link = new BrokerLink(identity, options, log);
        try
        {
            await link.BeginAsync(head, confirmed, stopping);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands a batch to the broker; false: the broker has nobody who wants it.</summary>
    /// <exception cref="IOException">The broker refused it.</exception>
    /// <exception cref="SendTimeout">The broker did not take it in time: the link is dead, or too slow for so large a batch.</exception>
    public async Task<bool> SendAsync(Batch batch, CancellationToken stopping)
    {
        var result = await PublishAsync(Topics.Journal(_identity.Tenant, _identity.Store, _identity.Box), batch, retain: false, stopping);
        return result.ReasonCode switch
        {
            MqttClientPublishReasonCode.Success => true,
            MqttClientPublishReasonCode.NoMatchingSubscribers => false,
            _ => throw new IOException($"the broker refused a batch: {result.ReasonCode} {result.ReasonString}"),
        };
    }

    /// <summary>
    /// Says again where the box is, where that has changed. A head office that was restored learns what it has lost.
    /// </summary>
    public Task TellAgainAsync(JournalHead head, long confirmed, CancellationToken stopping) =>
        confirmed == _toldConfirmed ? Task.CompletedTask : TellAsync(StateOf(head, confirmed), stopping);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Without a reason of its own the broker would not publish the will: the box is gone, say so.
            if (_client.IsConnected)
            {
                await WithDeadline(token => _client.DisconnectAsync(
                    new MqttClientDisconnectOptions { Reason = MqttClientDisconnectOptionsReason.DisconnectWithWillMessage }, token),
                    CancellationToken.None);
            }
        }
        catch (Exception fault) when (fault is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or IOException)
        {
            // It was broken already.
        }

        _client.Dispose();
    }

    private async Task BeginAsync(JournalHead head, long confirmed, CancellationToken stopping)
    {
        var state = StateOf(head, confirmed);
        var connected = await WithDeadline(token => _client.ConnectAsync(OptionsOfClient(state), token), stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
        if (connected.ReceiveMaximum is > 0 and var receive)
            ReceiveMaximum = receive;
        if (connected.MaximumPacketSize is > 0 and var packet)
            MaximumPacketBytes = (int)Math.Min(packet, int.MaxValue) - PacketOverheadBytes;

        var (tenant, store, box) = (_identity.Tenant, _identity.Store, _identity.Box);
        var listening = await WithDeadline(token => _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(Topics.Confirmed(tenant, store, box), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.Resend(tenant, store, box), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.HeadOfficeState(tenant), MqttQualityOfServiceLevel.AtLeastOnce)
            .Build(), token), stopping);
        if (listening.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker does not let the box hear {refused.TopicFilter.Topic}: {refused.ResultCode}");
        await TellAsync(state, stopping);
    }

    private BoxState StateOf(JournalHead head, long confirmed) => new()
    {
        Online = true,
        Epoch = ByteString.CopyFrom(head.Epoch),
        HeadSeq = head.Seq,
        HeadHash = ByteString.CopyFrom(head.Hash),
        ConfirmedSeq = confirmed,
        Version = _options.Version,
        BootId = ByteString.CopyFrom(_options.BootId),
    };

    private async Task TellAsync(BoxState state, CancellationToken stopping)
    {
        await PublishAsync(Topics.State(_identity.Tenant, _identity.Store, _identity.Box), state, retain: true, stopping);
        _toldConfirmed = state.ConfirmedSeq;
    }

    // Reading what came is all that happens on the library's thread.
    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        try
        {
            object read = message.Topic == Topics.HeadOfficeState(_identity.Tenant) ? HeadOfficeState.Parser.ParseFrom(message.Payload)
                : message.Topic.EndsWith("/resend", StringComparison.Ordinal) ? Resend.Parser.ParseFrom(message.Payload)
                : Confirmed.Parser.ParseFrom(message.Payload);
            await _messages.Writer.WriteAsync(read);
        }
        catch (InvalidProtocolBufferException)
        {
            Log.Garbage(_log, message.Topic);
        }
        catch (ChannelClosedException)
        {
            // The link has ended; the next one hears it again.
        }
    }

    private Task<MqttClientPublishResult> PublishAsync(string topic, IMessage message, bool retain, CancellationToken stopping) =>
        WithDeadline(token => _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(retain)
            .Build(), token), stopping);

    private MqttClientOptions OptionsOfClient(BoxState state)
    {
        var gone = state.Clone();
        gone.Online = false;
        var (tenant, store, box) = (_identity.Tenant, _identity.Store, _identity.Box);
        return new MqttClientOptionsBuilder()
            .WithTcpServer(_options.BrokerHost, _options.BrokerPort)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId($"{tenant}-{store}-{box}")
            .WithCleanStart()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(_options.CallDeadline)
            .WithWillTopic(Topics.State(tenant, store, box))
            .WithWillPayload(gone.ToByteArray())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain()
            .Build();
    }

    // A call of the library without a token may wait for ever; one that is late means a dead link.
    private async Task<T> WithDeadline<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(_options.CallDeadline);
        try
        {
            return await call(deadline.Token);
        }
        catch (OperationCanceledException late) when (!stopping.IsCancellationRequested)
        {
            throw new SendTimeout(late);
        }
    }

    private Task WithDeadline(Func<CancellationToken, Task> call, CancellationToken stopping) => WithDeadline(
        async token =>
        {
            await call(token);
            return true;
        }, stopping);
}

/// <summary>The broker did not answer a call within its deadline.</summary>
internal sealed class SendTimeout(Exception late) : IOException("the broker did not answer in time", late);
