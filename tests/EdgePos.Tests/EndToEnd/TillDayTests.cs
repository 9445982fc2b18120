using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A till's day from its float to its Z report, at a register, on paper, and over a crash.</summary>
public sealed class TillDayTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cashier_opens_sells_counts_and_closes_and_each_step_comes_out_on_paper()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await StartAsync("--Till:Required=true", "--Till:SafeDropAtMinor=20000", "--Store:Language=nl");
        var (exit, output) = await daemon.RegisterAsync("""
            !SOAP
            kassa open 200
            SOAP
            cash 2.50

            till nosale change
            !till close 100
            till close 4x50 2x1 a coin lost
            till
            """, "--register", "3");
        Assert.True(exit == 0, output);
        Assert.Contains("TILL_CLOSED", output, StringComparison.Ordinal);
        Assert.Contains("bring some to the safe", output, StringComparison.Ordinal);
        Assert.Contains("DIFFERENCE_UNEXPLAINED", output, StringComparison.Ordinal);
        Assert.Contains("Z report 1: counted 202.00 EUR, difference -0.50 EUR", output, StringComparison.Ordinal);

        var slips = new List<Paper>();
        for (int i = 0; i < 4; i++)
            slips.Add(await NextPaper(device));
        Assert.Equal([1, 1, 1, 0], slips.Select(slip => slip.DrawerOpened));
        Assert.Contains("200,00", slips[0].Text, StringComparison.Ordinal);
        foreach (string text in new[] { "Verkopen (1)", "2,50", "S1-3-1", "4 x 50,00", "202,00", "-0,50", "a coin lost" })
            Assert.Contains(text, slips[3].Text, StringComparison.Ordinal);

        string number = slips[3].Text.Split('\n').Select(line => line.Trim())
            .Single(line => line.StartsWith("S1-3-T", StringComparison.Ordinal));
        await daemon.Box.PrintCopyAsync(new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = number }, Daemon.As(3));
        Assert.Contains("a coin lost", (await NextPaper(device)).Text, StringComparison.Ordinal);
        foreach (string wrong in new[] { "S1-4-T2", "S2-3-T2", "S1-3-T1", "S1-3-T999" })
        {
            await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => daemon.Box.PrintCopyAsync(
                new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = wrong }, Daemon.As(3)).ResponseAsync);
        }
    }

    [Fact]
    public async Task A_till_is_as_it_was_after_a_crash_and_a_retried_close_gives_its_first_report()
    {
        await using var daemon = await StartAsync("--Devices:printer:Link=");
        await daemon.Tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = Eur(100) }, Daemon.As(1));
        await new Till(daemon).Sell("SOAP");
        await daemon.KillAsync();
        await daemon.StartAsync();
        var report = await daemon.Tills.GetAsync(new GetTillRequest(), Daemon.As(1));
        Assert.Equal((true, 350L), (report.Open, report.Totals.Expected.Minor));
        var close = new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = Eur(350) };
        var z = await daemon.Tills.CloseAsync(close, Daemon.As(1));
        await daemon.KillAsync();
        await daemon.StartAsync();
        Assert.Equal(z, await daemon.Tills.CloseAsync(close, Daemon.As(1)));
        Assert.Equal(1, (await daemon.Tills.GetAsync(new GetTillRequest(), Daemon.As(1))).LastZNumber);
    }

    [Fact]
    public async Task A_time_zone_that_is_none_is_told_and_nothing_starts()
    {
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, "--Store:TimeZone=Europe/Atlantis"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("Europe/Atlantis", daemon.Output, StringComparison.Ordinal);
    }

    private async Task<Daemon> StartAsync(params string[] settings)
    {
        var daemon = new Daemon(_folder.Path,
            ["--HeadOffice:Embedded=false", $"--Devices:printer:Link=tcp://127.0.0.1:{_port}", .. settings]);
        await daemon.StartAsync();
        await new Till(daemon).ImportUsual();
        return daemon;
    }

    private static async Task<Paper> NextPaper(VirtualPrinter device) =>
        await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
}
