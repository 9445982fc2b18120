using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;

namespace EdgePos.HeadOffice;

/// <summary>
/// One connection for what goes down. Manifests are retained: all of them are told at the beginning, since a broker may have lost
/// them, and each new one soon after it was published. Chunks go to who asks; a request that is lost is asked again.
/// </summary>
internal sealed class DownlinkSession : IDisposable
{
    private const int RequestsMax = 1000;
    private const int ChunksMax = 64;
    private const int ManifestsAtOnce = 200;

    // Two publishers may commit in another order than that of their numbers.
    private const int LookBack = 100;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly DatasetBooks _books;
    private readonly HeadOfficeOptions _options;
    private readonly BrokerClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<(BoxName Box, Fetch Fetch)> _requests = Channel.CreateBounded<(BoxName, Fetch)>(
        new BoundedChannelOptions(RequestsMax) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<(string Store, string Dataset), long> _told = [];
    private long _last;

    public DownlinkSession(DatasetBooks books, HeadOfficeOptions options, string clientId, TimeProvider time, ILogger log)
    {
        (_books, _options, _time, _log) = (books, options, time, log);
        _client = new BrokerClient(options, clientId, speaksForAll: false);
    }

    /// <summary>Serves until the link or the books fail, or until it is told to stop.</summary>
    /// <param name="served">Called when something was sent.</param>
    /// <param name="stopping">Told to stop.</param>
    public async Task RunAsync(Action served, CancellationToken stopping)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _client.Listen(TakeAsync, () => broken.Cancel());
        await _client.ConnectAsync(stopping);
        await _client.SubscribeAsync([_options.ForOneOfUs(Topics.AllFetches(_options.Tenant))], stopping);
        await BrokerSessions.TogetherAsync(async () =>
        {
            await TellAsync(_books.Newest(_options.Tenant), broken.Token);
            served();
            return [TellNewAsync(broken.Token), SendAsync(served, broken.Token)];
        }, broken, stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        try
        {
            if (Topics.TryParse(message.Topic, _options.Tenant, out string store, out string box, out string kind) && kind == "fetch")
                _requests.Writer.TryWrite((new BoxName(_options.Tenant, store, box), Fetch.Parser.ParseFrom(message.Payload)));
        }
        catch (InvalidProtocolBufferException)
        {
            Log.Garbage(_log, 1, message.Topic);
        }

        return Task.CompletedTask;
    }

    private async Task TellNewAsync(CancellationToken broken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        do
        {
            await TellAsync(_books.After(_options.Tenant, Math.Max(0, _last - LookBack), ManifestsAtOnce + LookBack), broken);
            _books.LetGo();
        }
        while (await timer.WaitForNextTickAsync(broken));
    }

    private async Task TellAsync(IReadOnlyList<PublishedVersion> versions, CancellationToken broken)
    {
        // One that was overtaken is not told after the one that overtook it.
        var news = versions.Where(version => version.Version > _told.GetValueOrDefault((version.Store, version.Dataset)));
        foreach (var some in news.ToList().Chunk(ManifestsAtOnce))
        {
            await Task.WhenAll(some.Select(version => _client.PublishAsync(
                Topics.Manifest(version.Tenant, version.Store, version.Dataset), SignedManifest.Parser.ParseFrom(version.Manifest),
                retain: true, broken)));
            foreach (var version in some)
            {
                var about = (version.Store, version.Dataset);
                _told[about] = Math.Max(version.Version, _told.GetValueOrDefault(about));
                _last = Math.Max(_last, version.Number);
            }
        }
    }

    private async Task SendAsync(Action served, CancellationToken broken)
    {
        await foreach (var (box, fetch) in _requests.Reader.ReadAllAsync(broken))
        {
            if (fetch.First < 0 || fetch.Count is < 1 or > ChunksMax || fetch.Version < 1)
                continue;
            byte[] bytes = _books.Slice(box.Tenant, box.Store, fetch.Dataset, fetch.Version, fetch.FromVersion,
                (long)fetch.First * DatasetRows.MaxChunkBytes, fetch.Count * DatasetRows.MaxChunkBytes);
            await Task.WhenAll(bytes.Chunk(DatasetRows.MaxChunkBytes).Select((chunk, i) => _client.PublishAsync(
                Topics.Chunk(box.Tenant, box.Store, fetch.Dataset, fetch.Version, fetch.First + i),
                new Chunk { FromVersion = fetch.FromVersion, Number = fetch.First + i, Bytes = UnsafeByteOperations.UnsafeWrap(chunk) },
                retain: false, broken)));
            served();
        }
    }
}
