using EdgePos.HeadOffice.V1;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>A shop whose ledger is damaged sells on within minutes, and its receipts go on.</summary>
public sealed class NewEpochVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_damaged_ledger_stops_the_box_and_one_command_lets_it_sell_on()
    {
        await using var daemon = await new Daemon(
            _folder.Path, "--Devices:printer:Link=", $"--HeadOffice:BrokerPort={Daemon.FreePort()}").StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        for (int i = 0; i < 30; i++)
            await till.Sell("SOAP");
        await daemon.UntilConfirmedAsync();
        var running = await EdgeposctlAsync("--reason", "a test");
        Assert.Equal(75, running.ExitCode);
        Assert.Contains("stop it first", running.Output, StringComparison.Ordinal);
        await daemon.StopAsync();

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        byte[] file = File.ReadAllBytes(daemon.LedgerFile);
        file.AsSpan(4096, 8192).Fill(0xA5);
        File.WriteAllBytes(daemon.LedgerFile, file);
        Assert.Equal(65, await daemon.RunToEndAsync());
        Assert.Contains("edgeposctl ledger new-epoch", daemon.Output, StringComparison.Ordinal);

        var unsure = await EdgeposctlAsync("--reason", "a test", "--tenant", "demo", "--store", "S1", "--box", "box1");
        Assert.NotEqual(0, unsure.ExitCode);
        Assert.Contains("--receipts-after", unsure.Output, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(daemon.LedgerFile));

        var begun = await EdgeposctlAsync(
            "--reason", "a page was damaged", "--receipts-after", "30", "--tenant", "demo", "--store", "S1", "--box", "box1");
        Assert.True(begun.ExitCode == 0, begun.Output);
        Assert.Equal(file, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path, "ledger.db.damaged-????????????????"))));

        await daemon.StartAsync();
        Assert.Equal("S1-1-31", (await till.Sell("SOAP")).ReceiptNumber);
        await daemon.UntilConfirmedAsync();
        var streams = (await daemon.Reports.ListStreamsAsync(new ListStreamsRequest())).Streams;
        Assert.Equal([(30L, 0L), (1L, 0L)], streams.OrderByDescending(stream => stream.Sales).Select(s => (s.Sales, s.Quarantined)));
    }

    private Task<(int ExitCode, string Output)> EdgeposctlAsync(params string[] args) => ProgramRun.ToEndAsync(
        Programs.Edgeposctl, "", ["ledger", "new-epoch", "--ledger", _folder.File("ledger.db"), .. args]);
}
