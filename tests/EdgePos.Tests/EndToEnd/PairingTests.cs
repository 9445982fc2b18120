using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A register is paired with a code, sells over TLS, renews its certificate, and is shut out.</summary>
public sealed class PairingTests(PairedShop shop) : IClassFixture<PairedShop>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_paired_register_sells_under_the_number_of_its_certificate()
    {
        using var register = await shop.PairAsync();
        var channel = shop.Of(register);
        var basket = await new Checkout.CheckoutClient(channel).OpenBasketAsync(new OpenBasketRequest { CommandId = Till.NewId() });
        Assert.Equal(register.Number, basket.Register);
        Assert.InRange(register.ValidUntil - Now, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        var row = await RowAsync(register.Number);
        Assert.Equal((RegisterKind.Till, "till by the door", 0L, 1), (row.Kind, row.Name, row.RevokedAtUs, row.Connections));
    }

    [Fact]
    public async Task The_programs_of_register_and_technician_do_it_together()
    {
        var tool = await ToolAsync("pair", "Kassa 12", "--kind", "mobile", "--number", "12");
        Assert.Equal(0, tool.ExitCode);
        string typed = tool.Output.Split("code: ")[1].Trim();
        string folder = shop.NewFolder();
        var paired = await ProgramRun.ToEndAsync(Programs.Register, $"127.0.0.1:{shop.Port}\n{typed}\n", "pair", "--identity", folder,
            "--language", "en");
        Assert.True(paired.ExitCode == 0, paired.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "register.key")));
        var sold = await ProgramRun.ToEndAsync(Programs.Register, "open 0\nx\n", "--gateway", shop.Address, "--identity", folder,
            "--language", "en");
        Assert.DoesNotContain("does not know", sold.Output, StringComparison.Ordinal);
        Assert.Contains("Kassa 12", (await ToolAsync("list")).Output, StringComparison.Ordinal);
        var revoked = await ToolAsync("revoke", "12");
        Assert.True(revoked.ExitCode == 0, revoked.Output);
        var refused = await ProgramRun.ToEndAsync(
            Programs.Register, "", "--gateway", shop.Address, "--identity", folder, "--language", "en");
        Assert.Equal(69, refused.ExitCode);
        Assert.Contains("it was shut out", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_stream_ends_when_its_register_is_shut_out()
    {
        using var register = await shop.PairAsync();
        using var other = await shop.PairAsync();
        using var watch = new Stock.StockClient(shop.Of(register)).Watch(new WatchStockRequest());
        using var otherWatch = new Stock.StockClient(shop.Of(other)).Watch(new WatchStockRequest());
        while ((await RowAsync(register.Number)).Connections == 0 || (await RowAsync(other.Number)).Connections == 0)
            await Task.Delay(20);
        await shop.RevokeAsync(register.Number);
        await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Daemon.Patience));
        Assert.False(otherWatch.ResponseStream.MoveNext(CancellationToken.None).IsCompleted);
        await Refusals.StrangerAsync(shop.Of(register), "it was shut out");
        await Assert.ThrowsAsync<RpcException>(() => shop.RevokeAsync(register.Number)); // once
    }

    [Fact]
    public async Task A_register_renews_its_certificate_with_its_own_key_and_no_other()
    {
        using var register = await shop.PairAsync();
        using var stranger = await shop.PairAsync();
        string folder = shop.NewFolder();
        Assert.False(register.IsDue(Now.AddDays(19)));
        Assert.True(register.IsDue(Now.AddDays(21)));
        var client = new Registers.RegistersClient(shop.Of(register));
        await register.RenewAsync(client, default);
        await Refusals.NoneAsync(shop.Of(register));

        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        foreach (byte[] csr in new[] { RegisterIdentity.RequestOf(key), [], [1, 2, 3], new byte[10_000] })
        {
            var request = new RenewRequest { Csr = Google.Protobuf.ByteString.CopyFrom(csr) };
            await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => client.RenewAsync(request).ResponseAsync, "csr");
        }
    }

    [Fact]
    public async Task The_register_program_renews_in_time_by_itself_and_says_when_it_is_too_late()
    {
        using var register = await shop.PairAsync();
        string folder = shop.FolderOf(register), name = $"CN=register {register.Number}";
        string[] look = ["--gateway", shop.Address, "--identity", folder, "--language", "en"];
        Show(Now.AddDays(9));
        await ProgramRun.ToEndAsync(Programs.Register, "", look);
        using var renewed = RegisterIdentity.Open(folder);
        Assert.InRange(renewed.ValidUntil - Now, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        Assert.InRange((await RowAsync(register.Number)).ValidUntilUs, 1, long.MaxValue);

        Show(Now.AddDays(-1));
        var late = await ProgramRun.ToEndAsync(Programs.Register, "", look);
        Assert.Equal(69, late.ExitCode);
        Assert.Contains("its certificate has ended. Pair it", late.Output, StringComparison.Ordinal);

        void Show(DateTimeOffset until) =>
            File.WriteAllText(Path.Combine(folder, "register.pem"), shop.Forged(name, until, folder).ExportCertificatePem());
    }

    [Fact]
    public async Task Paired_again_a_number_goes_on_with_its_receipts_and_the_register_before_is_out()
    {
        using (var import = new PriceBook.PriceBookClient(shop.Tools).Import(Daemon.As(9_999)))
        {
            await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { Till.Item("SOAP", "Soap", 250) } });
            await import.RequestStream.CompleteAsync();
            await import;
        }

        using var before = await shop.PairAsync(77);
        Assert.Equal("S1-77-1", await PairedShop.SellAsync(shop.Of(before)));
        using var after = await shop.PairAsync(77);
        Assert.Equal((77, "S1-77-2"), (after.Number, await PairedShop.SellAsync(shop.Of(after))));
        await Refusals.NoneAsync(shop.Of(after));
        await Refusals.StrangerAsync(shop.Of(before), "its certificate is not the one that it was paired with");
    }

    [Fact]
    public async Task The_same_command_gets_the_same_code_and_another_content_is_refused()
    {
        var request = new BeginPairingRequest { CommandId = Till.NewId(), Kind = RegisterKind.Kiosk, Name = "kiosk", Register = 90 };
        var first = await shop.Staff.BeginPairingAsync(request, Daemon.As(1));
        Assert.Equal(first, await shop.Staff.BeginPairingAsync(request, Daemon.As(1)));
        request.Name = "other";
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
            () => shop.Staff.BeginPairingAsync(request, Daemon.As(1)).ResponseAsync, "command_id");
    }

    private Task<(int ExitCode, string Output)> ToolAsync(params string[] words) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["registers", .. words, "--gateway", $"unix:{shop.SocketFile}"]);

    private async Task<PairedRegisterRow> RowAsync(int register) =>
        (await shop.Staff.ListAsync(new ListRegistersRequest(), Daemon.As(1))).Registers.Single(row => row.Register == register);
}
