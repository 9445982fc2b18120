using System.Security.Cryptography;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A real box and a real Mosquitto, and somebody who answers in head office's place.</summary>
public sealed class ReceiptAnswersTests : IAsyncLifetime
{
    private const string Receipt = "S1-1-5";

    private readonly TempFolder _folder = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ECDsa _key, _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Func<ReceiptAsk, byte[], byte[]> _payload = (_, _) => [];
    private SharedBroker? _broker;
    private Daemon? _daemon;
    private byte[] _lastNonce = [];

    public ReceiptAnswersTests() => _key = SigningKey.OpenOrMake(_folder.File("office"));

    private Daemon Daemon => _daemon!;

    public async ValueTask InitializeAsync()
    {
        _broker = await SharedBroker.StartAsync();
        _client.ApplicationMessageReceivedAsync += AnswerAsync;
        await _client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500).Build());
        await _client.SubscribeAsync(Topics.AllAsks("demo"), MqttQualityOfServiceLevel.AtLeastOnce);
        _daemon = await new Daemon(_folder.File("data"), "--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Store:Code=S2",
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_broker.Port}",
            $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(_folder.File("office"))}").StartAsync();
        await Daemon.UntilAsync(status => status.HeadOffice == LinkState.Waiting);
        _payload = (_, nonce) => Signed(Good(), nonce);
        for (long begun = TimeProvider.System.GetTimestamp(); await FindAsync() != "250"; await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, Daemon.Output);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var one in new IAsyncDisposable?[] { _daemon, _broker })
        {
            if (one is not null)
                await one.DisposeAsync();
        }

        _key.Dispose();
        _otherKey.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_head_office_did_not_sign_for_this_very_question_is_no_answer()
    {
        byte[] old = Signed(Good(), _lastNonce);
        var attacks = new Func<ReceiptAsk, byte[], byte[]>[]
        {
            (_, nonce) => ReceiptSignature.Sign(Good(), _otherKey, "demo", "S2", "box1", nonce).ToByteArray(),
            (_, nonce) => ReceiptSignature.Sign(Good(), _key, "demo", "S3", "box1", nonce).ToByteArray(),
            (_, _) => old,
            (_, _) => Good().ToByteArray(),
        };
        foreach (var attack in attacks)
        {
            _payload = attack;
            Assert.Equal("RECEIPT_ELSEWHERE_UNREACHABLE", await FindAsync());
        }

        _payload = (_, nonce) => Signed(Good(), nonce);
        Assert.Equal("250", await FindAsync());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_whoever_signed_it()
    {
        var odd = new (string Why, Action<ReceiptAnswer> Change)[]
        {
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.Sale = ByteString.CopyFrom(0xff, 0xff)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.Sale = ByteString.Empty),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.ReceiptNumber = "S1-1-6")),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].Amount = null)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].Amount.Minor = long.MaxValue)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].QuantityThousandths = long.MinValue)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].TaxRatePpm = long.MaxValue)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].Unit = (Unit)77)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", Sale(sale => sale.Lines[0].SellBy = "yesterday")),
            ("RECEIPT_ELSEWHERE_DIFFERS", Sale(sale => sale.Lines[0].Amount.Currency = "USD")),
            ("RECEIPT_ELSEWHERE_DIFFERS", Sale(sale => sale.Lines[0].Amount.Currency = "no money")),
            ("RECEIPT_ELSEWHERE_DIFFERS", Sale(sale => sale.PricesExcludeTax = true)),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.Returned.Add(new ReturnedElsewhere { Line = 1, Thousandths = -5 })),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.Returned.Add([new() { Line = 1 }, new() { Line = 1 }])),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.HeldThousandths = -1),
            ("RECEIPT_ELSEWHERE_UNREACHABLE", answer => answer.Finding = (ReceiptFinding)99),
            ("RECEIPT_NOT_AT_HEAD_OFFICE", answer => (answer.Finding, answer.Sale) = (ReceiptFinding.NotFound, ByteString.Empty)),
        };
        foreach (var (why, change) in odd)
        {
            var answer = Good();
            change(answer);
            _payload = (_, nonce) => Signed(answer, nonce);
            Assert.Equal(why, await FindAsync());
        }

        Assert.Equal("250", await SetAsync(answer => answer.Returned.Add(new ReturnedElsewhere { Line = 7, Thousandths = 1_000 })));
        Assert.Equal("0", await SetAsync(answer => answer.Returned.Add(new ReturnedElsewhere { Line = 1, Thousandths = 9_999_000 })));
        Assert.Equal(BasketState.Open, (await new Till(Daemon).Open()).State);
        Assert.DoesNotContain("   at ", Daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_that_is_not_held_is_not_taken()
    {
        var till = new Till(Daemon);
        string id = (await till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => till.Return(id, Receipt, 1), "line");
        _payload = (ask, nonce) => Signed(Good(held: ask.Hold?.QuantityThousandths ?? 0), nonce);
        Assert.Equal(-250, (await till.Return(id, Receipt, 1, 1_000)).Total.Minor);
    }

    private Task<string> SetAsync(Action<ReceiptAnswer> change)
    {
        var answer = Good();
        change(answer);
        _payload = (_, nonce) => Signed(answer, nonce);
        return FindAsync();
    }

    // The refund, or why there is none.
    private async Task<string> FindAsync()
    {
        try
        {
            var found = await Daemon.Checkout.GetReturnableAsync(new GetReturnableRequest { ReceiptNumber = Receipt }, Daemon.As(1));
            return $"{found.Lines[0].Refund.Minor}";
        }
        catch (RpcException fault)
        {
            return fault.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
    }

    private byte[] Signed(ReceiptAnswer answer, byte[] nonce)
    {
        lock (_key)
            return ReceiptSignature.Sign(answer, _key, "demo", "S2", "box1", nonce).ToByteArray();
    }

    private static ReceiptAnswer Good(long held = 0) => new()
    {
        Finding = ReceiptFinding.Found,
        ReceiptNumber = Receipt,
        HeldThousandths = held,
        Sale = new SaleCompleted
        {
            ReceiptNumber = Receipt,
            Total = Eur(250),
            Lines =
            {
                new SaleLine
                {
                    Line = 1, Sku = "SOAP", Name = "Soap", QuantityThousandths = 1_000, Unit = Unit.Each, UnitPrice = Eur(250),
                    Amount = Eur(250), TaxRatePpm = 90_000,
                },
            },
        }.ToByteString(),
    };

    private static Action<ReceiptAnswer> Sale(Action<SaleCompleted> change) => answer =>
    {
        var sale = SaleCompleted.Parser.ParseFrom(answer.Sale);
        change(sale);
        answer.Sale = sale.ToByteString();
    };

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };

    private async Task AnswerAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        _lastNonce = message.CorrelationData;
        await _client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(message.ResponseTopic)
            .WithPayload(_payload(ReceiptAsk.Parser.ParseFrom(message.Payload), message.CorrelationData))
            .WithCorrelationData(message.CorrelationData).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
    }
}
