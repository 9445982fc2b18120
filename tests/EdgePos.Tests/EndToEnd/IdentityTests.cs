using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Whoever is no register of the box stays outside, whatever they show and speak.</summary>
public sealed class IdentityTests(PairedShop shop) : IClassFixture<PairedShop>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Without_a_certificate_nothing_is_answered_but_that()
    {
        long before = (await shop.StatusAsync()).StrangersRefused;
        var channel = shop.Showing(null);
        for (int i = 0; i < 20; i++)
            await Refusals.StrangerAsync(channel, "it shows no certificate", Daemon.As(1));
        await Refusals.StrangerAsync(channel, "ze toont geen certificaat", Daemon.As(1, "nl"));
        await RefusedAsync(() => new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()).ResponseAsync);
        await RefusedAsync(() => new Registers.RegistersClient(channel).BeginPairingAsync(new BeginPairingRequest()).ResponseAsync);
        await RefusedAsync(() => new Registers.RegistersClient(channel).RenewAsync(new RenewRequest()).ResponseAsync);
        using var reflection = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await RefusedAsync(() => reflection.ResponseStream.MoveNext(CancellationToken.None));

        Assert.InRange((await shop.StatusAsync()).StrangersRefused, before + 25, long.MaxValue);
        Assert.InRange(shop.Output.Split("is no register of this box").Length - 1, 0, 1);
    }

    [Fact]
    public async Task A_certificate_of_another_root_does_not_come_as_far_as_a_call()
    {
        using var root = Certificates.Root("EdgePos box1");
        using var certificate = Certificates.Leaf(root, "register 1");
        long before = (await shop.StatusAsync()).StrangersRefused;
        await Refusals.OutsideAsync(shop.Showing(certificate));
        await shop.UntilRefusedAsync(before + 1);
    }

    [Fact]
    public async Task A_certificate_of_the_box_must_be_a_registers_and_of_its_number_and_in_time()
    {
        using var register = await shop.PairAsync();
        using var revoked = await shop.PairAsync();
        string folder = shop.FolderOf(register), name = $"CN=register {register.Number}";
        await shop.RevokeAsync(revoked.Number);
        var month = Now.AddDays(29);

        await Refusals.NoneAsync(shop.Showing(shop.Forged(name, month, folder)));
        foreach (var (subject, until, why) in new[]
        {
            (name, Now.AddDays(-1), "its certificate has ended"),
            ($"CN=till {register.Number}", month, "not the one that it was paired with"),
            ($"CN=register {register.Number}x", month, "not the one that it was paired with"),
            ($"CN=register {revoked.Number}", month, "it was shut out"),
            ("CN=register 4000", month, "not the one that it was paired with"),
            ("CN=register 0", month, "not the one that it was paired with"),
            ("CN=register -1", month, "not the one that it was paired with"),
            ($"O=shop, {name}", month, "not the one that it was paired with"),
        })
            await Refusals.StrangerAsync(shop.Showing(shop.Forged(subject, until, folder)), why);
        await Refusals.OutsideAsync(shop.Showing(shop.Forged(name, month, folder, usage: "1.3.6.1.5.5.7.3.1"))); // a server's
        await Refusals.OutsideAsync(shop.Showing(Certificates.Root($"register {register.Number}"))); // its own
    }

    [Fact]
    public async Task The_number_is_the_certificates_and_a_header_may_only_say_the_same()
    {
        using var register = await shop.PairAsync();
        var channel = shop.Of(register);
        await new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), Daemon.As(register.Number));
        await Refusals.StrangerAsync(channel, "it gives another number than its certificate", Daemon.As(register.Number + 1));
        await Refusals.StrangerAsync(channel, "it gives another number than its certificate", new Metadata { { "edgepos-register", "" } });
    }

    [Theory]
    [InlineData("edgepos.v1.registers", "pair")]
    [InlineData("edgepos.v1.Registers", "List")]
    public async Task A_stranger_is_nobody_however_they_spell_it_and_whoever_they_say_they_are(string service, string name)
    {
        using var register = await shop.PairAsync();
        var bytes = Marshallers.Create<byte[]>(sent => sent, got => got);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, bytes, bytes);
        var stranger = shop.Showing(null).CreateCallInvoker();
        await Till.Refused(StatusCode.Unauthenticated, "REGISTER_UNKNOWN", () => stranger
            .AsyncUnaryCall(method, null, new CallOptions(Daemon.As(register.Number)), []).ResponseAsync);
        Assert.DoesNotContain(new EdgePos.Ledger.LedgerReader(Path.Combine(shop.DataFolder, "ledger.db")).Entries(0, 10_000, long.MaxValue),
            entry => entry.Header.Kind.EndsWith("CallRefused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_TLS_1_3_with_HTTP_2_is_spoken()
    {
        using var register = await shop.PairAsync();
        long before = (await shop.StatusAsync()).StrangersRefused;
        var old = register.Tls();
        old.EnabledSslProtocols = SslProtocols.Tls12;
        await Refusals.OutsideAsync(shop.Over(old));
        await Refusals.OutsideAsync(shop.Keep(GrpcChannel.ForAddress(shop.Address.Replace("https", "http", StringComparison.Ordinal))));
        await shop.UntilRefusedAsync(before + 2);

        foreach (var (version, type) in new[]
        {
            (HttpVersion.Version11, "application/grpc-web+proto"), (HttpVersion.Version20, "application/grpc-web+proto"),
            (HttpVersion.Version11, "application/grpc"), (HttpVersion.Version20, "application/json"),
        })
        {
            using var client = new HttpClient(PairedShop.HandlerOf(register.Tls()));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{shop.Address}/edgepos.v1.Box/GetStatus")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            };
            try
            {
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.False(answer.IsSuccessStatusCode, $"{version} {type}: {answer}");
            }
            catch (HttpRequestException)
            {
                // It does not come as far as an answer.
            }
        }
    }

    [Fact]
    public async Task OpenSSL_sees_the_same()
    {
        if (!File.Exists("/usr/bin/openssl"))
            Assert.Skip("There is no openssl on this machine.");
        string[] box = ["s_client", "-connect", $"127.0.0.1:{shop.Port}", "-alpn", "h2"];
        var good = await ProgramRun.ToEndAsync("openssl", "", box);
        Assert.Contains("TLSv1.3", good.Output, StringComparison.Ordinal);
        Assert.Contains("ALPN protocol: h2", good.Output, StringComparison.Ordinal);
        var old = await ProgramRun.ToEndAsync("openssl", "", [.. box, "-tls1_2"]);
        Assert.NotEqual(0, old.ExitCode);
        Assert.Contains("protocol version", old.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_is_no_box()
    {
        using var register = await shop.PairAsync();
        using var root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(shop.FolderOf(register), "box-root.pem"));
        using var own = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(shop.FolderOf(register), "register.pem"));
        Assert.False(RegisterIdentity.IsOfBox(own, root));
        X509Certificate2? shown = null;
        var tls = register.Tls();
        tls.RemoteCertificateValidationCallback = (_, box, _, _) =>
        {
            shown = box is null ? null : X509CertificateLoader.LoadCertificate(box.GetRawCertData());
            return shown is not null;
        };
        await Refusals.NoneAsync(shop.Over(tls));
        Assert.True(RegisterIdentity.IsOfBox(shop.Keep(shown!), root));
        using var otherRoot = Certificates.Root("EdgePos box1");
        Assert.False(RegisterIdentity.IsOfBox(shown!, otherRoot));
    }

    [Fact]
    public async Task The_files_are_for_who_may_have_them()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(shop.DataFolder, "authority.key")));
        Assert.Equal(owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(shop.SocketFile));
        await shop.StatusAsync();
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
}

/// <summary>What a box keeps over a restart, and a kill.</summary>
public sealed class IdentityKeptTests
{
    [Fact]
    public async Task After_a_restart_the_registers_are_the_same()
    {
        await using var shop = new PairedShop();
        await shop.InitializeAsync();
        using var register = await shop.PairAsync();
        using var revoked = await shop.PairAsync();
        await shop.RevokeAsync(revoked.Number);
        await shop.KillAsync(); // the socket file stays behind
        await shop.StartAsync();
        await Refusals.NoneAsync(shop.Of(register));
        await Refusals.StrangerAsync(shop.Of(revoked), "it was shut out");
        Assert.Equal(0, await shop.StopAsync());
    }
}
