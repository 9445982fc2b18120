using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>
/// The daemon is killed at random moments while eight registers sell: at the start, at work, in an import, while stopping.
/// After each end its files are read at rest; after each start the registers look up what they remember.
/// EDGEPOS_CRASH_ROUNDS says how often, EDGEPOS_CRASH_SEED with which dice.
/// </summary>
[Collection(nameof(Alone))]
public sealed class CrashTests : IAsyncDisposable
{
    private const int Registers = 8, RoundsUsual = 30;

    // However often it is killed, it comes to copying the log into the file.
    private const long LongestLog = 100_000_000;

    private static readonly int Rounds = Setting("EDGEPOS_CRASH_ROUNDS", RoundsUsual);

    // A proof of everything takes longer with each round: there are never more than some twenty.
    private static readonly int RoundsBetweenProofs = Math.Max(20, Rounds / 20);

    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _stop = new(), _over = new();
    private readonly Random _random;
    private readonly Daemon _daemon;
    private readonly BooksAtRest _books;
    private readonly KilledShop _shop;
    private readonly KilledImports _imports;
    private readonly BusyTill[] _tills;
    private TimeSpan _startTakes = TimeSpan.FromMilliseconds(300);
    private Task[] _selling = [];
    private int _foundUntold;

    public CrashTests()
    {
        int seed = Setting("EDGEPOS_CRASH_SEED", Random.Shared.Next());
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _random = new Random(seed);
        _daemon = new Daemon(_folder.File("data"), Daemon.Alone);
        _books = new BooksAtRest(_daemon.LedgerFile);
        _shop = new KilledShop(_books);
        _imports = new KilledImports(_daemon, new Random(seed + 1));
        _tills = [.. Enumerable.Range(1, Registers)
            .Select(register => new BusyTill(_daemon, register, new Random(seed + 1 + register), _shop, _stop.Token))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_selling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _daemon.DisposeAsync();
        Array.ForEach(_tills, till => till.Dispose());
        _stop.Dispose();
        _over.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_at_any_moment_every_answered_sale_is_there_once_and_no_other_is_half_there()
    {
        var watch = Stopwatch.StartNew();
        await BeginAsync();
        for (int round = 1; round <= Rounds; round++)
        {
            await RunAndKillAsync();
            ReadAtRest(proveAll: round % RoundsBetweenProofs == 0);
            if (round % RoundsBetweenProofs == 0)
                Tell(round, watch.Elapsed);
            if (Array.Find(_selling, till => till.IsCompleted) is { } ended)
                await ended; // its check failed: no use in selling on without it
        }

        await EndAsync();
        Tell(Rounds, watch.Elapsed);
        Assert.Equal(_books.Sold, _shop.AnsweredCount + _books.Unanswered);
    }

    // The very first start is killed too, on a folder with nothing in it.
    private async Task BeginAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await _daemon.LaunchAsync();
            await Task.Delay(_startTakes * _random.NextDouble());
            await _daemon.KillAsync();
        }

        await StartAsync();
        await new Till(_daemon).ImportUsual();
        await _imports.ImportAsync();
        _selling = [.. _tills.Select(till => Task.Run(() => till.SellUntilAsync(_over.Token)))];
        await _daemon.KillAsync();
        ReadAtRest(proveAll: true);
    }

    private async Task RunAndKillAsync()
    {
        int kind = _random.Next(10);
        if (kind < 2)
        {
            _shop.CountStart();
            await _daemon.LaunchAsync();
            await Task.Delay(_startTakes * _random.NextDouble());
            await _daemon.KillAsync();
            return;
        }

        await StartAsync();
        await _imports.AssertOneIsThereAsync();
        var underWay = Task.CompletedTask;
        if (kind < 4)
        {
            underWay = _imports.ImportAsync();
            await Task.Delay(_random.Next(100));
        }
        else
        {
            await Task.Delay(_random.Next(300));
        }

        if (kind is 4 or 5)
        {
            underWay = _daemon.StopAsync();
            await Task.Delay(_random.Next(60));
        }

        await _daemon.KillAsync();
        await underWay;
    }

    private async Task StartAsync()
    {
        var watch = Stopwatch.StartNew();
        _shop.CountStart();
        await _daemon.StartAsync();
        _startTakes = watch.Elapsed;
    }

    // A last end and a last start, and nobody sells: each register looks up all that is left, and the books are closed.
    private async Task EndAsync()
    {
        await StartAsync();
        await _over.CancelAsync();
        await Task.WhenAll(_selling);
        await _daemon.KillAsync();
        ReadAtRest(proveAll: false);
        await StartAsync();
        foreach (var till in _tills)
            await till.LookUpAsync();
        Assert.Equal(0, await _daemon.StopAsync());
        ReadAtRest(proveAll: true);
        Assert.DoesNotContain("fail:", _daemon.Output, StringComparison.Ordinal);
    }

    private void ReadAtRest(bool proveAll)
    {
        _foundUntold += _books.Read(_shop.Answered);
        if (!proveAll)
            return;
        Assert.Equal(_books.Sold, Sales.AssertSound(_daemon.LedgerFile).Sales);
        Assert.InRange(new FileInfo(_daemon.LedgerFile + "-wal") is { Exists: true } log ? log.Length : 0, 0, LongestLog);
        string file = Path.Combine(_daemon.DataFolder, "counter.db");
        using var counter = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        counter.Open();
        using var check = counter.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }

    private void Tell(int rounds, TimeSpan took) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{rounds} rounds, {_books.Sold} sales, {_shop.AnsweredCount} answered, {_foundUntold} found before they were answered, "
        + $"{_books.Unanswered} of them never answered, {_shop.RacedCount} raced, {_shop.LookedUpCount} baskets looked up, "
        + $"{took.TotalSeconds:F0} s");

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int set) ? set : usual;
}
