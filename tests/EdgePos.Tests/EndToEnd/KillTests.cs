using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The daemon is killed while the register's own program sells, and head office must have it all: see also CrashTests.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 10;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_again_and_again_every_sale_of_the_registers_program_is_at_head_office_once()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = SalesModel.Sample();
        await using var daemon = await new Daemon(
            _folder.File("data"), "--Devices:printer:Link=", "--Store:Currency=GBP", SalesModel.Approvers,
            $"--HeadOffice:BrokerPort={Daemon.FreePort()}").StartAsync();
        Assert.Equal(0, (await daemon.RegisterAsync("", "import", model.Path)).ExitCode);

        // Registers go on selling the file, as another run each time, until the kills are over.
        using var over = new CancellationTokenSource();
        var selling = SellUntilAsync(daemon, model, over.Token);
        for (int kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(1, 400));
            await daemon.KillAsync();
            await daemon.StartAsync();
        }

        await over.CancelAsync();
        int runs = await selling;
        var committed = await BooksCheck.HeadOfficeHoldsExactlyTheJournal(daemon, daemon.Reports);
        BooksCheck.EveryAnswerIsThereOnce(daemon, _folder.File("receipts"));
        Assert.Equal((runs * model.Receipts, runs * model.TotalMinor), (committed.Count, committed.Sum(sale => sale.Total.Minor)));
        Assert.Equal(committed.Count, File.ReadLines(_folder.File("receipts")).Count());
    }

    private async Task<int> SellUntilAsync(Daemon daemon, SalesModel model, CancellationToken over)
    {
        int runs = 0;
        while (!over.IsCancellationRequested)
        {
            var (code, output) = await daemon.RegisterAsync("", "--replay", model.Path, "--registers", "2",
                SalesModel.Approval, "--receipts", _folder.File("receipts"), "--run", $"run {++runs}");
            Assert.True(code == 0, output);
        }

        return runs;
    }
}
