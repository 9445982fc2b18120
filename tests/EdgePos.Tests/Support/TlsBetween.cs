using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.Tests;

/// <summary>A man in the middle: ends TLS with a certificate of his own, and passes on all that is said, both ways.</summary>
internal sealed class TlsBetween : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private long _passed;

    public TlsBetween(int box, X509Certificate2 own)
    {
        _listener.Start();
        _accepting = AcceptAsync(box, own);
    }

    public string Address => $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Bytes that he has read of what registers said.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync(int box, X509Certificate2 own)
    {
        var under = new List<Task>();
        try
        {
            while (true)
                under.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token), box, own));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(under);
        }
    }

    private async Task PassAsync(TcpClient register, int box, X509Certificate2 own)
    {
        var h2 = new List<SslApplicationProtocol> { SslApplicationProtocol.Http2 };
        try
        {
            using var to = new TcpClient("127.0.0.1", box);
            await using var theirs = new SslStream(register.GetStream());
            await using var ours = new SslStream(to.GetStream(), false, (_, shown, _, _) => shown is not null);
            await theirs.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = own, ApplicationProtocols = h2 }, _end.Token);
            await ours.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { ApplicationProtocols = h2, TargetHost = "localhost" }, _end.Token);
            await Task.WhenAny(CopyAsync(theirs, ours, counts: true), CopyAsync(ours, theirs, counts: false));
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // One of the two went away.
        }
        finally
        {
            register.Dispose();
        }
    }

    private async Task CopyAsync(Stream from, Stream to, bool counts)
    {
        byte[] part = new byte[16 * 1024];
        while (await from.ReadAsync(part, _end.Token) is > 0 and int read)
        {
            await to.WriteAsync(part.AsMemory(0, read), _end.Token);
            if (counts)
                Interlocked.Add(ref _passed, read);
        }
    }
}
