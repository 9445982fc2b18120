using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Provisioning;

/// <summary>What head office has of a box.</summary>
/// <param name="Epoch">Of which ledger; empty: it was not said.</param>
/// <param name="Seq">All entries up to this one.</param>
/// <param name="Hash">Of that entry.</param>
internal sealed record ConfirmedMark(byte[] Epoch, long Seq, byte[] Hash);

/// <summary>
/// Asks the broker what head office has confirmed of a box: its last confirmation is retained there. Says nothing as the box, and takes
/// nobody's place: it has a name of its own.
/// </summary>
internal sealed class HeadOfficeQuestion(RestoredSettings settings, BoxIdentity box, TimeProvider time)
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(10);

    // What is retained comes right behind the subscription.
    private static readonly TimeSpan RetainedWithin = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <exception cref="IOException">Nobody says, and why.</exception>
    public async Task<ConfirmedMark> AskAsync(CancellationToken stop)
    {
        string broker = $"{settings.BrokerHost}:{settings.BrokerPort}";
        using var client = new MqttClientFactory().CreateMqttClient();
        var heard = new TaskCompletionSource<Confirmed>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += message =>
        {
            Take(message.ApplicationMessage, heard);
            return Task.CompletedTask;
        };
        try
        {
            await WithinAsync(token => client.ConnectAsync(OptionsOf(), token), stop);
            string topic = Topics.Confirmed(box.Tenant, box.Store, box.Box);
            var listening = await WithinAsync(token => client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), token), stop);
            if (listening.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
                throw new IOException($"the broker {broker} does not let the box hear what head office has: {refused.ResultCode}");
            var confirmed = await heard.Task.WaitAsync(RetainedWithin, time, stop);
            return new ConfirmedMark(confirmed.Epoch.ToByteArray(), confirmed.Seq, confirmed.Hash.ToByteArray());
        }
        catch (TimeoutException)
        {
            throw new IOException($"the broker {broker} does not know what head office has of this box");
        }
        catch (Exception fault) when (fault is MqttCommunicationException or AuthenticationException or OperationCanceledException
            && !stop.IsCancellationRequested)
        {
            throw new IOException($"the broker {broker} cannot be asked: {fault.GetBaseException().Message}", fault);
        }
        catch (InvalidProtocolBufferException wrong)
        {
            throw new IOException($"what the broker {broker} says cannot be read: {wrong.Message}", wrong);
        }
    }

    private static void Take(MqttApplicationMessage message, TaskCompletionSource<Confirmed> heard)
    {
        try
        {
            heard.TrySetResult(Confirmed.Parser.ParseFrom(message.Payload));
        }
        catch (InvalidProtocolBufferException wrong)
        {
            heard.TrySetException(wrong);
        }
    }

    private MqttClientOptions OptionsOf()
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer(settings.BrokerHost, settings.BrokerPort)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId($"{box.Tenant}-{box.Store}-{box.Box}-restore").WithCleanStart()
            .WithTimeout(CallDeadline);
        if (settings.BrokerTls?.Read() is { } certificates)
        {
            options.WithTlsOptions(tls => tls.UseTls().WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
                .WithRevocationMode(X509RevocationMode.NoCheck).WithClientCertificates(certificates.Own is { } own ? [own] : [])
                .WithCertificateValidationHandler(seen => certificates.Vouch(seen.Certificate, seen.SslPolicyErrors)));
        }

        return options.Build();
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(CallDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        return await call(either.Token);
    }
}
