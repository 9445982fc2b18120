using System.Data.Common;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// A box with a real ledger, a real broker and head office, and between them two lines that may be bad. Deadlines are short, so
/// that a minute of trouble takes a second.
/// </summary>
internal sealed class RelayChain : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly Random _random;
    private readonly LedgerWriter _writer;
    private IAsyncDisposable? _broker;
    private (UplinkLoop Loop, Books Books)? _headOffice;
    private (Task Running, CancellationTokenSource Stop, RelayLoop Loop)? _relay;
    private int _sales;

    private readonly string _database;

    private RelayChain(int seed, string database)
    {
        (_random, _database) = (new Random(seed), database);
        _writer = Sales.Open(_folder.File("ledger.db"), BoxClock);
        Reader = new LedgerReader(_folder.File("ledger.db"));
        Datasets = new DatasetShelf(
            _folder.File("datasets"), Sales.Box, SentDataset.Key(), [new NoUse()], NullLogger<DatasetShelf>.Instance);
        BoxLine = new BadLine(BrokerPort, seed);
        OfficeLine = new BadLine(BrokerPort, seed + 1);
    }

    /// <summary>Of the broker itself, without a line in between.</summary>
    public int BrokerPort { get; } = Mosquitto.PortOfItsOwn();

    public LedgerReader Reader { get; }

    public BadLine BoxLine { get; }

    public BadLine OfficeLine { get; }

    public DatasetShelf Datasets { get; }

    public RelayStatus Status => _relay!.Value.Loop.Status;

    /// <summary>What the box and head office think that it is.</summary>
    public WrongClock BoxClock { get; } = new();

    /// <inheritdoc cref="BoxClock"/>
    public WrongClock OfficeClock { get; } = new();

    /// <summary>The last entry that head office has committed.</summary>
    public long Committed => Head().Seq;

    /// <param name="database">Connection string of head office's PostgreSQL; empty: its books are a file.</param>
    public static async Task<RelayChain> StartAsync(int seed, string database = "")
    {
        var chain = new RelayChain(seed, database);
        await chain.StartBrokerAsync();
        await chain.StartHeadOfficeAsync();
        chain.StartRelay();
        return chain;
    }

    public async Task SellAsync(int count)
    {
        for (int i = 0; i < count; i++)
            _ = (await _writer.SubmitAsync(Sales.Sale(++_sales, sku: $"{_sales % 7}"))).Value;
    }

    /// <summary>The box's program ends and starts again; the ledger stays.</summary>
    public async Task RestartRelayAsync()
    {
        await StopRelayAsync();
        StartRelay();
    }

    /// <summary>The broker is killed; it comes back with nothing.</summary>
    public async Task RestartBrokerAsync()
    {
        await _broker!.DisposeAsync();
        await StartBrokerAsync();
    }

    public async Task RestartHeadOfficeAsync()
    {
        await StopHeadOfficeAsync();
        await StartHeadOfficeAsync();
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, Func<string> what)
    {
        for (long waiting = TimeProvider.System.GetTimestamp(); !isSo(); await Task.Delay(10))
            Assert.True(TimeProvider.System.GetElapsedTime(waiting) < Patience, what());
    }

    /// <summary>Head office's disk as it is now.</summary>
    public void BackUpHeadOffice()
    {
        Directory.CreateDirectory(_folder.File("backup"));
        using var books = new SqliteConnection($"Data Source={OfficeFile};Pooling=False");
        using var copy = new SqliteConnection($"Data Source={BackupFile};Pooling=False");
        books.Open();
        copy.Open();
        books.BackupDatabase(copy);
    }

    /// <summary>Head office loses its disk, and is restored from what was backed up; without a backup it begins with nothing.</summary>
    public async Task RestoreHeadOfficeAsync()
    {
        await StopHeadOfficeAsync();
        Directory.Delete(_folder.File("office"), recursive: true);
        if (Directory.Exists(_folder.File("backup")))
        {
            Directory.CreateDirectory(_folder.File("office"));
            File.Copy(BackupFile, OfficeFile);
        }

        await StartHeadOfficeAsync();
    }

    /// <summary>Waits until all is confirmed, and compares: entry by entry, hash by hash.</summary>
    public async Task SettleAsync(string what)
    {
        (BoxLine.Weather, OfficeLine.Weather) = (Weather.Fair, Weather.Fair);
        long waiting = TimeProvider.System.GetTimestamp();
        while (Head() is var (seq, _) && (seq != Reader.Head().Seq || Reader.Confirmed() != seq))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waiting) < Patience, $"{what}: head office has {seq}, "
                + $"{Reader.Confirmed()} of {Reader.Head().Seq} are confirmed; {Status}");
            await Task.Delay(10);
        }

        var journal = Reader.Entries(0, int.MaxValue, long.MaxValue);
        var committed = Rows("SELECT seq, hash FROM entries ORDER BY seq", row => (row.GetInt64(0), (byte[])row.GetValue(1)));
        Assert.Equal(journal.Select(entry => (entry.Header.Seq, Convert.ToHexString(entry.Hash))),
            committed.Select(entry => (entry.Item1, Convert.ToHexString(entry.Item2))));
        Assert.Equal((long)_sales, Rows("SELECT count(*) FROM sales", row => row.GetInt64(0))[0]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopRelayAsync();
        await StopHeadOfficeAsync();
        await _broker!.DisposeAsync();
        await BoxLine.DisposeAsync();
        await OfficeLine.DisposeAsync();
        _writer.Dispose();
        _folder.Dispose();
    }

    /// <summary>A broker of its own: a Mosquitto where there is one.</summary>
    private async Task StartBrokerAsync()
    {
        if (Mosquitto.Path is not null)
            _broker = await Mosquitto.StartAsync(_folder, BrokerPort);
        else
            _broker = await EmbeddedBrokerRun.StartAsync(BrokerPort);
    }

    private void StartRelay()
    {
        var options = new RelayOptions
        {
            BrokerHost = "127.0.0.1",
            BrokerPort = BoxLine.Port,
            Version = "test",
            BootId = new byte[16],
            MaxBatchBytes = 1 << _random.Next(9, 14),
            Window = _random.Next(1, 17),
            ConfirmDeadline = TimeSpan.FromMilliseconds(150),
            CallDeadline = TimeSpan.FromMilliseconds(400),
            KeepAlive = TimeSpan.FromSeconds(1),
            FirstWait = TimeSpan.FromMilliseconds(10),
            LongestWait = TimeSpan.FromMilliseconds(100),
            LivePeriod = TimeSpan.FromMilliseconds(50),
        };
        var stop = new CancellationTokenSource();
        var loop = new RelayLoop(Sales.Box, options, new JournalOutbox(Reader, _writer, options.BootId),
            new LiveFacts(Reader, new StockReader(Reader, BoxClock), () => new LiveHealth { Version = "test" }), Datasets,
            BoxClock, new Random(_random.Next()), NullLogger<RelayLoop>.Instance);
        _relay = (loop.RunAsync(stop.Token), stop, loop);
    }

    private async Task StopRelayAsync()
    {
        if (_relay is not var (running, stop, _))
            return;
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.False(running.IsFaulted, running.Exception?.ToString());
        stop.Dispose();
        _relay = null;
    }

    private async Task StartHeadOfficeAsync()
    {
        var options = new HeadOfficeOptions
        {
            DataFolder = _folder.File("office"),
            Database = _database,
            BrokerPort = OfficeLine.Port,
            CallDeadline = TimeSpan.FromMilliseconds(400),
            KeepAlive = TimeSpan.FromSeconds(1),
            Retry = new Backoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100)),
        };
        var books = Books.Open(options, OfficeClock);
        var loop = new UplinkLoop(books, Options.Create(options), OfficeClock, new Random(_random.Next()),
            NullLogger<UplinkLoop>.Instance);
        await loop.StartAsync(default);
        _headOffice = (loop, books);
    }

    private async Task StopHeadOfficeAsync()
    {
        if (_headOffice is not var (loop, books))
            return;
        await loop.StopAsync(default);
        books.Dispose();
        _headOffice = null;
    }

    private string OfficeFile => Path.Combine(_folder.File("office"), "books.db");

    private string BackupFile => Path.Combine(_folder.File("backup"), "books.db");

    private (long Seq, byte[] Hash) Head() =>
        Rows("SELECT seq, hash FROM streams", row => (row.GetInt64(0), (byte[])row.GetValue(1))).FirstOrDefault((0, []));

    private List<T> Rows<T>(string sql, Func<DbDataReader, T> read)
    {
        using var connection = _headOffice!.Value.Books.Store.OpenToRead();
        return [.. connection.Query(sql, read)];
    }

    /// <summary>A dataset that nobody has a use for.</summary>
    private sealed class NoUse : IDatasetUse
    {
        public string Dataset => "things";

        public string? Prepare(Manifest manifest, string rowsFile) => null;

        public string? MakeCurrent(Manifest manifest, string rowsFile) => null;
    }
}
