using EdgePos.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What comes with a request besides its fields: headers, its size, and bytes that are no message.</summary>
public sealed class BadInputHeaderTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10000")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("one")]
    [InlineData("1 2")]
    [InlineData("99999999999999999999")]
    public async Task A_register_that_does_not_say_who_it_is_is_told_so(string? number)
    {
        var headers = new Metadata { { "accept-language", "nl" } };
        if (number is not null)
            headers.Add("edgepos-register", number);
        var refusal = await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => shop.Daemon.Checkout.OpenBasketAsync(
            new OpenBasketRequest { CommandId = Till.NewId() }, headers).ResponseAsync, "edgepos-register");
        Assert.StartsWith("De opdracht klopt niet:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9999")]
    [InlineData("0001")]
    public async Task A_register_has_a_number_from_1_to_9999(string number)
    {
        var basket = await shop.Daemon.Checkout.OpenBasketAsync(
            new OpenBasketRequest { CommandId = Till.NewId() }, new Metadata { { "edgepos-register", number } });
        Assert.Equal(int.Parse(number), basket.Register);
        await _till.Abandon(basket.BasketId);
    }

    [Theory]
    [InlineData("x")]
    [InlineData(":")]
    [InlineData("anna")]
    [InlineData("anna:")]
    [InlineData(":4711")]
    [InlineData("anna:4711:")]
    [InlineData("anna:4711 x")]
    [InlineData("ANNA:4711")]
    [InlineData("nobody:4711")]
    [InlineData("anna:%00")]
    public async Task An_approval_that_is_none_is_refused_and_nothing_happens(string approval)
    {
        string id = (await _till.Open()).BasketId;
        var before = await _till.Add(id, "SOAP");
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_WRONG",
            () => new Till(shop.Daemon, approval: approval).Add(id, "SOAP"), "approval");
        Assert.Equal(before, await _till.Get(id));
        await _till.Abandon(id);
    }

    [Theory]
    [InlineData("nl", "nl")]
    [InlineData("NL-be,nl;q=0.9", "nl")]
    [InlineData("en", "en")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    [InlineData(";q=,,--", "en")]
    [InlineData("xx-ZZ-nl", "en")]
    public async Task A_sentence_is_in_the_language_asked_for_else_in_the_stores(string asked, string language)
    {
        var refusal = await Till.Refused(StatusCode.NotFound, "BASKET_NOT_FOUND", () => shop.Daemon.Checkout.GetBasketAsync(
            new GetBasketRequest { BasketId = Till.NewId() }, Daemon.As(1, asked)).ResponseAsync);
        Assert.Equal(language, refusal.GetDetail<LocalizedMessage>()!.Locale);
        Assert.Equal(EdgePos.Store.Texts.Get("BASKET_NOT_FOUND", language), refusal.Message);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_the_next_one_is_answered()
    {
        string id = (await _till.Open()).BasketId;
        var fault = await Assert.ThrowsAsync<RpcException>(() => _till.Add(id, new string('x', 5 * 1024 * 1024)));
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
        Assert.Single((await _till.Add(id, "SOAP")).Lines);
        await _till.Abandon(id);
    }

    public static TheoryData<string, byte[]> Garbage() => new()
    {
        { "cut off", [10, 200] },
        { "no field", [0xff, 0xff, 0xff, 0xff] },
        { "a text that is no UTF-8", [10, 2, 0xc3, 0x28] },
        { "half a pair of surrogates", [10, 3, 0xed, 0xa0, 0x80] },
    };

    [Theory, MemberData(nameof(Garbage))]
    public async Task Bytes_that_are_no_message_are_to_be_mended_and_the_next_call_is_answered(string name, byte[] bytes)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(name);
        var open = Of("edgepos.v1.Checkout", "OpenBasket", MethodType.Unary);
        var import = Of("edgepos.v1.PriceBook", "Import", MethodType.ClientStreaming);
        var calls = shop.Daemon.Channel.CreateCallInvoker();
        var refusal = await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID",
            () => calls.AsyncUnaryCall(open, null, new CallOptions(Daemon.As(1, "nl")), bytes).ResponseAsync);
        Assert.StartsWith("De opdracht klopt niet:", refusal.Message, StringComparison.Ordinal);
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", async () =>
        {
            using var parts = calls.AsyncClientStreamingCall(import, null, new CallOptions(Daemon.As(1)));
            // Where items are, the second field of an import, instead of the first of the other call.
            await parts.RequestStream.WriteAsync([(byte)(bytes[0] == 10 ? 18 : bytes[0]), .. bytes[1..]]);
            await parts.RequestStream.CompleteAsync();
            await parts;
        });
        await _till.Abandon((await _till.Open()).BasketId);
    }

    private static Method<byte[], byte[]> Of(string service, string name, MethodType type)
    {
        var bytes = Marshallers.Create<byte[]>(sent => sent, got => got);
        return new Method<byte[], byte[]>(type, service, name, bytes, bytes);
    }
}
