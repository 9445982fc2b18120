using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace EdgePos.Fleet;

/// <summary>Where the broker is.</summary>
internal sealed record BrokerAddress(string Host, int Port);

/// <summary>
/// One connection that carries many stores, each under its own topics. One loop owns them all: what comes, and the ticks of a
/// clock, are messages to it. After a failure there is a new connection, and every store goes back to what is confirmed.
/// </summary>
internal sealed class FleetLink(string name, BrokerAddress broker, FleetPlan plan, Shelf shelf, IReadOnlyList<StoreRelay> stores,
    FleetClock clock, Counts counts, TimeProvider time, Random random)
{
    private const int SocketBufferBytes = 256 * 1024; // the library's 8 KB ruins large messages
    private const int TopicsInSubscription = 200;
    private const int MostInFlight = 1000;
    private const int LiveWorthSeconds = 120;
    private const long TillsEveryUs = 1_000_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(30);

    private readonly Backoff _retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly long _begun = time.GetTimestamp();
    private readonly Dictionary<string, StoreRelay> _byTopic = stores
        .SelectMany(store => new[] { (Topic: ConfirmedTopic(store), Store: store), (Topic: ResendTopic(store), Store: store) })
        .ToDictionary(pair => pair.Topic, pair => pair.Store, StringComparer.Ordinal);

    private readonly Dictionary<StoreRelay, (long Sales, int Open, long AtUs)> _tillsTold = [];
    private readonly Queue<StoreRelay> _ready = new();
    private readonly HashSet<StoreRelay> _isReady = [];
    private Channel<object> _messages = Channel.CreateBounded<object>(1);
    private IMqttClient? _client;
    private int _inFlight, _slots;
    private TimeSpan _answeredAt;
    private long _nowUs, _lastTickUs;
    private volatile int _done, _behind;
    private volatile int _toSay;
    private double _mayBeSaid;

    /// <summary>How many of its stores head office has all of, as far as the play goes now.</summary>
    public int Done => _done;

    /// <summary>How many of its stores have something that head office has not confirmed.</summary>
    public int Behind => _behind;

    /// <summary>Words of health that are still to be said.</summary>
    public int HealthLeft => _toSay;

    /// <summary>What it has sent and heard.</summary>
    public Counts Counts => counts;

    private TimeSpan Now => time.GetElapsedTime(_begun);

    /// <summary>How many words of health a second it says.</summary>
    public double HealthASecond { get; init; }

    /// <summary>Plays until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (int failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await ServeAsync(() => failures = 0, stop);
            }
            catch (Exception fault) when (IsTrouble(fault) && !stop.IsCancellationRequested)
            {
                counts.LostLink();
                if (++failures == 1 || failures % 20 == 0)
                    Console.Error.WriteLine($"{name}: {fault.Message} ({failures} tries)");
                await Task.Delay(_retry.Wait(failures, random), time, stop);
            }
            catch (Exception fault) when (IsTrouble(fault))
            {
                return; // stopped; the MQTT library wraps a cancellation in whatever it was doing
            }
        }
    }

    /// <summary>Every store says so often how it is.</summary>
    public void SayHealth(int rounds) => _toSay = rounds * stores.Count;

    private static bool IsTrouble(Exception fault) => fault is MqttCommunicationException or MqttClientNotConnectedException
        or IOException or System.Net.Sockets.SocketException or OperationCanceledException or ChannelClosedException;

    private async Task ServeAsync(Action served, CancellationToken stop)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var client = new MqttClientFactory().CreateMqttClient();
        // Room for all that can come at once: what is retained, and an answer to each message in flight.
        var messages = _messages = Channel.CreateBounded<object>((stores.Count * 4) + (2 * MostInFlight));
        client.ApplicationMessageReceivedAsync += heard => messages.Writer.WriteAsync(heard.ApplicationMessage, broken.Token).AsTask();
        client.DisconnectedAsync += _ =>
        {
            messages.Writer.TryComplete(new IOException("the broker ended the connection"));
            return Task.CompletedTask;
        };
        (_client, _inFlight, _answeredAt) = (client, 0, Now);
        _tillsTold.Clear();
        foreach (var store in stores)
            store.GoBack();
        Task? ticking = null;
        try
        {
            await BeginAsync(client, broken.Token);
            ticking = TickAsync(messages.Writer, broken.Token);
            while (await messages.Reader.WaitToReadAsync(broken.Token))
            {
                do
                {
                    while (messages.Reader.TryRead(out object? message))
                        Take(message);
                }
                while (SendOne()); // what has come is heard before the next is made
                served();
            }
        }
        finally
        {
            await broken.CancelAsync();
            if (ticking is not null)
                await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeginAsync(IMqttClient client, CancellationToken stop)
    {
        var connected = await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(name)
            .WithCleanStart()
            .WithKeepAlivePeriod(SilenceMax) // a machine that all of this shares may be busy for long
            .WithTimeout(CallDeadline)
            .Build(), stop);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}");
        _slots = Math.Min(MostInFlight, connected.ReceiveMaximum is > 0 and var most ? most : MostInFlight);
        foreach (string[] topics in _byTopic.Keys.Append(Topics.HeadOfficeState(plan.Tenant)).Chunk(TopicsInSubscription))
        {
            var wanted = new MqttClientSubscribeOptionsBuilder();
            foreach (string topic in topics)
                wanted.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
            await client.SubscribeAsync(wanted.Build(), stop);
        }

        foreach (var store in stores.Where(store => store.IsReachable))
            TellState(store, online: true, store.At);
    }

    private async Task TickAsync(ChannelWriter<object> messages, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stop))
            await messages.WriteAsync(Ticked.Instance, stop);
    }

    private void Take(object message)
    {
        switch (message)
        {
            case MqttApplicationMessage heard:
                Hear(heard);
                break;
            case Answered answered:
                (_inFlight, _answeredAt) = (_inFlight - 1, Now);
                if (answered.Code is not (MqttClientPublishReasonCode.Success or MqttClientPublishReasonCode.NoMatchingSubscribers))
                    throw new IOException($"the broker refused a message: {answered.Code}");
                if (answered.Last > 0 && answered.Code == MqttClientPublishReasonCode.Success)
                    answered.Store.Taken(answered.Last, Now);
                else if (answered.Last > 0)
                    answered.Store.Unheard(Now);
                BeReady(answered.Store);
                break;
            case Ticked:
                LookAtAll();
                break;
            case Exception fault:
                throw new IOException(fault.Message, fault);
        }
    }

    private void Hear(MqttApplicationMessage heard)
    {
        if (heard.Topic == Topics.HeadOfficeState(plan.Tenant))
        {
            bool there = HeadOfficeState.Parser.ParseFrom(heard.Payload).Online;
            foreach (var store in stores)
                store.HeadOfficeIs(there, Now);
        }
        else if (_byTopic.TryGetValue(heard.Topic, out var store) && store.IsReachable)
        {
            if (heard.Topic.EndsWith("/resend", StringComparison.Ordinal))
            {
                store.Hear(Resend.Parser.ParseFrom(heard.Payload));
            }
            else
            {
                counts.Confirmation(MqttBytes.OfPublish(heard.Topic, (int)heard.Payload.Length, expires: false));
                store.Hear(Confirmed.Parser.ParseFrom(heard.Payload), Now);
            }

            BeReady(store);
        }
    }

    private void LookAtAll()
    {
        if (_inFlight > 0 && Now - _answeredAt > SilenceMax)
            throw new IOException("the broker has not answered for a minute");
        (_lastTickUs, _nowUs) = (_nowUs, clock.NowUs);
        int done = 0, behind = 0;
        long endUs = clock.EndUs;
        foreach (var store in stores)
        {
            LookAtLine(store);
            store.Look(Now);
            TellTills(store);
            BeReady(store);
            if (store.IsDone(endUs))
                done++;
            if (store.Confirmed.Seq < store.At.Seq || store.HasMore(_nowUs))
                behind++;
        }

        (_done, _behind) = (done, behind);
        SayHealth();
    }

    // A box that loses its line is told of by the broker; one that comes back says what it has.
    private void LookAtLine(StoreRelay store)
    {
        int day = (int)((_nowUs - plan.StartOf(0)) / (plan.StartOf(1) - plan.StartOf(0)));
        bool isReachable = !clock.Goes || plan.OutageOf(store.Profile, day) is not var (from, until) || _nowUs < from || _nowUs >= until;
        if (isReachable == store.IsReachable)
            return;
        store.IsReachable = isReachable;
        store.GoBack();
        if (!isReachable)
        {
            TellState(store, online: false, store.At);
            return;
        }

        var (stock, head) = LiveWords.Backlog(plan, store.Profile, shelf, store.Confirmed.Seq, _nowUs);
        TellState(store, online: true, head);
        if (stock is not null)
            SendLive(store, "stock", stock);
    }

    // Only where the journal is at its end: what it says of the tills is then what they are.
    private void TellTills(StoreRelay store)
    {
        if (!clock.Goes || !store.IsReachable || store.HasMore(_nowUs) || store.At.Seq == 0)
            return;
        int open = store.At.Registers.Count(register => register.Tally is not null);
        if (_tillsTold.TryGetValue(store, out var told)
            && ((told.Sales, told.Open) == (store.At.Sales, open) || _nowUs - told.AtUs < TillsEveryUs))
        {
            return;
        }

        _tillsTold[store] = (store.At.Sales, open, _nowUs);
        SendLive(store, "till", LiveWords.Tills(store.Profile, store.At));
    }

    private void SayHealth()
    {
        _mayBeSaid = _toSay == 0 ? 0 : _mayBeSaid + (HealthASecond * Tick.TotalSeconds);
        for (; _toSay > 0 && _mayBeSaid >= 1; _mayBeSaid--)
        {
            var store = stores[--_toSay % stores.Count];
            SendLive(store, "health", LiveWords.Health(store.Profile, time.GetUtcNow().ToUnixTimeMilliseconds() * 1000));
        }
    }

    private void BeReady(StoreRelay store)
    {
        if (store.CanSend(_nowUs) && _isReady.Add(store))
            _ready.Enqueue(store);
    }

    // Each in its turn sends one batch, so that none waits for another's backlog. False: there is none to send now.
    private bool SendOne()
    {
        while (_inFlight < _slots && _ready.TryDequeue(out var store))
        {
            _isReady.Remove(store);
            if (!store.CanSend(_nowUs))
                continue;
            var batch = store.NextBatch(_nowUs, clock.Goes ? _lastTickUs : long.MaxValue, Now);
            string topic = Topics.Journal(plan.Tenant, store.Profile.Name, store.Profile.Box);
            byte[] payload = batch.ToByteArray();
            counts.Batch(payload.Length, MqttBytes.OfPublish(topic, payload.Length, expires: false));
            Send(store, new MqttApplicationMessageBuilder().WithTopic(topic), payload, batch.Last);
            BeReady(store);
            return true;
        }

        return false;
    }

    private void TellState(StoreRelay store, bool online, JournalPoint head)
    {
        string topic = Topics.State(plan.Tenant, store.Profile.Name, store.Profile.Box);
        byte[] payload = store.StateOf(online, head).ToByteArray();
        counts.State(MqttBytes.OfPublish(topic, payload.Length, expires: false));
        Send(store, new MqttApplicationMessageBuilder().WithTopic(topic).WithRetainFlag(), payload, last: 0);
    }

    private void SendLive(StoreRelay store, string what, IMessage message)
    {
        string topic = Topics.Live(plan.Tenant, store.Profile.Name, store.Profile.Box, what);
        byte[] payload = message.ToByteArray();
        counts.Live(MqttBytes.OfPublish(topic, payload.Length, expires: true));
        Send(store, new MqttApplicationMessageBuilder().WithTopic(topic).WithMessageExpiryInterval(LiveWorthSeconds), payload, last: 0);
    }

    // Never waited for: what comes of it is a message.
    private void Send(StoreRelay store, MqttApplicationMessageBuilder message, byte[] payload, long last)
    {
        _inFlight++;
        _ = FollowAsync(_client!.PublishAsync(message
            .WithPayload(payload)
            .WithContentType("application/protobuf")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build()), store, last, _messages.Writer);
    }

    private static async Task FollowAsync(
        Task<MqttClientPublishResult> publishing, StoreRelay store, long last, ChannelWriter<object> messages)
    {
        try
        {
            await messages.WriteAsync(new Answered(store, last, (await publishing).ReasonCode));
        }
        catch (ChannelClosedException)
        {
            // The connection has ended; the next one sends it again.
        }
        catch (Exception fault)
        {
            messages.TryComplete(new IOException(fault.Message, fault)); // nobody waits for this task
        }
    }

    private static string ConfirmedTopic(StoreRelay store) =>
        Topics.Confirmed(store.Profile.Tenant, store.Profile.Name, store.Profile.Box);

    private static string ResendTopic(StoreRelay store) =>
        Topics.Resend(store.Profile.Tenant, store.Profile.Name, store.Profile.Box);

    private sealed record Answered(StoreRelay Store, long Last, MqttClientPublishReasonCode Code);

    private sealed class Ticked
    {
        public static readonly Ticked Instance = new();
    }
}
