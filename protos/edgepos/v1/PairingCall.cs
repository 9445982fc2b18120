using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.V1;

/// <summary>A new register's side of a pairing.</summary>
/// <param name="box">Address of the box; http: a demo on loopback, where there is no TLS.</param>
public sealed class PairingCall(Uri box)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private byte[] _shown = [];

    /// <summary>Pairs, and writes key, certificate and root into a folder. Nothing is written where it comes to nothing.</summary>
    /// <param name="code">Six digits, as staff read them.</param>
    /// <param name="register">The number that staff read with it; 0: they read none.</param>
    /// <returns>The register's number.</returns>
    /// <exception cref="RpcException">The box refuses, or does not answer.</exception>
    /// <exception cref="PairingFault">Who answers does not know the code: it is not the box, or somebody stands in between.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<int> RunAsync(string code, int register, string folder, Metadata headers, TimeProvider time, CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(box, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = Tls(), AllowAutoRedirect = false, UseProxy = false },
            DisposeHttpClient = true,
        });
        var until = (time.GetUtcNow() + Deadline).UtcDateTime;
        using var call = new Registers.RegistersClient(channel).Pair(headers, until, stop);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = PairingProof.OfRegister(code);
        var opening = new PairOpening { Register = register, Round1 = own.Round1() };
        await SendAsync(call, new PairStep { Opening = opening });
        var answer = (await NextAsync(call, stop)).Opening ?? throw new PairingFault("the box answers what it was not asked");

        var proof = new PairProof { Round2 = own.Round2To(answer.Round1), Csr = ByteString.CopyFrom(RegisterIdentity.RequestOf(key)) };
        var keys = own.KeysOf(answer.Round2, new PairingSaid(opening, answer, proof, _shown));
        proof.Mac = ByteString.CopyFrom(keys.RegisterMac());
        await SendAsync(call, new PairStep { Proof = proof });
        await call.RequestStream.CompleteAsync();
        var paired = (await NextAsync(call, stop)).Paired;
        if (paired?.Certificate is null || !PairingKeys.Fits(paired.Mac, keys.BoxMac(paired.Certificate)))
            throw new PairingFault("who answers does not know the code: this is not the box, or somebody stands in between");
        return Keep(folder, key, paired.Certificate, answer.Root.ToByteArray());
    }

    // Who it is shows in the end, by the code; until then only which certificate it shows is kept. It is one and the same for the whole
    // call: nobody shows his own where it is spoken, and the box's where it is not.
    private SslClientAuthenticationOptions Tls() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = RegisterIdentity.Policy(),
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            byte[] shown = certificate?.GetRawCertData() ?? [];
            if (_shown.Length == 0)
                _shown = shown;
            return shown.Length > 0 && _shown.AsSpan().SequenceEqual(shown);
        },
    };

    private int Keep(string folder, ECDsa key, RegisterCertificate given, byte[] rootBytes)
    {
        using var root = X509CertificateLoader.LoadCertificate(rootBytes);
        if (_shown.Length > 0)
        {
            using var shown = X509CertificateLoader.LoadCertificate(_shown);
            if (!RegisterIdentity.IsOfBox(shown, root))
                throw new PairingFault("the box's certificate is not from its own root");
        }

        using var own = X509CertificateLoader.LoadCertificate(given.Certificate.Span);
        if (!own.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            throw new PairingFault("the certificate is not for this register's key");
        RegisterIdentity.Save(folder, key, given.Certificate.ToByteArray(), rootBytes);
        return given.Register;
    }

    // Where the box has ended the call, its answer says why: that is read next.
    private static async Task SendAsync(AsyncDuplexStreamingCall<PairStep, PairAnswer> call, PairStep step)
    {
        try
        {
            await call.RequestStream.WriteAsync(step);
        }
        catch (RpcException)
        {
        }
    }

    private static async Task<PairAnswer> NextAsync(AsyncDuplexStreamingCall<PairStep, PairAnswer> call, CancellationToken stop) =>
        await call.ResponseStream.MoveNext(stop) ? call.ResponseStream.Current : throw new PairingFault("the box ended the call");
}
