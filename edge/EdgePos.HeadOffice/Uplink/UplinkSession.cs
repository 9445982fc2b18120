using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;

namespace EdgePos.HeadOffice;

/// <summary>
/// One connection to the broker, from its beginning to its end, with all that works on it: the reader of messages, the lanes
/// that commit, the one that acknowledges, the live lane, and the holder of partitions. The first that ends, ends it.
/// </summary>
internal sealed class UplinkSession : IAsyncDisposable
{
    private readonly HeadOfficeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BrokerClient _client;
    private readonly CommitLane[] _lanes;
    private readonly LiveLane _live;
    private readonly Acknowledging _acknowledging;
    private readonly Pulse _pulse;
    private readonly PartitionHolding? _partitions;
    private bool _leaving;
    private long _garbage;

    public UplinkSession(Books books, HeadOfficeOptions options, string clientId, TimeProvider time, Random random, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _client = new BrokerClient(options, clientId, speaksForAll: true);
        var answers = new Answers(_client, time, log);
        var credit = new CreditShare(books.Store.Writers * CommitLane.WaitingMax, time);
        _lanes = [.. Enumerable.Range(0, books.Store.Writers).Select(_ => new CommitLane(books, answers, credit, log))];
        _live = new LiveLane(books, time, log);
        _acknowledging = new Acknowledging();
        _pulse = new Pulse(_client, Topics.Pulse(options.Tenant, clientId), options.KeepAlive, time);
        if (options.SharesItsBoxes)
            _partitions = new PartitionHolding(books, _client, answers, options, time, random, log);
    }

    /// <summary>Serves until the link or the books fail, or until it is told to stop.</summary>
    /// <param name="written">Called when something was committed and acknowledged: all works again.</param>
    /// <param name="stopping">Told to stop.</param>
    public async Task RunAsync(Action written, CancellationToken stopping)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _client.Listen(message => TakeAsync(message, broken.Token), () => broken.Cancel());
        await _client.ConnectAsync(stopping);
        List<Task> parts = [_acknowledging.RunAsync(written, broken.Token), _live.RunAsync(broken.Token)];
        parts.AddRange(_lanes.Select(lane => lane.RunAsync(broken.Token)));
        try
        {
            await ListenAsync(stopping);
            parts.Add(_pulse.RunAsync(broken.Token));
            if (_partitions is not null)
            {
                parts.Add(_partitions.RunAsync(broken.Token));
                await Task.WhenAny(_partitions.HasLooked, parts[^1]);
            }

            await PublishStateAsync(online: true, stopping); // who hears it sends at once
            Log.Serving(_log, _options.Tenant, _options.BrokerHost, _options.BrokerPort);
            await (await Task.WhenAny([.. parts, Task.Delay(Timeout.InfiniteTimeSpan, _time, broken.Token)]));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await LeaveAsync();
            throw;
        }
        catch (OperationCanceledException fault)
        {
            throw new IOException("the broker ended the connection", fault);
        }
        finally
        {
            await broken.CancelAsync();
            await Task.WhenAll(parts).ContinueWith(_ => { }, TaskScheduler.Default); // what ended it is thrown already
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _partitions?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        string tenant = _options.Tenant;
        string[] topics = [Topics.AllStates(tenant), Topics.AllLive(tenant), Topics.HeadOfficeState(tenant), _pulse.Topic];
        await _client.SubscribeAsync(_partitions is null ? [Topics.AllJournals(tenant), .. topics] : topics, stopping);
    }

    // In good order: boxes learn at once that head office is away. Where others live, they say at once that it is not.
    private async Task LeaveAsync()
    {
        _leaving = true;
        await PublishStateAsync(online: false, CancellationToken.None);
        await _client.DisconnectAsync();
    }

    private Task PublishStateAsync(bool online, CancellationToken stopping) =>
        _client.PublishAsync(Topics.HeadOfficeState(_options.Tenant), BrokerClient.StateOf(online), retain: true, stopping);

    // All that may take long is left to others; when their queues are full, this waits, and so does the broker.
    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received, CancellationToken broken)
    {
        received.AutoAcknowledge = false;
        var done = Task.FromResult(Task.CompletedTask);
        try
        {
            var message = received.ApplicationMessage;
            if (message.Topic == Topics.HeadOfficeState(_options.Tenant))
                await HearAsync(message, broken);
            else if (message.Topic == _pulse.Topic)
                _pulse.Hear();
            else if (Read(message) is not { } work)
                PassOver(message.Topic);
            else if (work is LiveNote note)
                _live.Add(note);
            else
                done = await _lanes[(uint)work.Box.GetHashCode() % _lanes.Length].AddAsync((BoxWork)work, broken);
            await _acknowledging.AddAsync(received, done, broken);
        }
        catch (Exception fault)
        {
            _acknowledging.End(fault); // the library would swallow it
        }
    }

    // Another head office left or died, or a connection of our own that is long gone, and its word or will says that nobody is there.
    private async Task HearAsync(MqttApplicationMessage message, CancellationToken broken)
    {
        if (!_leaving && !SaysOnline(message))
            await PublishStateAsync(online: true, broken);
    }

    private static bool SaysOnline(MqttApplicationMessage message)
    {
        try
        {
            return HeadOfficeState.Parser.ParseFrom(message.Payload).Online;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private Work? Read(MqttApplicationMessage message)
    {
        if (!Topics.TryParse(message.Topic, _options.Tenant, out string store, out string name, out string kind)
            || !StoredText.IsKey(store) || !StoredText.IsKey(name))
        {
            return null;
        }

        var box = new BoxName(_options.Tenant, store, name);
        try
        {
            return kind switch
            {
                "state" => new BoxWork(box)
                {
                    State = BoxState.Parser.ParseFrom(message.Payload),
                    MayAsk = _partitions?.Holds(box) ?? true,
                },
                "journal" => new BoxWork(box) { Batch = Books.Read(Batch.Parser.ParseFrom(message.Payload)) },
                _ => new LiveNote(box, kind, System.Buffers.BuffersExtensions.ToArray(message.Payload)),
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private void PassOver(string topic)
    {
        if (++_garbage == 1 || _garbage % 1000 == 0)
            Log.Garbage(_log, _garbage, topic);
    }
}
