using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace EdgePos.Tests;

/// <summary>A box that has nothing but its journal: sends it in batches until head office has confirmed all of it.</summary>
internal sealed class JournalSender(SentJournal journal, string store, string box, int brokerPort)
{
    private const int BatchEntries = 20, Window = 8;

    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(1);

    private readonly Channel<(long Confirmed, long Again)> _heard = Channel.CreateBounded<(long, long)>(1000);

    /// <summary>How far it has sold: it sends no further.</summary>
    public int Sold { get; set; }

    /// <summary>What head office has said of another history.</summary>
    public int Forks { get; private set; }

    /// <summary>Sends until all is confirmed; never faster than head office confirms.</summary>
    public Task RunAsync(CancellationToken late) => RunAsync(journal.Count, late);

    /// <summary>Sends until so much is confirmed.</summary>
    public async Task RunAsync(int enough, CancellationToken late)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += HearAsync;
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", brokerPort)
            .WithClientId($"{store}-{box}").WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), late);
        foreach (string topic in new[] { Topics.Confirmed("demo", store, box), Topics.Resend("demo", store, box) })
            await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, late);

        long confirmed = 0, sent = 0;
        while (confirmed < enough)
        {
            while (sent < Sold && sent - confirmed < Window * BatchEntries)
            {
                int last = (int)Math.Min(sent + BatchEntries, Sold);
                await SendAsync(client, journal.Batch((int)sent + 1, last), late);
                sent = last;
            }

            try
            {
                var heard = await _heard.Reader.ReadAsync(late).AsTask().WaitAsync(NoAnswer, late);
                confirmed = Math.Max(confirmed, heard.Confirmed);
                sent = Math.Max(confirmed, heard.Again >= 0 ? heard.Again : sent);
            }
            catch (TimeoutException)
            {
                sent = confirmed;
            }
        }
    }

    private async Task SendAsync(IMqttClient client, Batch batch, CancellationToken late)
    {
        try
        {
            await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topics.Journal("demo", store, box))
                .WithPayload(batch.ToByteArray()).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), late);
        }
        catch (MqttCommunicationException)
        {
            // It is sent again when nobody confirms it.
        }
    }

    private Task HearAsync(MqttApplicationMessageReceivedEventArgs heard)
    {
        if (heard.ApplicationMessage.Topic.EndsWith("/confirmed", StringComparison.Ordinal))
        {
            var confirmed = Confirmed.Parser.ParseFrom(heard.ApplicationMessage.Payload);
            if (confirmed.Hash.Span.SequenceEqual(journal.HashAt((int)confirmed.Seq)))
                return _heard.Writer.WriteAsync((confirmed.Seq, -1)).AsTask();
            Forks++;
            return Task.CompletedTask;
        }

        var resend = Resend.Parser.ParseFrom(heard.ApplicationMessage.Payload);
        Forks += resend.Reason == ResendReason.Forked ? 1 : 0;
        return _heard.Writer.WriteAsync((0, resend.FromSeq - 1)).AsTask();
    }
}
