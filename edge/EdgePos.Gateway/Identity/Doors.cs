using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgePos.Gateway;

/// <summary>
/// The two ways to a box with certificates of its own: the port, with TLS, where strangers get little room; and a socket file, for
/// who is on the box itself.
/// </summary>
internal sealed class Doors(
    BoxAuthority authority, ServerCertificate server, RegisterBook book, PairingDesk pairings, Strangers strangers, TimeProvider time)
{
    // A pairing takes a second or two.
    private const int StrangersMost = 256, OfAnAddressMost = 8;

    private static readonly TimeSpan StrangersStay = TimeSpan.FromMinutes(1), HandshakeMost = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly List<(ConnectionContext Connection, IPAddress From)> _strangers = [];

    /// <summary>Sets up the port.</summary>
    public void OpenPort(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<Visitor>() is null)
                strangers.Note(AddressOf(connection), "it does not speak TLS 1.3, or its certificate is not of this box");
        });
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (connection, _) => Show(connection),
            SslProtocols = System.Security.Authentication.SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            HandshakeTimeout = HandshakeMost,
            ClientCertificateValidation = (certificate, _, errors) =>
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) && authority.IsOurs(certificate),
            OnAuthenticate = (_, tls) =>
            {
                // Each connection shows its certificate, and is looked at, anew. What a stranger's certificate names is not fetched.
                tls.AllowTlsResume = false;
                tls.CertificateChainPolicy = Listening.NothingFetched();
            },
        });
        listen.Use(next => connection => ComeInAsync(connection, () => next(connection)));
    }

    /// <summary>Sets up the socket file.</summary>
    public static void OpenFile(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            connection.Features.Set(new Visitor(Door.File, connection, IPAddress.None, Shown: null));
            return next(connection);
        });
    }

    private X509Certificate2 Show(ConnectionContext? connection)
    {
        var certificate = server.Current();
        connection?.Features.Set(new ServedCertificate(certificate.RawData));
        return certificate;
    }

    private Task ComeInAsync(ConnectionContext connection, Func<Task> next)
    {
        var from = AddressOf(connection);
        var shown = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate
            ? ShownCertificate.Of(certificate) : null;
        connection.Features.Set(new Visitor(Door.Port, connection, from, shown));
        return shown is not null && book.Admit(shown).Who is not null ? book.WhileOpenAsync(connection, shown, next)
            : ReceiveAsync(connection, from, next);
    }

    private static IPAddress AddressOf(ConnectionContext connection) =>
        (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;

    // Strangers stay for a minute, few of one address; when too many are there, who has been there longest goes.
    private async Task ReceiveAsync(ConnectionContext connection, IPAddress from, Func<Task> next)
    {
        if (pairings.IsShutOut(from))
        {
            strangers.Note(from, "it knocked too often");
            connection.Abort(new ConnectionAbortedException("it knocked too often"));
            return;
        }

        ConnectionContext? tooMany = null;
        lock (_turn)
        {
            var ofIt = _strangers.Where(one => one.From.Equals(from)).Take(OfAnAddressMost).ToList();
            tooMany = ofIt.Count == OfAnAddressMost ? ofIt[0].Connection
                : _strangers.Count == StrangersMost ? _strangers[0].Connection : null;
            if (tooMany is not null)
                _strangers.RemoveAll(one => one.Connection == tooMany);
            _strangers.Add((connection, from));
        }

        tooMany?.Abort(new ConnectionAbortedException("too many strangers"));
        await using var stay = time.CreateTimer(_ => connection.Abort(), null, StrangersStay, Timeout.InfiniteTimeSpan);
        try
        {
            await next();
        }
        finally
        {
            lock (_turn)
                _strangers.RemoveAll(one => one.Connection == connection);
        }
    }
}
