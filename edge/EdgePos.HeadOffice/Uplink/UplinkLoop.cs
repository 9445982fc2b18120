using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace EdgePos.HeadOffice;

/// <summary>
/// Takes batches from the broker to the books. The order is: commit, then confirm to the box, then acknowledge to the
/// broker. Whatever is lost in between is sent again by the box.
/// </summary>
public sealed class UplinkLoop(
    Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, Random random, ILogger<UplinkLoop> log) : BackgroundService
{
    private const int SocketBufferBytes = 256 * 1024; // the library's 8 KB ruins large messages
    private const int CreditBatches = 16;

    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    private readonly HeadOfficeOptions _options = settings.Value;
    private long _garbage;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (int failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await ServeAsync(() => failures = 0, stoppingToken);
            }
            catch (Exception fault) when (IsLinkTrouble(fault) && !stoppingToken.IsCancellationRequested)
            {
                if (++failures == 1 || failures % 20 == 0)
                    Log.NoLink(log, _options.BrokerHost, _options.BrokerPort, fault.Message, failures);
                await Task.Delay(Retry.Wait(failures, random), time, stoppingToken);
            }
            catch (Exception fault) when (IsLinkTrouble(fault))
            {
                return; // stopped; the MQTT library wraps a cancellation in whatever it was doing
            }
        }
    }

    // One connection from its beginning to its end; a new client each time, as the library wants it.
    private async Task ServeAsync(Action written, CancellationToken stopping)
    {
        Exception? bug = null;
        using var client = new MqttClientFactory().CreateMqttClient();
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        client.DisconnectedAsync += _ => broken.CancelAsync();
        client.ApplicationMessageReceivedAsync += async message =>
        {
            message.AutoAcknowledge = false;
            try
            {
                if (await TakeAsync(client, message.ApplicationMessage, broken.Token))
                {
                    await message.AcknowledgeAsync(broken.Token);
                    written();
                    return;
                }
            }
            catch (Exception fault) when (!IsLinkTrouble(fault))
            {
                bug = fault; // the library would swallow it; it ends the loop below
            }

            await broken.CancelAsync();
        };

        var connected = await WithDeadline(token => client.ConnectAsync(OptionsOfClient(), token), stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
        var listening = await WithDeadline(token => client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(Topics.AllJournals(_options.Tenant), MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.AllStates(_options.Tenant), MqttQualityOfServiceLevel.AtLeastOnce)
            .Build(), token), stopping);
        if (listening.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker does not let head office hear {refused.TopicFilter.Topic}: {refused.ResultCode}");
        await PublishStateAsync(client, online: true, stopping);
        Log.Serving(log, _options.Tenant, _options.BrokerHost, _options.BrokerPort);

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, broken.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // In good order: boxes learn at once that head office is away.
            await PublishStateAsync(client, online: false, CancellationToken.None);
            await WithDeadline(token => client.DisconnectAsync(new MqttClientDisconnectOptions(), token), CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (bug is not null)
        {
            throw new InvariantBroken($"a message of the broker: {bug}");
        }
        catch (OperationCanceledException fault)
        {
            throw new IOException("the broker ended the connection", fault);
        }
    }

    // False: it could not be written; without an acknowledgement the broker or the box sends it again.
    private async Task<bool> TakeAsync(IMqttClient client, MqttApplicationMessage message, CancellationToken broken)
    {
        if (!Topics.TryParse(message.Topic, _options.Tenant, out string store, out string name, out string kind))
            return PassOver(message.Topic);
        var box = new BoxName(_options.Tenant, store, name);
        try
        {
            if (kind == "state")
            {
                var state = BoxState.Parser.ParseFrom(message.Payload);
                if (books.Note(box, state) is { } lost)
                    await AnswerAsync(client, box, state.Epoch, lost, broken);
                return true;
            }

            var batch = Batch.Parser.ParseFrom(message.Payload);
            await AnswerAsync(client, box, batch.Epoch, books.Commit(box, batch), broken);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return PassOver(message.Topic);
        }
        catch (SqliteException fault)
        {
            Log.CannotWrite(log, fault.Message);
            return false;
        }
        catch (Exception fault) when (IsLinkTrouble(fault))
        {
            return false;
        }
    }

    // The one place where a verdict becomes a message.
    private Task AnswerAsync(IMqttClient client, BoxName box, ByteString epoch, Verdict verdict, CancellationToken broken)
    {
        switch (verdict)
        {
            case Verdict.Committed or Verdict.Duplicate:
                return PublishAsync(client, Topics.Confirmed(box.Tenant, box.Store, box.Box), new Confirmed
                {
                    Epoch = epoch,
                    Seq = verdict.Seq,
                    Hash = ByteString.CopyFrom(verdict.Hash),
                    Credit = CreditBatches,
                    ServerTimeUs = (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
                }, retain: true, broken);
            case Verdict.Gap:
                return AskAgainAsync(client, box, epoch, verdict, ResendReason.Gap, "", broken);
            case Verdict.Damaged damaged:
                Log.Damaged(log, box.Store, box.Box, damaged.Why);
                return AskAgainAsync(client, box, epoch, verdict, ResendReason.Damaged, damaged.Why, broken);
            case Verdict.Forked forked:
                Log.Forked(log, box.Store, box.Box, forked.Why);
                return AskAgainAsync(client, box, epoch, verdict, ResendReason.Forked, forked.Why, broken);
            default:
                throw new InvariantBroken($"a verdict {verdict.GetType().Name}");
        }
    }

    private static Task AskAgainAsync(
        IMqttClient client, BoxName box, ByteString epoch, Verdict verdict, ResendReason reason, string detail, CancellationToken broken) =>
        PublishAsync(client, Topics.Resend(box.Tenant, box.Store, box.Box),
            new Resend { Epoch = epoch, FromSeq = verdict.Seq + 1, Reason = reason, Detail = detail }, retain: false, broken);

    private Task PublishStateAsync(IMqttClient client, bool online, CancellationToken stopping) =>
        PublishAsync(client, Topics.HeadOfficeState(_options.Tenant), new HeadOfficeState { Online = online, Version = Version },
            retain: true, stopping);

    private static Task PublishAsync(IMqttClient client, string topic, IMessage message, bool retain, CancellationToken stopping) =>
        WithDeadline(token => client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message.ToByteArray())
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(retain)
            .Build(), token), stopping);

    private MqttClientOptions OptionsOfClient() => new MqttClientOptionsBuilder()
        .WithTcpServer(_options.BrokerHost, _options.BrokerPort)
        .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
        .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
        .WithClientId($"headoffice-{_options.Tenant}")
        .WithCleanStart()
        .WithKeepAlivePeriod(KeepAlive)
        .WithTimeout(CallDeadline)
        .WithWillTopic(Topics.HeadOfficeState(_options.Tenant))
        .WithWillPayload(new HeadOfficeState { Online = false, Version = Version }.ToByteArray())
        .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .WithWillRetain()
        .Build();

    private bool PassOver(string topic)
    {
        if (++_garbage == 1 || _garbage % 1000 == 0)
            Log.Garbage(log, _garbage, topic);
        return true;
    }

    // A call of the library without a token may wait for ever.
    private static async Task<T> WithDeadline<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(CallDeadline);
        return await call(deadline.Token);
    }

    private static Task WithDeadline(Func<CancellationToken, Task> call, CancellationToken stopping) => WithDeadline(
        async token =>
        {
            await call(token);
            return true;
        }, stopping);

    private static bool IsLinkTrouble(Exception fault) =>
        fault is MqttCommunicationException or IOException or System.Net.Sockets.SocketException or OperationCanceledException
            or MqttClientNotConnectedException;

    private static string Version { get; } = typeof(UplinkLoop).Assembly.GetName().Version!.ToString(3);
}
