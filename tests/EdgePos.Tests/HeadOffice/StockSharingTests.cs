using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Each store is told what the others of its group have.</summary>
public abstract class StockSharingTests(bool postgres) : BooksSuite(postgres)
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly FakeLogger<StockSharing> _log = new();

    [Fact]
    public async Task A_version_is_made_where_something_has_changed_and_old_ones_are_forgotten_with_their_packages()
    {
        var (north, south) = (Journal(1), Journal(2));
        Receive(north, "S1", 4);
        Receive(south, "S2", 7);
        using var sharing = await StartAsync();
        await RoundAsync(() => Version("S1") == 1 && Version("S2") == 1);
        Assert.Equal([("SOAP", "S2", 7L)], Rows("S1"));
        Assert.Equal([("SOAP", "S1", 4L)], Rows("S2"));

        for (int more = 1; more <= 6; more++)
        {
            Receive(north, "S1", 1);
            int version = 1 + more;
            await RoundAsync(() => Version("S2") == version);
        }

        Assert.Equal([("SOAP", "S1", 10L)], Rows("S2"));
        Assert.Equal(1, Version("S1")); // the south has not changed
        Assert.Equal(3 + 1, Count("dataset_versions"));
        Assert.Equal(Number("SELECT count(DISTINCT package) FROM dataset_offers"), Count("dataset_packages"));
    }

    [Fact]
    public async Task Stores_of_another_group_are_not_told()
    {
        Options.StoreGroups.Add("S1 S2");
        foreach (byte store in new byte[] { 1, 2, 3 })
            Receive(Journal(store), $"S{store}", store);
        using var sharing = await StartAsync();
        await RoundAsync(() => Version("S1") == 1 && Version("S2") == 1);
        Assert.Equal([("SOAP", "S2", 2L)], Rows("S1"));
        Assert.Equal(0, Version("S3"));
    }

    [Fact]
    public async Task A_chain_that_is_too_large_for_one_group_is_told_to_make_groups()
    {
        for (byte store = 1; store <= StockSharing.StoresMax + 1; store++)
            Receive(Journal(store), $"S{store}", 1);
        using var sharing = await StartAsync();
        await RoundAsync(() => _log.Collector.Count > 0);
        Assert.Contains("HeadOffice:StoreGroups", _log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count("dataset_versions"));
    }

    private static SentJournal Journal(byte epoch) => new([.. Enumerable.Repeat(epoch, 16)]);

    private void Receive(SentJournal journal, string store, long pieces)
    {
        journal.Add(new StockReceived { Moves = { new StockMove { Sku = "SOAP", QuantityThousandths = pieces * 1000 } } });
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", store, "box1"), journal.Batch(journal.Count, journal.Count)));
    }

    private async Task<StockSharing> StartAsync()
    {
        var sharing = new StockSharing(Books, Microsoft.Extensions.Options.Options.Create(Options), _time, _log);
        await sharing.StartAsync(default);
        return sharing;
    }

    // As many rounds as it takes: the first one may come before it waits.
    private async Task RoundAsync(Func<bool> done)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !done(); await Task.Delay(20))
        {
            _time.Advance(TimeSpan.FromSeconds(Options.ShareStockSeconds));
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience,
                string.Join(" ", _log.Collector.GetSnapshot().Select(line => line.Message)));
        }
    }

    private long Version(string store) => new DatasetBooks(Books.Store).Last("demo", store, "stock-elsewhere", 1) is [var last]
        ? last.Version : 0;

    private List<(string, string, long)> Rows(string store)
    {
        var datasets = new DatasetBooks(Books.Store);
        byte[] packed = datasets.Whole(datasets.Last("demo", store, "stock-elsewhere", 1)[0])!;
        using var unpacked = new System.IO.Compression.BrotliStream(
            new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
        return [.. DatasetRows.All(unpacked).Select(row => DatasetRows.Parse(StockElsewhereRow.Parser, row))
            .Select(row => (row.Sku, row.Store, row.OnHandThousandths / 1000))];
    }
}

public sealed class SqliteStockSharingTests() : StockSharingTests(postgres: false);

public sealed class PostgresStockSharingTests() : StockSharingTests(postgres: true);
