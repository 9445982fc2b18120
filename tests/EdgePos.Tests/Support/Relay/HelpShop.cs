using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A real box on a real Mosquitto, and people at a help desk: with the verb, or with messages of any kind.</summary>
internal sealed class HelpShop : IAsyncDisposable
{
    public const string Box = "demo/S1/box1";

    private readonly SharedBroker _broker;
    private readonly IMqttClient _stranger = new MqttClientFactory().CreateMqttClient();
    private BoxState _state = new();
    private readonly List<(string Topic, HelpAnswer Answer, byte[] Correlation)> _answers = [];

    private HelpShop(SharedBroker broker)
    {
        _broker = broker;
        File.WriteAllText(Folder.File("help-root.pem"), Root.ExportCertificatePem());
    }

    public TempFolder Folder { get; } = new();

    public X509Certificate2 Root { get; } = Certificates.Root("help");

    public Daemon Daemon { get; private set; } = null!;

    public int BrokerPort => _broker.Port;

    /// <summary>The settings of the box.</summary>
    public string[] Settings => ["--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1",
        $"--Relay:BrokerPort={BrokerPort}", $"--Relay:HelpRootFile={Folder.File("help-root.pem")}"];

    /// <summary>The box's nonce, as it told it last.</summary>
    public ByteString Nonce
    {
        get
        {
            lock (_answers)
                return _state.HelpNonce;
        }
    }

    /// <summary>Opens one, and waits until the box takes help. Skips the test where Mosquitto is not installed.</summary>
    public static async Task<HelpShop> OpenAsync(params string[] more)
    {
        var shop = new HelpShop(await SharedBroker.StartAsync());
        shop.Daemon = new Daemon(shop.Folder.File("data"), [.. shop.Settings, .. more]);
        await shop.Daemon.StartAsync();
        shop._stranger.ApplicationMessageReceivedAsync += shop.TakeAsync;
        await shop._stranger.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", shop.BrokerPort)
            .WithProtocolVersion(MqttProtocolVersion.V500).Build());
        await shop._stranger.SubscribeAsync("edgepos/v1/demo/S1/box1/#");
        await shop.UntilAsync(() => shop.Nonce.Length > 0, "the box takes no help");
        return shop;
    }

    /// <summary>Somebody with these roles asks with the verb.</summary>
    public async Task<(int ExitCode, string Output)> VerbAsync(string role, params IEnumerable<string> command) =>
        await VerbAsync(role, Box, command);

    /// <inheritdoc cref="VerbAsync(string, IEnumerable{string})"/>
    public async Task<(int ExitCode, string Output)> VerbAsync(string role, string box, IEnumerable<string> command)
    {
        using var who = Certificates.Operator(Root, "anna", [role]);
        var (certificate, key) = who.Write(Folder, Path.GetRandomFileName());
        return await ProgramRun.ToEndAsync(Programs.HeadOffice, "", ["help", box, .. command,
            "--certificate", certificate, "--key", key, "--broker-port", $"{BrokerPort}"]);
    }

    /// <summary>A request as the verb makes it, changed.</summary>
    public SignedHelpRequest Request(X509Certificate2 who, HelpRequest request, Action<HelpRequest>? change = null)
    {
        (request.Id, request.Nonce) = ($"{Guid.NewGuid()}", Nonce);
        (request.Tenant, request.Store, request.Box) = ("demo", "S1", "box1");
        request.MadeAtUs = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        request.ValidUntilUs = request.MadeAtUs + 60_000_000;
        change?.Invoke(request);
        using var key = who.GetECDsaPrivateKey()!;
        return HelpSignature.Sign(request, who, key, []);
    }

    /// <summary>Sends anything on the box's command topic.</summary>
    public Task SendAsync(byte[] payload, string? responseTopic = null, byte[]? correlation = null) => _stranger.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(Topics.Command("demo", "S1", "box1")).WithPayload(payload)
            .WithResponseTopic(responseTopic ?? Topics.Help("demo", "S1", "box1", "stranger"))
            .WithCorrelationData(correlation ?? []).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    /// <summary>Sends a request and waits for what comes back with its correlation data.</summary>
    public async Task<HelpResult> AskAsync(SignedHelpRequest request)
    {
        byte[] correlation = Guid.NewGuid().ToByteArray();
        await SendAsync(request.ToByteArray(), correlation: correlation);
        List<HelpAnswer> parts = [];
        await UntilAsync(() =>
        {
            lock (_answers)
                parts = [.. _answers.Where(one => one.Correlation.AsSpan().SequenceEqual(correlation)).Select(one => one.Answer)];
            return parts.Count > 0 && parts.Count == parts[0].Parts;
        }, "no answer came");
        return HelpResult.Parser.ParseFrom(parts.OrderBy(part => part.Part).SelectMany(part => part.Content.ToByteArray()).ToArray());
    }

    /// <summary>What the box's journal says of help.</summary>
    public IReadOnlyList<RemoteHelpGiven> Journal() => [.. new LedgerReader(Daemon.LedgerFile).Entries(0, 10_000, long.MaxValue)
        .Select(entry => FactKinds.Read(entry.Header.Kind, entry.Body)).OfType<RemoteHelpGiven>()];

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<bool> wanted, string otherwise)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !wanted(); await Task.Delay(10))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{otherwise}\n{Daemon.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await Daemon.DisposeAsync();
        await _broker.DisposeAsync();
        Root.Dispose();
        Folder.Dispose();
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        lock (_answers)
        {
            if (message.Topic.EndsWith("/state", StringComparison.Ordinal))
                _state = BoxState.Parser.ParseFrom(message.Payload);
            else if (message.Topic.Contains("/help/", StringComparison.Ordinal))
                _answers.Add((message.Topic, HelpAnswer.Parser.ParseFrom(message.Payload), message.CorrelationData ?? []));
        }

        return Task.CompletedTask;
    }
}
