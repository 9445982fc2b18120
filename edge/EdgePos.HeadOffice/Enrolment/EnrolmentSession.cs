using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;

namespace EdgePos.HeadOffice;

/// <summary>
/// One connection for boxes that want certificates. A request that comes when too many wait is lost: who asks, asks again.
/// </summary>
internal sealed class EnrolmentSession : IDisposable
{
    private const int RequestsMax = 200;

    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(30);

    private readonly EnrolmentDesk _desk;
    private readonly HeadOfficeOptions _options;
    private readonly BrokerClient _client;
    private readonly ECDsa _key;
    private readonly Channel<Asked> _requests = Channel.CreateBounded<Asked>(
        new BoundedChannelOptions(RequestsMax) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="key">Signs the replies.</param>
    public EnrolmentSession(EnrolmentDesk desk, HeadOfficeOptions options, ECDsa key, string clientId)
    {
        (_desk, _options, _key) = (desk, options, key);
        _client = new BrokerClient(options, clientId, speaksForAll: false);
    }

    /// <summary>Answers until the link or the books fail, or until it is told to stop.</summary>
    /// <param name="served">Called when something was answered.</param>
    public async Task RunAsync(Action served, CancellationToken stopping)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _client.Listen(TakeAsync, () => broken.Cancel());
        await _client.ConnectAsync(stopping);
        string[] topics = [Topics.Enrol(_options.Tenant, "+"), Topics.Renew(_options.Tenant, "+", "+")];
        await _client.SubscribeAsync(topics.Select(_options.ForOneOfUs), stopping);
        served();
        await BrokerSessions.TogetherAsync(
            () => Task.FromResult<Task[]>([Task.Run(() => AnswerAsync(served, broken.Token), broken.Token)]), broken, stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Whatever else comes is not answered.
    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        if (message.Payload.Length <= EnrolmentSignature.MaxRequestBytes
            && message.CorrelationData is { Length: EnrolmentSignature.NonceBytes } nonce)
            _requests.Writer.TryWrite(new Asked(message.Topic, message.ResponseTopic ?? "", message.Payload.ToArray(), nonce));
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(Action served, CancellationToken broken)
    {
        await foreach (var asked in _requests.Reader.ReadAllAsync(broken))
        {
            if (Answer(asked) is not { } answer)
                continue;
            var signed = EnrolmentSignature.Sign(answer.Reply, _key, _options.Tenant, answer.Whose, asked.Nonce);
            await _client.AnswerAsync(answer.Topic, signed, asked.Nonce, Worth, broken);
            served();
        }
    }

    private Answered? Answer(Asked asked)
    {
        try
        {
            return asked.Topic.Split('/') switch
            {
                [_, _, _, "enrol", var claim, "request"] => AnswerClaim(claim, asked),
                [_, _, _, var store, var box, "renew"] when StoredText.IsKey(store) && StoredText.IsKey(box) =>
                    AnswerBox(new BoxName(_options.Tenant, store, box), asked),
                _ => null,
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private Answered AnswerBox(BoxName box, Asked asked) => new(
        _desk.Renew(box, SignedRenewal.Parser.ParseFrom(asked.Payload), asked.Nonce),
        Topics.Renewed(box.Tenant, box.Store, box.Box), $"{box.Store}/{box.Box}");

    private Answered? AnswerClaim(string claim, Asked asked)
    {
        string device = asked.ResponseTopic[(asked.ResponseTopic.LastIndexOf('/') + 1)..];
        return StoredText.IsKey(claim) && asked.ResponseTopic == Topics.EnrolReply(_options.Tenant, claim, device)
            && _desk.Answer(claim, device, EnrolRequest.Parser.ParseFrom(asked.Payload)) is { } reply
            ? new Answered(reply, asked.ResponseTopic, claim) : null;
    }

    private sealed record Asked(string Topic, string ResponseTopic, byte[] Payload, byte[] Nonce);

    private sealed record Answered(EnrolReply Reply, string Topic, string Whose);
}
