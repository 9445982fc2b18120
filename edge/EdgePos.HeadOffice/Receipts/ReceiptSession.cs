using System.Buffers;
using System.Data.Common;
using System.Security.Cryptography;
using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;

namespace EdgePos.HeadOffice;

/// <summary>
/// One connection for what boxes ask about receipts: apart from the journals and from what goes down, so that somebody at a counter
/// does not wait behind a backlog. A question that comes when too many wait is lost: its box has an offline rule.
/// </summary>
internal sealed class ReceiptSession : IDisposable
{
    private const int QuestionsMax = 1000;
    private const int AtOnce = 4;

    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(10);

    private readonly ReceiptBooks _books;
    private readonly HeadOfficeOptions _options;
    private readonly BrokerClient _client;
    private readonly ECDsa _key;
    private readonly Lock _signing = new();
    private readonly Channel<(BoxName Box, ReceiptAsk Ask, byte[] Nonce)> _questions =
        Channel.CreateBounded<(BoxName, ReceiptAsk, byte[])>(
            new BoundedChannelOptions(QuestionsMax) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="key">Signs the answers.</param>
    public ReceiptSession(ReceiptBooks books, HeadOfficeOptions options, ECDsa key, string clientId)
    {
        (_books, _options, _key) = (books, options, key);
        _client = new BrokerClient(options, clientId, speaksForAll: false);
    }

    /// <summary>Answers until the link or the books fail, or until it is told to stop.</summary>
    /// <param name="served">Called when something was answered.</param>
    public async Task RunAsync(Action served, CancellationToken stopping)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _client.Listen(TakeAsync, () => broken.Cancel());
        await _client.ConnectAsync(stopping);
        await _client.SubscribeAsync([_options.ForOneOfUs(Topics.AllAsks(_options.Tenant))], stopping);
        served();
        await BrokerSessions.TogetherAsync(() => Task.FromResult(Enumerable.Range(0, AtOnce)
            .Select(_ => Task.Run(() => AnswerAsync(served, broken.Token), broken.Token)).ToArray()), broken, stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Whatever else comes is not answered: who asks waits only for what is like a question.
    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        try
        {
            if (Topics.TryParse(message.Topic, _options.Tenant, out string store, out string box, out string kind) && kind == "ask"
                && StoredText.IsKey(store) && StoredText.IsKey(box) && message.Payload.Length <= ReceiptSignature.MaxAskBytes
                && message.ResponseTopic == Topics.Answer(_options.Tenant, store, box)
                && message.CorrelationData is { Length: ReceiptSignature.NonceBytes } nonce)
            {
                _questions.Writer.TryWrite(
                    (new BoxName(_options.Tenant, store, box), ReceiptAsk.Parser.ParseFrom(message.Payload.ToArray()), nonce));
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not answered either.
        }

        return Task.CompletedTask;
    }

    private async Task AnswerAsync(Action served, CancellationToken broken)
    {
        await foreach (var (box, ask, nonce) in _questions.Reader.ReadAllAsync(broken))
        {
            if (TryAnswer(box, ask) is not { } answer)
                continue;
            SignedReceiptAnswer signed;
            lock (_signing)
                signed = ReceiptSignature.Sign(answer, _key, box.Tenant, box.Store, box.Box, nonce);
            await _client.AnswerAsync(Topics.Answer(box.Tenant, box.Store, box.Box), signed, nonce, Worth, broken);
            served();
        }
    }

    // What a box has written into its journal once may be anything: a sale that cannot be reckoned with is not answered.
    private ReceiptAnswer? TryAnswer(BoxName box, ReceiptAsk ask)
    {
        try
        {
            return _books.Answer(box, ask);
        }
        catch (Exception odd) when (odd is OverflowException or InvalidProtocolBufferException)
        {
            return new ReceiptAnswer { Finding = ReceiptFinding.Refused, ReceiptNumber = ask.ReceiptNumber };
        }
    }
}
