using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl receipt, the program itself against the real daemon.</summary>
public sealed class ReceiptVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_technician_gets_a_receipt_as_text_as_a_page_and_as_a_picture()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        string number = (await new Till(daemon).Sell("SOAP")).ReceiptNumber;
        var (code, text) = await RunAsync(daemon, number, "--language", "nl", "--copy");
        Assert.Equal(0, code);
        foreach (string word in new[] { "KOPIE", "Savon d'été", "2,50" })
            Assert.Contains(word, text, StringComparison.Ordinal);
        string page = (await RunAsync(daemon, number, "--format", "html", "--gift")).Output;
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);

        string png = _folder.File("receipt.png");
        var (drawn, said) = await RunAsync(daemon, number, "--format", "png", "--width", "58", "--out", png);
        Assert.Equal((0, ""), (drawn, said.Trim()));
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(File.ReadAllBytes(png).AsSpan(0, 8)));

        var (unknown, why) = await RunAsync(daemon, "S1-1-999");
        Assert.Equal(1, unknown);
        Assert.StartsWith("edgeposctl: ", why, StringComparison.Ordinal);
        Assert.Equal(64, (await RunAsync(daemon, number, "--format", "pdf")).ExitCode);
        Assert.Equal(64, (await RunAsync(daemon, number, "--gift", "--copy")).ExitCode);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(Daemon daemon, params string[] order) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["receipt", .. order, "--gateway", daemon.Address, "--register", "1"]);
}
