using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgePos.Relay;

/// <summary>
/// One connection to the broker, from birth to death; a new one is made after each failure. Sending does not wait: what becomes
/// of it is a message, and a link on which the broker owes an answer for too long has ended.
/// </summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private const int MessagesMax = 1024;
    private const int DatasetMessagesMax = 128;
    private const int CommandsMax = 16;
    private const int AnswersMax = 64;

    // The packet around a payload: topic, properties, header.
    private const int PacketOverheadBytes = 512;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<object> _messages = Channel.CreateBounded<object>(MessagesMax);

    // Whoever floods a box with chunks that it did not ask for loses them: what is missing is asked for again.
    private readonly Channel<CameDown> _datasets = Channel.CreateBounded<CameDown>(
        new BoundedChannelOptions(DatasetMessagesMax) { FullMode = BoundedChannelFullMode.DropWrite });

    // A person asks again, and who floods loses.
    private readonly Channel<HelpAsked> _commands = Channel.CreateBounded<HelpAsked>(
        new BoundedChannelOptions(CommandsMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Channel<ReceiptHeard> _answers = Channel.CreateBounded<ReceiptHeard>(
        new BoundedChannelOptions(AnswersMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly SemaphoreSlim _telling = new(1, 1);
    private readonly BoxIdentity _identity;
    private readonly RelayOptions _options;
    private readonly BrokerSilence _silence;
    private readonly ILogger _log;
    private SemaphoreSlim _slots = new(1, 1);
    private long _toldConfirmed;

    private BrokerLink(BoxIdentity identity, RelayOptions options, TimeProvider time, ILogger log)
    {
        (_identity, _options, _log) = (identity, options, log);
        _silence = new BrokerSilence(options.CallDeadline, time);
        Pace = new Pace(options.BytesPerSecond, time);
        Time = time;
        HelpNonce = options.Help?.NewNonce() ?? [];
        _client.ApplicationMessageReceivedAsync += TakeAsync;
        _client.DisconnectedAsync += ended =>
        {
            End(ended.Reason == MqttClientDisconnectReason.SessionTakenOver
                ? new TakenOver() : new IOException("the broker ended the connection"));
            return Task.CompletedTask;
        };
    }

    /// <summary>What head office says, and <see cref="Taken"/> and <see cref="Unheard"/> of what was sent. Ends with the link.</summary>
    public ChannelReader<object> Messages => _messages.Reader;

    /// <summary>Manifests and chunks. Ends with the link.</summary>
    public ChannelReader<CameDown> Datasets => _datasets.Reader;

    /// <summary>What help desks ask for. Ends with the link.</summary>
    public ChannelReader<HelpAsked> Commands => _commands.Reader;

    /// <summary>What head office says to questions about receipts. Ends with the link.</summary>
    public ChannelReader<ReceiptHeard> Answers => _answers.Reader;

    /// <summary>True where the broker lets the box hear those.</summary>
    public bool HearsAnswers { get; private set; }

    /// <summary>What the next request for help must name; empty: none is taken.</summary>
    public byte[] HelpNonce { get; private set; }

    /// <summary>Messages that the broker takes unacknowledged.</summary>
    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    /// <summary>The largest payload that the broker takes.</summary>
    public int MaximumPacketBytes { get; private set; } = int.MaxValue;

    /// <summary>How fast it may go.</summary>
    public Pace Pace { get; }

    /// <summary>Bytes of the journal that were sent.</summary>
    public long JournalBytes { get; private set; }

    private TimeProvider Time { get; }

    /// <summary>Connects, listens for head office, and tells that the box is there.</summary>
    /// <exception cref="IOException">There is no link.</exception>
    public static async Task<BrokerLink> ConnectAsync(BoxIdentity identity, RelayOptions options, JournalHead head, long confirmed,
        TimeProvider time, ILogger log, CancellationToken stopping)
    {
        var link = new BrokerLink(identity, options, time, log);
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

    /// <summary>Begins to hand a batch to the broker, after those before it.</summary>
    public void Send(Batch batch)
    {
        byte[] payload = batch.ToByteArray();
        JournalBytes += payload.Length;
        var (tenant, store, box) = (_identity.Tenant, _identity.Store, _identity.Box);
        _ = FollowAsync(PublishAsync(Message(Topics.Journal(tenant, store, box), payload).Build(), CancellationToken.None), batch.Last);
    }

    /// <summary>Hands a message of the live lane to the broker. It is worth nothing later.</summary>
    /// <param name="what">"stock", "till" or "health".</param>
    /// <param name="message">The message.</param>
    /// <param name="worth">How long a broker may keep it.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <exception cref="IOException">The link has ended.</exception>
    public Task SendLiveAsync(string what, IMessage message, TimeSpan worth, CancellationToken stopping) => PublishAsync(
        Message(Topics.Live(_identity.Tenant, _identity.Store, _identity.Box, what), message.ToByteArray())
            .WithMessageExpiryInterval((uint)worth.TotalSeconds).Build(), stopping);

    /// <summary>Asks head office for chunks.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public Task AskAsync(Fetch fetch, CancellationToken stopping) => PublishAsync(
        Message(Topics.Fetch(_identity.Tenant, _identity.Store, _identity.Box), fetch.ToByteArray())
            .WithMessageExpiryInterval((uint)_options.LongestWait.TotalSeconds).Build(), stopping);

    /// <summary>Asks head office about a receipt; false: nobody listens.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public async Task<bool> AskReceiptAsync(AskedReceipt asked, TimeSpan worth, CancellationToken stopping)
    {
        var (tenant, store, box) = (_identity.Tenant, _identity.Store, _identity.Box);
        var sent = await PublishAsync(Message(Topics.Ask(tenant, store, box), asked.Ask.ToByteArray())
            .WithResponseTopic(Topics.Answer(tenant, store, box)).WithCorrelationData(asked.Nonce)
            .WithMessageExpiryInterval((uint)worth.TotalSeconds).Build(), stopping);
        return sent.ReasonCode == MqttClientPublishReasonCode.Success;
    }

    /// <summary>
    /// Says again where the box is, where that has changed. A head office that was restored learns what it has lost.
    /// </summary>
    public Task TellAgainAsync(JournalHead head, long confirmed, CancellationToken stopping) =>
        confirmed == _toldConfirmed ? Task.CompletedTask : TellAsync(head, confirmed, stopping);

    /// <summary>Tells a new nonce; requests that name the one before are refused from now on.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public Task TellNonceAsync(byte[] nonce, JournalHead head, long confirmed, CancellationToken stopping)
    {
        HelpNonce = nonce;
        return TellAsync(head, confirmed, stopping);
    }

    /// <summary>Answers a help desk.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public Task AnswerAsync(HelpAsked asked, HelpAnswer answer, CancellationToken stopping) => PublishAsync(
        Message(asked.ResponseTopic, answer.ToByteArray()).WithCorrelationData(asked.Correlation)
            .WithMessageExpiryInterval((uint)_options.LongestWait.TotalSeconds).Build(), stopping);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Without a reason of its own the broker would not publish the will: the box is gone, say so.
        await BrokerClient.EndAsync(_client, BrokerClient.WithWill, _options.CallDeadline, Time);
        End(new IOException("the link has ended"));
        _silence.Dispose();
    }

    private async Task BeginAsync(JournalHead head, long confirmed, CancellationToken stopping)
    {
        var state = StateOf(head, confirmed);
        var connected = await _silence.AskAsync(
            token => _client.ConnectAsync(BrokerClient.OptionsOf(_options, _identity, state), token), stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
        if (connected.ServerKeepAlive is > 0 and var seconds && TimeSpan.FromSeconds(seconds) < _options.KeepAlive)
            throw new KeepAliveWanted(TimeSpan.FromSeconds(seconds));
        if (connected.ReceiveMaximum is > 0 and var receive)
            ReceiveMaximum = receive;
        if (connected.MaximumPacketSize is > 0 and var packet)
            MaximumPacketBytes = (int)Math.Min(packet, int.MaxValue) - PacketOverheadBytes;
        _slots = new SemaphoreSlim(ReceiveMaximum, ReceiveMaximum);

        var (tenant, store, box) = (_identity.Tenant, _identity.Store, _identity.Box);
        var listening = await _silence.AskAsync(token => _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(Topics.Confirmed(tenant, store, box), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.Resend(tenant, store, box), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.HeadOfficeState(tenant), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.Manifest(tenant, store, "+"), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.AllChunks(tenant, store), MqttQualityOfServiceLevel.AtLeastOnce)
            .Build(), token), stopping);
        if (listening.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker does not let the box hear {refused.TopicFilter.Topic}: {refused.ResultCode}");
        if (_options.Help is not null)
            await HearCommandsAsync(stopping);
        if (_options.Receipts is not null && await HearsAsync(Topics.Answer(tenant, store, box), stopping) is var refusal)
        {
            HearsAnswers = refusal.Length == 0;
            if (!HearsAnswers)
                Log.NoReceipts(_log, Topics.Answer(tenant, store, box), refusal);
        }

        await TellAsync(head, confirmed, stopping);
    }

    // A broker that does not allow remote help carries the journal all the same.
    private async Task HearCommandsAsync(CancellationToken stopping)
    {
        string topic = Topics.Command(_identity.Tenant, _identity.Store, _identity.Box);
        string refusal = await HearsAsync(topic, stopping);
        if (refusal.Length == 0)
            return;
        HelpNonce = [];
        Log.NoHelp(_log, topic, refusal);
    }

    // Why the broker does not let the box hear a topic; empty: it does.
    private async Task<string> HearsAsync(string topic, CancellationToken stopping)
    {
        var listening = await _silence.AskAsync(token => _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), token), stopping);
        return listening.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused
            ? refused.ResultCode.ToString() : "";
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
        HelpNonce = ByteString.CopyFrom(HelpNonce),
    };

    // One at a time: the last one that is retained has the nonce that counts.
    private async Task TellAsync(JournalHead head, long confirmed, CancellationToken stopping)
    {
        string topic = Topics.State(_identity.Tenant, _identity.Store, _identity.Box);
        await _telling.WaitAsync(stopping);
        try
        {
            await PublishAsync(Message(topic, StateOf(head, confirmed).ToByteArray()).WithRetainFlag().Build(), stopping);
            _toldConfirmed = confirmed;
        }
        finally
        {
            _telling.Release();
        }
    }

    private static MqttApplicationMessageBuilder Message(string topic, byte[] payload) => new MqttApplicationMessageBuilder()
        .WithTopic(topic)
        .WithPayload(payload)
        .WithContentType("application/protobuf")
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);

    // Never waited for: what comes of it is a message, or the end of the link.
    private async Task FollowAsync(Task<MqttClientPublishResult> publishing, long last)
    {
        try
        {
            var result = await publishing;
            switch (result.ReasonCode)
            {
                case MqttClientPublishReasonCode.Success:
                    await _messages.Writer.WriteAsync(new Taken(last));
                    break;
                case MqttClientPublishReasonCode.NoMatchingSubscribers:
                    await _messages.Writer.WriteAsync(new Unheard());
                    break;
                default:
                    End(new IOException($"the broker refused a batch: {result.ReasonCode} {result.ReasonString}"));
                    break;
            }
        }
        catch (ChannelClosedException)
        {
            // The link has ended; the next one sends it again.
        }
        catch (Exception fault)
        {
            // Whatever it was: nobody waits for this task, and a batch without an answer would stop the lane. Who reads takes a
            // cancellation for their own.
            End(fault is OperationCanceledException ? new SendTimeout(fault) : fault);
        }
    }

    // Reading what came is all that happens on the library's thread.
    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        if (message.Topic == Topics.Command(_identity.Tenant, _identity.Store, _identity.Box))
        {
            var enough = message.Payload.Slice(0, Math.Min(message.Payload.Length, HelpSignature.MaxRequestBytes + 1));
            _commands.Writer.TryWrite(new HelpAsked(System.Buffers.BuffersExtensions.ToArray(enough), message.ResponseTopic ?? "",
                message.CorrelationData ?? []));
            return;
        }

        if (message.Topic == Topics.Answer(_identity.Tenant, _identity.Store, _identity.Box))
        {
            if (message.Payload.Length <= ReceiptSignature.MaxAnswerBytes)
                _answers.Writer.TryWrite(new(System.Buffers.BuffersExtensions.ToArray(message.Payload), message.CorrelationData ?? []));
            return;
        }

        if (Topics.ParseData(message.Topic) is var (dataset, version))
        {
            _datasets.Writer.TryWrite(new CameDown(dataset, version, System.Buffers.BuffersExtensions.ToArray(message.Payload)));
            return;
        }

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

    // One of the broker's slots, one's turn on the line, and then as long as the broker shows that it is there.
    private async Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage message, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, _silence.Over);
        await _slots.WaitAsync(waiting.Token);
        try
        {
            var turn = Pace.Reserve((int)message.Payload.Length + PacketOverheadBytes);
            if (turn > TimeSpan.Zero)
                await Task.Delay(turn, Time, waiting.Token);
            return await _silence.AskAsync(token => _client.PublishAsync(message, token), stopping);
        }
        finally
        {
            _slots.Release();
        }
    }

    private void End(Exception why)
    {
        _messages.Writer.TryComplete(why);
        _datasets.Writer.TryComplete(why);
        _commands.Writer.TryComplete(why);
        _answers.Writer.TryComplete(why);
    }
}
