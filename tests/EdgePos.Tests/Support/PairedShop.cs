using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.Gateway;
using EdgePos.Provisioning;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests;

/// <summary>The real daemon with its own certificates, staff who reach it over its socket file, and registers that are paired.</summary>
public sealed class PairedShop : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _kept = [];
    private readonly Dictionary<RegisterIdentity, string> _folderOf = [];
    private ProgramRun _run = null!;
    private int _folders;

    public PairedShop()
    {
        Port = Daemon.FreePort();
        Tools = BoxChannel.To(new Uri($"unix:{SocketFile}"));
        _kept.Add(Tools);
    }

    public int Port { get; }

    public string Address => $"https://127.0.0.1:{Port}";

    public string DataFolder => _folder.File("data");

    public string SocketFile => Path.Combine(DataFolder, "edgepos.sock");

    /// <summary>The way of the box's own tools.</summary>
    public GrpcChannel Tools { get; }

    public Registers.RegistersClient Staff => new(Tools);

    public string Output => _run.Output;

    /// <summary>Further settings.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync()
    {
        _run = ProgramRun.Start(Programs.Gateway, ["--environment", "Demo", "--Gateway:Demo=false", "--Devices:printer:Link=",
            "--HeadOffice:Embedded=false", $"--Gateway:Listen=127.0.0.1:{Port}", $"--Gateway:DataFolder={DataFolder}", .. More]);
        for (int i = 0; ; i++)
        {
            try
            {
                await StatusAsync();
                return;
            }
            catch (RpcException fault) when (i < 1_000)
            {
                Assert.False(_run.HasExited, $"{fault.Status}\n{_run.Output}");
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Sells a soap for cash, as a register that is who its certificate says. Gives the receipt's number.</summary>
    public static async Task<string> SellAsync(GrpcChannel register)
    {
        var checkout = new Checkout.CheckoutClient(register);
        string basket = (await checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = Till.NewId() })).BasketId;
        await checkout.AddItemAsync(new AddItemRequest { BasketId = basket, CommandId = Till.NewId(), Scanned = "SOAP" });
        await checkout.AddTenderAsync(new AddTenderRequest
        {
            BasketId = basket,
            CommandId = Till.NewId(),
            Amount = new Money { Minor = 250, Currency = "EUR" },
            Cash = new Cash(),
        });
        return (await checkout.CompleteAsync(new CompleteRequest { BasketId = basket, CommandId = Till.NewId() })).Receipt.ReceiptNumber;
    }

    public Task<int> StopAsync() => _run.StopAsync();

    public Task KillAsync() => _run.KillAsync();

    public async Task RestartAsync()
    {
        Assert.Equal(0, await StopAsync());
        await _run.DisposeAsync();
        await StartAsync();
    }

    public async Task<BoxStatus> StatusAsync() => await new Box.BoxClient(Tools).GetStatusAsync(new GetStatusRequest());

    /// <summary>Waits until so many strangers are counted: the box counts when the connection has ended.</summary>
    public async Task UntilRefusedAsync(long count)
    {
        for (int i = 0; (await StatusAsync()).StrangersRefused < count; i++)
        {
            Assert.True(i < 1_000, Output);
            await Task.Delay(20);
        }
    }

    /// <summary>A folder that nobody has used.</summary>
    public string NewFolder() => _folder.File($"register{Interlocked.Increment(ref _folders)}");

    public async Task<PairingCode> BeginAsync(int register = 0, RegisterKind kind = RegisterKind.Till) => await Staff.BeginPairingAsync(
        new BeginPairingRequest { CommandId = Till.NewId(), Kind = kind, Name = "till by the door", Register = register },
        Daemon.As(9_999));

    /// <summary>Types a code at a new register.</summary>
    /// <param name="address">Where it finds the box; null: where it is.</param>
    public Task<int> TypeAsync(string code, int register, string folder, string? address = null) => new PairingCall(
        new Uri(address ?? Address)).RunAsync(code, register, folder, [], TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A register that staff have paired.</summary>
    public async Task<RegisterIdentity> PairAsync(int register = 0, RegisterKind kind = RegisterKind.Till)
    {
        var (code, folder) = (await BeginAsync(register, kind), NewFolder());
        Assert.Equal(code.Register, await TypeAsync(code.Code, code.Register, folder));
        var identity = Keep(RegisterIdentity.Open(folder));
        lock (_kept)
            _folderOf[identity] = folder;
        return identity;
    }

    /// <summary>The folder of a register that staff have paired.</summary>
    public string FolderOf(RegisterIdentity register)
    {
        lock (_kept)
            return _folderOf[register];
    }

    public async Task RevokeAsync(int register) => await Staff.RevokeAsync(
        new RevokeRegisterRequest { CommandId = Till.NewId(), Register = register, Reason = "lost" }, Daemon.As(9_999));

    /// <summary>A connection of a register.</summary>
    public GrpcChannel Of(RegisterIdentity identity) => Over(identity.Tls());

    /// <summary>A connection that shows a certificate, or none, and takes whatever the box shows.</summary>
    public GrpcChannel Showing(X509Certificate2? certificate) => Over(new SslClientAuthenticationOptions
    {
        ClientCertificates = certificate is null ? [] : [certificate],
        RemoteCertificateValidationCallback = (_, box, _, _) => box is not null,
    });

    /// <summary>A connection with TLS as it is wanted.</summary>
    public GrpcChannel Over(SslClientAuthenticationOptions tls, IPAddress? from = null) => Keep(GrpcChannel.ForAddress(
        Address, new GrpcChannelOptions { HttpHandler = HandlerOf(tls, from), DisposeHttpClient = true }));

    /// <summary>What makes connections.</summary>
    /// <param name="from">An address of this machine to come from.</param>
    public static SocketsHttpHandler HandlerOf(SslClientAuthenticationOptions tls, IPAddress? from = null)
    {
        var handler = new SocketsHttpHandler { SslOptions = tls };
        if (from is not null)
        {
            handler.ConnectCallback = async (to, stop) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, to.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }

    /// <summary>What somebody could sign who has the box's root key: for this key, with these names, until then.</summary>
    internal X509Certificate2 Forged(string subject, DateTimeOffset until, string folder, string usage = "1.3.6.1.5.5.7.3.2")
    {
        using var rootKey = ECDsa.Create();
        rootKey.ImportFromPem(File.ReadAllText(Path.Combine(DataFolder, BoxAuthority.KeyName)));
        using var root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(DataFolder, BoxAuthority.RootName));
        var key = Keep(ECDsa.Create());
        key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "register.key")));
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var bare = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), until.AddDays(-30), until, [1, 2]);
        return Keep(bare.CopyWithPrivateKey(key));
    }

    public async ValueTask DisposeAsync()
    {
        _kept.ForEach(one => one.Dispose());
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    internal T Keep<T>(T one) where T : IDisposable
    {
        lock (_kept)
            _kept.Add(one);
        return one;
    }
}
