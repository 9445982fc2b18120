using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>With certificates the box is no demo: it takes registers from its own root, and nobody else.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _root = Certificates.Root("box root"), _otherRoot = Certificates.Root("another root");
    private readonly int _port = Daemon.FreePort();

    public void Dispose()
    {
        _root.Dispose();
        _otherRoot.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Only_a_register_with_a_certificate_from_the_box_root_gets_in()
    {
        await using var daemon = StartOn("127.0.0.1");

        using var ours = Certificates.Leaf(_root, "register 1");
        using var stranger = Certificates.Leaf(_otherRoot, "register 1");
        Assert.Equal("S1", (await AskAsync(ours, patient: true)).Store);
        await Assert.ThrowsAsync<RpcException>(() => AskAsync(stranger));
        await Assert.ThrowsAsync<RpcException>(() => AskAsync(null));
        using var plain = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        await Assert.ThrowsAsync<RpcException>(() => StatusAsync(plain));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [Fact]
    public async Task An_address_that_is_not_ours_is_one_clear_line_and_exit_code_69()
    {
        await using var daemon = StartOn("192.0.2.1"); // TEST-NET-1 of RFC 5737: nobody has it
        Assert.Equal(69, await daemon.WaitAsync());
        Assert.Single(daemon.Output.Split('\n'), line => line.StartsWith("edgepos-gateway: cannot listen", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", daemon.Output, StringComparison.Ordinal);
    }

    private ProgramRun StartOn(string address)
    {
        using var box = Certificates.Leaf(_root, "localhost");
        box.Write(_folder, "box");
        File.WriteAllText(_folder.File("root.pem"), _root.ExportCertificatePem());
        return ProgramRun.Start(Programs.Gateway, [
            "--environment", "Demo", .. Daemon.Alone, "--Gateway:Demo=false", $"--Gateway:Listen={address}:{_port}",
            $"--Gateway:DataFolder={_folder.File("data")}", $"--Gateway:CertificateFile={_folder.File("box.pem")}",
            $"--Gateway:KeyFile={_folder.File("box.key")}", $"--Gateway:ClientRootFile={_folder.File("root.pem")}"]);
    }

    private async Task<BoxStatus> AskAsync(X509Certificate2? certificate, bool patient = false)
    {
        var tls = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, server, _, _) => server?.Issuer == _root.Subject,
            ClientCertificates = certificate is null ? [] : [certificate],
        };
        using var channel = GrpcChannel.ForAddress(
            $"https://localhost:{_port}", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { SslOptions = tls } });
        for (int i = 0; ; i++)
        {
            try
            {
                return await StatusAsync(channel);
            }
            catch (RpcException) when (patient && i < 300)
            {
                await Task.Delay(50); // it is still starting
            }
        }
    }

    private static async Task<BoxStatus> StatusAsync(GrpcChannel channel) =>
        await new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), Daemon.As(1));
}
