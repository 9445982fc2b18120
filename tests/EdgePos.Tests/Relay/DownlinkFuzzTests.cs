using CsCheck;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>Somebody who may write on every topic that a box hears.</summary>
public sealed class DownlinkFuzzTests
{
    private static readonly string[] AllTopics =
    [
        Topics.Confirmed("demo", "S1", "box1"), Topics.Resend("demo", "S1", "box1"), Topics.HeadOfficeState("demo"),
        Topics.Manifest("demo", "S1", "things"), Topics.Manifest("demo", "S1", "unheard-of"), Topics.Manifest("demo", "S1", "price-book"),
        Topics.Chunk("demo", "S1", "things", 1, 0), Topics.Chunk("demo", "S1", "things", 7, 3),
        "edgepos/v1/demo/S1/data/things/none/0", "edgepos/v1/demo/S1/data/things/0/0",
    ];

    // Bytes as they fall, messages of the right kind with other content, and what a newer head office may add.
    private static readonly Gen<byte[]> Payloads = Gen.OneOf(
        Gen.Byte.Array[0, 100],
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Long).Select((epoch, seq) => new Confirmed { Epoch = Bytes(epoch), Seq = seq }.ToByteArray()),
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Long).Select((epoch, seq) =>
            new Resend { Epoch = Bytes(epoch), FromSeq = seq, Reason = ResendReason.Forked }.ToByteArray()),
        Gen.Byte.Array[0, 90].Select(bytes => new SignedManifest { Manifest = Bytes(bytes), Signature = Bytes(bytes) }.ToByteArray()),
        Gen.Select(Gen.Int, Gen.Byte.Array[0, 70]).Select((number, bytes) =>
            new Chunk { Number = number, Bytes = Bytes(bytes) }.ToByteArray()),
        Gen.Byte.Array[1, 40].Select(bytes => new byte[] { 0xfa, 0x3f, (byte)bytes.Length }.Concat(bytes).ToArray()));

    [Fact]
    public async Task Whatever_comes_down_the_journal_goes_up_and_nothing_moves()
    {
        await using var chain = await RelayChain.StartAsync(seed: 1);
        await chain.SellAsync(10);
        using var stranger = new MqttClientFactory().CreateMqttClient();
        await stranger.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", chain.BrokerPort).Build());
        await Gen.Select(Gen.OneOfConst(AllTopics), Payloads).SampleAsync(async (topic, payload) =>
        {
            await stranger.PublishAsync(topic, payload);
        }, iter: 1000, threads: 1);
        await chain.SellAsync(50);
        await stranger.PublishAsync(Topics.HeadOfficeState("demo"), new HeadOfficeState { Online = true }.ToByteArray());
        await chain.SettleAsync("after 1000 messages of a stranger");
        var datasets = Assert.Single(chain.Datasets.Now());
        Assert.Equal(("", ""), (datasets.Version, datasets.Next));
    }

    private static ByteString Bytes(byte[] bytes) => ByteString.CopyFrom(bytes);
}

/// <summary>Publishing in one line.</summary>
file static class Strangers
{
    public static Task PublishAsync(this IMqttClient client, string topic, byte[] payload) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
}
