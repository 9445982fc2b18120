using System.Net;
using EdgePos.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Who does not know the code, or comes too late with it, is not paired; and staff can still pair.</summary>
public sealed class PairingAttackTests : IAsyncLifetime
{
    private readonly PairedShop _shop = new();

    public ValueTask InitializeAsync() => _shop.InitializeAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Five_wrong_codes_end_it_and_the_right_one_is_then_wrong_too()
    {
        var code = await _shop.BeginAsync();
        for (int i = 0; i < 5; i++)
            await RefusedAsync(() => _shop.TypeAsync(Other(code.Code, i), code.Register, _shop.NewFolder()));
        string folder = _shop.NewFolder();
        await RefusedAsync(() => _shop.TypeAsync(code.Code, code.Register, folder));
        Assert.False(Directory.Exists(folder));
        await NobodyAsync();
        using var register = await _shop.PairAsync(); // with a new code
    }

    [Fact]
    public async Task A_code_is_good_for_the_number_it_was_read_with()
    {
        var code = await _shop.BeginAsync();
        await RefusedAsync(() => _shop.TypeAsync(code.Code, code.Register + 1, _shop.NewFolder()));
        Assert.Equal(code.Register, await _shop.TypeAsync(code.Code, 0, _shop.NewFolder())); // the only one
    }

    [Fact]
    public async Task Of_two_registers_with_one_code_one_is_paired()
    {
        var code = await _shop.BeginAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return await _shop.TypeAsync(code.Code, code.Register, _shop.NewFolder());
            }
            catch (RpcException refused)
            {
                Assert.Equal("PAIRING_REFUSED", refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
                return 0;
            }
        }));
        Assert.Equal([0, code.Register], both.Order());
    }

    [Fact]
    public async Task What_was_said_once_is_worth_nothing_again()
    {
        var code = await _shop.BeginAsync(5);
        var (opening, proof, paired) = await PairByHandAsync(code);
        Assert.Equal(5, paired!.Certificate.Register);
        await _shop.BeginAsync(5);
        using var call = new Registers.RegistersClient(_shop.Showing(null)).Pair();
        await call.RequestStream.WriteAsync(new PairStep { Opening = opening });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        await call.RequestStream.WriteAsync(new PairStep { Proof = proof });
        await RefusedAsync(() => call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Words_out_of_turn_and_numbers_that_prove_nothing_are_refused()
    {
        var (opening, proof) = (new PairOpening { Round1 = PairingProof.OfRegister("000000").Round1() }, new PairProof());
        var one = ByteString.CopyFrom(1);
        foreach (var spoil in new Action<PairOpening>[]
        {
            said => said.Round1 = null, said => said.Round1 = new(), said => said.Round1.Gx1 = one, said => said.Round1.Gx2 = one,
            said => said.Round1.Proof1 = said.Round1.Proof2, said => said.Round1.Gx1 = ByteString.CopyFrom(new byte[1_000]),
            said => said.Register = -1,
        })
        {
            await _shop.RestartAsync(); // who knocked is forgotten
            await _shop.BeginAsync(9);
            var bad = opening.Clone();
            spoil(bad);
            await RefusedAsync(() => SayAsync(new PairStep { Opening = bad }));
            await RefusedAsync(() => SayAsync(new PairStep { Proof = proof }));
            await RefusedAsync(() => SayAsync(new PairStep()));
        }

        await RefusedAsync(() => SayAsync(new PairStep { Opening = opening }, new PairStep { Opening = opening }));
        await RefusedAsync(() => SayAsync(new PairStep { Opening = opening }, new PairStep { Proof = proof }));
        await NobodyAsync();
    }

    [Fact]
    public async Task A_man_in_the_middle_with_a_certificate_of_his_own_gets_nowhere()
    {
        using var root = Certificates.Root("EdgePos box1");
        using var own = Certificates.Leaf(root, "localhost");
        await using var between = new TlsBetween(_shop.Port, own);
        var (code, folder) = (await _shop.BeginAsync(), _shop.NewFolder());
        await RefusedAsync(() => _shop.TypeAsync(code.Code, code.Register, folder, between.Address));
        Assert.InRange(between.Passed, 2_000, long.MaxValue); // he passed on both words
        Assert.False(Directory.Exists(folder));
        await NobodyAsync();
        Assert.Equal(code.Register, await _shop.TypeAsync(code.Code, code.Register, folder)); // and without him it works
    }

    [Fact]
    public async Task Ten_thousand_tries_from_a_hundred_addresses_let_nobody_in_and_staff_still_pair()
    {
        const int addresses = 100, tries = 100;
        var opening = new PairStep { Opening = new PairOpening { Round1 = PairingProof.OfRegister("000000").Round1() } };
        var proof = new PairStep { Proof = new PairProof { Mac = ByteString.CopyFrom(new byte[32]) } };
        var code = await _shop.BeginAsync();
        opening.Opening.Register = code.Register;
        int refused = 0;
        var flood = Task.WhenAll(Enumerable.Range(2, addresses).Select(async at =>
        {
            var tls = new System.Net.Security.SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, box, _, _) => box is not null,
            };
            var channel = _shop.Over(tls, new IPAddress([127, 0, 0, (byte)at]));
            for (int i = 0; i < tries; i++)
            {
                await Assert.ThrowsAsync<RpcException>(() => SayAsync(channel, opening, proof));
                Interlocked.Increment(ref refused);
            }
        }));

        // Staff do what they do when a code does not work: they ask for another one.
        string folder = _shop.NewFolder();
        for (bool isPaired = false; !isPaired;)
        {
            try
            {
                isPaired = await _shop.TypeAsync(code.Code, code.Register, folder) == code.Register;
            }
            catch (RpcException) when (!flood.IsCompleted)
            {
                code = await _shop.BeginAsync(code.Register);
            }
        }

        await flood;
        Assert.Equal(addresses * tries, refused);
        Assert.Single((await _shop.Staff.ListAsync(new ListRegistersRequest(), Daemon.As(1))).Registers);
        await Refusals.NoneAsync(_shop.Of(_shop.Keep(RegisterIdentity.Open(folder))));
        Assert.InRange((await _shop.StatusAsync()).StrangersRefused, addresses, long.MaxValue);
        Assert.DoesNotContain(" broke ", _shop.Output, StringComparison.Ordinal);
        Assert.InRange(_shop.Output.Split("is no register of this box").Length - 1, 1, 2);
    }

    // What the client does, with its words kept.
    private async Task<(PairOpening Opening, PairProof Proof, PairedRegister? Paired)> PairByHandAsync(PairingCode code)
    {
        byte[] shown = [];
        var channel = _shop.Over(new System.Net.Security.SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, box, _, _) => (shown = box!.GetRawCertData()).Length > 0,
        });
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var call = new Registers.RegistersClient(channel).Pair();
        var own = PairingProof.OfRegister(code.Code);
        var opening = new PairOpening { Register = code.Register, Round1 = own.Round1() };
        await call.RequestStream.WriteAsync(new PairStep { Opening = opening });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var answer = call.ResponseStream.Current.Opening;
        var proof = new PairProof { Round2 = own.Round2To(answer.Round1), Csr = ByteString.CopyFrom(RegisterIdentity.RequestOf(key)) };
        var keys = own.KeysOf(answer.Round2, new PairingSaid(opening, answer, proof, shown));
        proof.Mac = ByteString.CopyFrom(keys.RegisterMac());
        await call.RequestStream.WriteAsync(new PairStep { Proof = proof });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return (opening, proof, call.ResponseStream.Current.Paired);
    }

    private Task SayAsync(params PairStep[] steps) => SayAsync(_shop.Showing(null), steps);

    private static async Task SayAsync(GrpcChannel channel, params PairStep[] steps)
    {
        using var call = new Registers.RegistersClient(channel).Pair();
        foreach (var step in steps)
        {
            try
            {
                await call.RequestStream.WriteAsync(step);
            }
            catch (RpcException)
            {
                // Refused already: the answer says it.
            }

            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
                return;
        }
    }

    private async Task NobodyAsync() =>
        Assert.Empty((await _shop.Staff.ListAsync(new ListRegistersRequest(), Daemon.As(1))).Registers);

    private static Task<Google.Rpc.Status> RefusedAsync(Func<Task> call) =>
        Till.Refused(StatusCode.PermissionDenied, "PAIRING_REFUSED", call);

    private static string Other(string code, int by) => $"{(int.Parse(code) + 1 + by) % 1_000_000:D6}";
}
