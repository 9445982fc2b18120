using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>protos/examples/register.cjs, as somebody would write a register in another language: @grpc/grpc-js over mutual TLS.</summary>
public sealed class ExampleRegisterTests(PairedShop shop) : IClassFixture<PairedShop>
{
    private static readonly string Script = Path.Combine(Programs.Repo, "protos", "examples", "register.cjs");

    [Fact]
    public async Task It_sells_with_the_identity_that_a_pairing_left()
    {
        await ImportAsync();
        using var register = await shop.PairAsync();
        var (code, output, errors) = await RunAsync(shop.FolderOf(register), "SOAP", "SOAP");
        Assert.True(code == 0, output + errors);
        Assert.Equal(["Soap  2.50 EUR", "Soap  2.50 EUR", $"sold for 5.00 EUR: receipt S1-{register.Number}-1"],
            output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task What_the_box_refuses_it_says_in_the_boxs_words()
    {
        await ImportAsync();
        using var register = await shop.PairAsync();
        var (code, output, errors) = await RunAsync(shop.FolderOf(register), "NOSUCH");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("NOT_FOUND: ", errors, StringComparison.Ordinal);
        Assert.Contains("NOSUCH", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shut_out_it_sells_nothing()
    {
        using var register = await shop.PairAsync();
        await shop.RevokeAsync(register.Number);
        var (code, output, errors) = await RunAsync(shop.FolderOf(register), "SOAP");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("UNAUTHENTICATED: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_to_no_box_but_its_own()
    {
        await using var other = new PairedShop();
        await other.InitializeAsync();
        using var stranger = await other.PairAsync();
        var (code, output, errors) = await RunAsync(other.FolderOf(stranger), "SOAP");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("UNAVAILABLE: ", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] codes) =>
        NodeScript.RunAsync(Script, "", [folder, $"127.0.0.1:{shop.Port}", .. codes]);

    private async Task ImportAsync()
    {
        using var import = new PriceBook.PriceBookClient(shop.Tools).Import(Daemon.As(9_999));
        await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { Till.Item("SOAP", "Soap", 250) } });
        await import.RequestStream.CompleteAsync();
        await import;
    }
}
