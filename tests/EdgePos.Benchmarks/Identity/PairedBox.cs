using EdgePos.Provisioning;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Benchmarks;

/// <summary>The real daemon as shops have it: nobody but registers that were paired may call, over mutual TLS.</summary>
internal sealed class PairedBox(BenchBox tools, GrpcChannel staff, Uri address) : IAsyncDisposable
{
    // Registers have disks of their own: what they keep is not written to the one that the box waits for.
    private readonly DirectoryInfo _registerDisk = new(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"edgepos-bench-{Environment.ProcessId}"));

    private static readonly Metadata AtTheBox = new() { { "edgepos-register", "9999" } };

    private readonly Registers.RegistersClient _registers = new(staff);

    /// <summary>Starts it. It is looked after over its socket file.</summary>
    public static async Task<PairedBox> StartAsync(string gateway, string data, int port, CancellationToken stop)
    {
        var staff = BoxChannel.To(new Uri($"unix:{Path.Combine(data, "edgepos.sock")}"));
        var tools = await BenchBox.StartAsync(gateway, staff, stop, "--Gateway:Demo=false", "--HeadOffice:Embedded=false",
            $"--Gateway:Listen=127.0.0.1:{port}", $"--Gateway:DataFolder={data}");
        return new PairedBox(tools, staff, new Uri($"https://127.0.0.1:{port}"));
    }

    /// <summary>Pairs a register.</summary>
    public async Task<RegisterIdentity> PairAsync(int register, CancellationToken stop)
    {
        var code = await _registers.BeginPairingAsync(new BeginPairingRequest
        {
            CommandId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
            Kind = RegisterKind.Till,
            Name = $"register {register}",
            Register = register,
        }, AtTheBox, cancellationToken: stop);
        string own = Path.Combine(_registerDisk.FullName, $"register{register}");
        await new PairingCall(address).RunAsync(code.Code, register, own, [], TimeProvider.System, stop);
        return RegisterIdentity.Open(own);
    }

    /// <summary>A register's connection. It is made with the first call, by a handshake of its own.</summary>
    public GrpcChannel ChannelOf(RegisterIdentity register) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { SslOptions = register.Tls() },
        DisposeHttpClient = true,
    });

    /// <summary>The box as a register sees it.</summary>
    public BenchBox As(GrpcChannel register) => tools.Over(register);

    public async ValueTask DisposeAsync()
    {
        await tools.DisposeAsync();
        if (_registerDisk.Exists)
            _registerDisk.Delete(recursive: true);
    }
}
