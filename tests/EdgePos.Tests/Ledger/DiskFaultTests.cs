using EdgePos.Ledger;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>
/// The disk fails at every single write, sync and cut of a day's work, one run for each. What was answered is there, what
/// was refused was refused clearly, and after a new start, or when there is room again, everything gets sold.
/// </summary>
public sealed class DiskFaultTests : IDisposable
{
    private const int SalesWanted = 12;

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DiskFault.Write, 100)]
    [InlineData(DiskFault.TornWrite, 100)]
    [InlineData(DiskFault.Full, 100)]
    [InlineData(DiskFault.Sync, 15)]
    [InlineData(DiskFault.Truncate, 1)]
    public async Task Whatever_call_fails_nothing_answered_is_lost_and_everything_gets_sold(DiskFault fault, int leastRuns)
    {
        int runs = 0;
        while (await WorkAsync(fault, runs))
            runs++;
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: {runs} runs");
        Assert.True(runs >= leastRuns, $"{runs} runs");
    }

    // False where the disk was not asked that often.
    private async Task<bool> WorkAsync(DiskFault fault, int at)
    {
        string folder = Directory.CreateDirectory(_folder.File($"{fault}-{at}")).FullName;
        using var disk = new FaultyDisk(folder, fault, at);
        var shop = new Shop(Path.Combine(folder, "ledger.db"), disk);
        await shop.SellAllAsync();
        disk.MakeRoom();
        shop.AssertAllSoldOnce();
        Assert.True(disk.Lies == 0, $"run {at}: a sync that failed was asked for again");
        return disk.HasFailed;
    }

    // Registers that ask again, and systemd, which starts the box again when its writer has ended.
    private sealed class Shop(string path, FaultyDisk disk)
    {
        private readonly Dictionary<int, byte[]> _answers = [];

        public async Task SellAllAsync()
        {
            for (int starts = 0; _answers.Count < SalesWanted; starts++)
            {
                Assert.True(starts < 5, "it does not come back");
                try
                {
                    disk.Reopened();
                    using var writer = Sales.Open(path);
                    disk.IsMade = true;
                    await SellAsync(writer);
                }
                catch (LedgerFault fault) when (fault.Kind != FaultKind.Damaged)
                {
                    disk.MakeRoom();
                }
            }
        }

        public void AssertAllSoldOnce()
        {
            disk.Reopened(); // the day is over; the next one begins with a new start
            Assert.Equal(SalesWanted, Sales.AssertSound(path).Sales);
            using var writer = Sales.Open(path);
            foreach (var (number, response) in _answers)
            {
                var again = writer.SubmitAsync(Sales.Sale(number)).GetAwaiter().GetResult().Value;
                Assert.True(again.Replayed);
                Assert.Equal(response, again.Response);
            }
        }

        // One by one, then several at once. A full disk is told, and selling goes on in the same process.
        private async Task SellAsync(LedgerWriter writer)
        {
            for (int tries = 0; _answers.Count < SalesWanted; tries++)
            {
                Assert.True(tries < 5, "it does not sell");
                int[] open = [.. Enumerable.Range(1, SalesWanted).Where(number => !_answers.ContainsKey(number))];
                foreach (int[] together in new[] { open[..(open.Length / 2)].Chunk(1), [open[(open.Length / 2)..]] }.SelectMany(x => x))
                {
                    var asked = together.Select(number => (number, Task: TryAsync(writer, number))).ToList();
                    foreach (var (number, task) in asked)
                    {
                        if (await task is { } answer)
                            _answers[number] = answer;
                    }
                }
            }
        }

        private async Task<byte[]?> TryAsync(LedgerWriter writer, int number)
        {
            try
            {
                return (await writer.SubmitAsync(Sales.Sale(number))).Value.Response;
            }
            catch (LedgerFault fault) when (fault.Kind == FaultKind.DiskFull)
            {
                disk.MakeRoom();
                return null;
            }
        }
    }
}
