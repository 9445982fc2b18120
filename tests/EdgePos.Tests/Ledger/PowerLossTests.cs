using System.Collections.Concurrent;
using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>
/// The power is cut after every single write and sync of a day's work, and the disk keeps of what was not synced
/// whatever it likes. All that was answered by then is there, what was erased is not, and the box sells on.
/// </summary>
[Collection(nameof(Alone))]
public sealed class PowerLossTests : IDisposable
{
    private const int StatesWanted = 10_000;

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly List<Acknowledged> _acknowledged = [];

    private sealed record Acknowledged(LedgerCommand Command, byte[] Response, int Steps);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_power_cut_at_any_moment_every_answered_sale_is_there()
    {
        string original = Directory.CreateDirectory(_folder.File("original")).FullName;
        using var record = new DiskRecord(original);
        await WorkAsync(Path.Combine(original, "ledger.db"), record);

        int steps = record.Count, each = (StatesWanted / steps) + 1;
        var failures = new ConcurrentBag<string>();
        int states = 0;
        Parallel.For(0, steps + 1, cut =>
        {
            var random = new Random(cut);
            for (int i = 0; i < each && failures.IsEmpty; i++)
            {
                var fate = i switch
                {
                    0 => PowerCuts.NothingArrives,
                    1 => PowerCuts.AllArrives,
                    2 => PowerCuts.AllTorn(random),
                    _ => PowerCuts.Dice(random),
                };
                string state = Directory.CreateDirectory(_folder.File($"state-{cut}-{i}")).FullName;
                try
                {
                    record.Rebuild(cut, fate, state);
                    Check(Path.Combine(state, "ledger.db"), cut);
                }
                catch (Exception fault)
                {
                    failures.Add($"cut after step {cut} of {steps}, fate {i}: {fault}");
                }

                Interlocked.Increment(ref states);
                Directory.Delete(state, recursive: true);
            }
        });

        Assert.True(failures.IsEmpty, failures.FirstOrDefault());
        Assert.True(states >= StatesWanted, $"{states} states");
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states of {steps} steps, {_acknowledged.Count} commands acknowledged");
    }

    // Sales one by one and many at once, a till's day, a customer erased, a confirmation, a clean stop and a new start.
    private async Task WorkAsync(string path, DiskRecord record)
    {
        int number = 0;
        for (int run = 0; run < 2; run++)
        {
            using var writer = Sales.Open(path);
            await AskAsync(writer.SubmitAsync, new OpenTill(1, Id("open", run), new byte[32], "", new Money(100, Sales.Eur), null), record);
            await AskAsync(writer.SubmitAsync, Sales.Sale(++number, register: 9, customer: new() { Name = "Jan" }), record);
            for (int i = 0; i < 6; i++)
                await AskAsync(writer.SubmitAsync, Sales.Sale(++number, register: 1 + (number % 3)), record);
            await AskAsync(writer.EraseAsync, new EraseCustomer(1, Id("erase", run), new byte[32], "", new("S1", 9, run + 1)), record);
            await Task.WhenAll(Enumerable.Range(0, 24)
                .Select(_ => AskAsync(writer.SubmitAsync, Sales.Sale(++number, register: 1 + (number % 8)), record)));
            await AskAsync(writer.SubmitAsync, new CloseTill(1, Id("close", run), new byte[32], "", Tally: null)
            {
                Counted = [],
                CountedTotal = new LedgerReader(path).Tally(1)!.Expected,
                AllowedMinor = 0,
                Reason = "",
                LeftOpen = [],
            }, record);
            await writer.ConfirmAsync(3, new LedgerReader(path).HashAt(3), CancellationToken.None);
        }
    }

    private async Task AskAsync<T>(Func<T, Task<Result<LedgerAnswer>>> ask, T command, DiskRecord record) where T : LedgerCommand
    {
        var answer = (await ask(command)).Value;
        lock (_acknowledged)
            _acknowledged.Add(new(command, answer.Response, record.Count));
    }

    private static Guid Id(string what, int run) => Sales.IdOf(what, run);

    private void Check(string path, int cut)
    {
        using (var writer = Sales.Open(path))
        {
            foreach (var answered in _acknowledged.Where(answered => answered.Steps <= cut))
            {
                var again = writer.SubmitAsync(answered.Command).GetAwaiter().GetResult().Value;
                Assert.True(again.Replayed, $"{answered.Command} was answered and is lost");
                Assert.Equal(answered.Response, again.Response);
            }

            Assert.Null(writer.SubmitAsync(Sales.Sale(99_999)).GetAwaiter().GetResult().Refusal);
        }

        Sales.AssertSound(path); // among it: whoever was erased is not there
    }
}
