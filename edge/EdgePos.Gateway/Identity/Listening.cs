using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgePos.Ledger;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EdgePos.Gateway;

/// <summary>
/// How registers reach the box: HTTP/2 over mutual TLS 1.3, with the box's own authority or with certificates that somebody else
/// makes; without TLS only a demo, on loopback.
/// </summary>
internal static class Listening
{
    private const int LongestSocketFile = 107; // sun_path of unix(7), less its end

    /// <summary>Sets the server up as the options say; they have been checked.</summary>
    /// <param name="doors">Asked for where the box has its own authority.</param>
    public static void Listen(this KestrelServerOptions kestrel, GatewayOptions options, Func<Doors> doors, DataFolder folder)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.MaxConcurrentConnections = 1000;
        if (options.HasOwnAuthority)
        {
            kestrel.Listen(options.ToEndpoint(), doors().OpenPort);
            if (Encoding.UTF8.GetByteCount(folder.SocketFile) > LongestSocketFile)
            {
                throw new LedgerFault(FaultKind.CannotOpen, "open", folder.SocketFile,
                    $"a socket file's path has at most {LongestSocketFile} bytes; choose a shorter Gateway:DataFolder");
            }

            File.Delete(folder.SocketFile); // the folder is ours alone: nobody listens there
            kestrel.ListenUnixSocket(folder.SocketFile, Doors.OpenFile);
            return;
        }

        kestrel.Listen(options.ToEndpoint(), listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (options.HasCertificates)
                listen.UseHttps(MutualTls(options));
        });
    }

    /// <summary>Of the socket file: owner and group may open it, and from its first moment nobody else.</summary>
    public static void ForOwnerAndGroup(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = endpoint =>
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (endpoint is UnixDomainSocketEndPoint)
        {
            File.SetUnixFileMode(endpoint.ToString()!,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }

        return socket;
    };

    private static HttpsConnectionAdapterOptions MutualTls(GatewayOptions options)
    {
        var root = X509CertificateLoader.LoadCertificateFromFile(options.ClientRootFile);
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile),
            SslProtocols = SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, errors) => IsOurs(certificate, root, errors),
            OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = NothingFetched(),
        };
    }

    // Only a certificate from the box's own root will do; what the system trusts does not count.
    private static bool IsOurs(X509Certificate2 certificate, X509Certificate2 root, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return false;
        using var chain = new X509Chain { ChainPolicy = NothingFetched() };
        chain.ChainPolicy.CustomTrustStore.Add(root);
        return chain.Build(certificate);
    }

    /// <summary>Nobody is trusted yet, and nothing that a stranger's certificate names is fetched.</summary>
    public static X509ChainPolicy NothingFetched() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
