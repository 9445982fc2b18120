using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Relay;

/// <summary>What the MQTT library is told for a connection of a box.</summary>
internal static class BrokerClient
{
    private const int SocketBufferBytes = 256 * 1024; // the library's 8 KB ruins large messages

    /// <summary>Ends a connection so that the broker tells that the box is gone.</summary>
    public static readonly MqttClientDisconnectOptions WithWill =
        new() { Reason = MqttClientDisconnectOptionsReason.DisconnectWithWillMessage };

    /// <summary>A fresh session each time, nothing kept by the broker: what is owed stands in the journal.</summary>
    /// <param name="state">The box as it is; the will says that it is gone.</param>
    public static MqttClientOptions OptionsOf(RelayOptions options, BoxIdentity identity, BoxState state)
    {
        var gone = state.Clone();
        (gone.Online, gone.HelpNonce) = (false, ByteString.Empty);
        var (tenant, store, box) = (identity.Tenant, identity.Store, identity.Box);
        var client = new MqttClientOptionsBuilder()
            .WithTcpServer(options.BrokerHost, options.BrokerPort)
            .WithTcpServer(tcp => tcp.BufferSize = SocketBufferBytes)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId($"{tenant}-{store}-{box}")
            .WithCleanStart()
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.CallDeadline)
            .WithWillTopic(Topics.State(tenant, store, box))
            .WithWillPayload(gone.ToByteArray())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain();
        if (options.Tls?.Read() is { } certificates)
            Secure(client, certificates);
        return client.Build();
    }

    /// <summary>
    /// Takes leave of the broker, and lets the client go. What is broken already says so in many ways; a library that ends a broken
    /// connection by itself at that moment disposes of the same things (MQTTnet 5.2, MqttClient.Cleanup).
    /// </summary>
    /// <param name="how">What the broker is told.</param>
    /// <param name="deadline">How long it may take to hear it.</param>
    public static async Task EndAsync(IMqttClient client, MqttClientDisconnectOptions how, TimeSpan deadline, TimeProvider time)
    {
        try
        {
            using var late = new CancellationTokenSource(deadline, time);
            if (client.IsConnected)
                await client.DisconnectAsync(how, late.Token);
        }
        catch (Exception)
        {
            // What the library says of a broken connection depends on where it broke.
        }

        try
        {
            client.Dispose();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or AggregateException)
        {
            // It was let go already.
        }
    }

    /// <summary>The connection is TLS: the broker is who it must be, and we are who we are.</summary>
    public static void Secure(MqttClientOptionsBuilder client, BrokerCertificates certificates) => client.WithTlsOptions(tls => tls
        .UseTls()
        .WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13)
        .WithRevocationMode(X509RevocationMode.NoCheck)
        .WithClientCertificates(certificates.Own is { } own ? [own] : [])
        .WithCertificateValidationHandler(seen => certificates.Vouch(seen.Certificate, seen.SslPolicyErrors)));
}
