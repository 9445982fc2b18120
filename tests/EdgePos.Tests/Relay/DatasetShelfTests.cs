using System.Security.Cryptography;
using CsCheck;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>What a box makes of what comes down: it takes head office's word, whole, at its time; and nothing else.</summary>
public sealed class DatasetShelfTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly ThingsUse _use = new();
    private DatasetShelf _shelf;

    public DatasetShelfTests() => _shelf = Open();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_version_that_is_whole_becomes_current_and_the_next_comes_as_a_difference()
    {
        var first = new SentDataset(1, Things(500));
        Assert.Equal(0, await ArrivesAsync(first));
        var second = new SentDataset(2, [.. Things(500).Take(300), .. Things(510).Skip(301)], first);
        Assert.Equal(1, await ArrivesAsync(second));
        Assert.True(second.Packed[1].Length * 5 < second.Packed[0].Length);
        Assert.Equal(("2", "", ""), Now());
        Assert.Equal(Convert.ToHexString(second.Content), _use.Current);
    }

    [Fact]
    public async Task One_that_is_for_later_is_prepared_and_becomes_current_at_its_time_also_after_a_restart()
    {
        await ArrivesAsync(new SentDataset(1, Things(5)));
        var later = new SentDataset(2, Things(6));
        later.Manifest.ValidFromUs = Us(_clock.GetUtcNow().AddHours(1));
        await ArrivesAsync(later);
        Assert.Equal(("1", "2", ""), Now());
        Assert.Equal(2, _use.Prepared);

        _shelf = Open();
        await RunLoopAsync(() => _use.PreparedTimes > 1);
        Assert.Equal(("1", "2", ""), Now());
        await RunLoopAsync(() => Now().Current == "2", advance: TimeSpan.FromMinutes(61));
        Assert.Equal(("2", "", ""), Now());
    }

    [Fact]
    public async Task What_came_of_a_package_stays_when_the_link_or_the_program_ends()
    {
        var sent = new SentDataset(1, Things(300));
        var wanted = _shelf.Consider("things", sent.Signed())!;
        for (int i = 0; i < 10; i++)
            wanted = _shelf.Take(wanted, sent.Chunk(0, i))!;
        _shelf = Open();
        wanted = _shelf.Consider("things", sent.Signed())!;
        Assert.Equal(10, wanted.NextChunk);
        await ArrivesAsync(sent);
        Assert.Equal(("1", "", ""), Now());
    }

    [Fact]
    public async Task Three_versions_are_kept()
    {
        for (int version = 1; version <= 4; version++)
            await ArrivesAsync(new SentDataset(version, Things(version)));
        Assert.Equal(["2.rows", "3.rows", "4.rows"],
            Directory.GetFiles(_folder.File("datasets/things"), "*.rows").Select(Path.GetFileName).Order());
        Assert.Equal(["4", "3", "2"], _shelf.Now()[0].Kept);
    }

    [Fact]
    public async Task A_version_that_is_kept_can_be_gone_back_to_and_forward_again_until_the_next_one_comes()
    {
        var sent = Enumerable.Range(1, 4).Select(version => new SentDataset(version, Things(version))).ToList();
        foreach (var one in sent)
            await ArrivesAsync(one);
        Assert.Equal((4, null), await SwitchAsync(2));
        Assert.Equal(Convert.ToHexString(sent[1].Content), _use.Current);
        _shelf = Open();
        Assert.Equal(("2", "", ""), Now());
        Assert.Null(_shelf.Consider("things", sent[3].Signed())); // head office says again what it said last: it is known
        Assert.Equal((2, null), await SwitchAsync(4));
        Assert.Equal((4, null), await SwitchAsync(2));
        await ArrivesAsync(new SentDataset(5, Things(6)));
        Assert.Equal(("5", "", ""), Now());
        Assert.Equal(["5", "4", "3"], _shelf.Now()[0].Kept);
    }

    [Fact]
    public async Task A_switch_that_cannot_be_done_moves_nothing_and_what_waits_for_its_time_is_not_lost_by_one()
    {
        await ArrivesAsync(new SentDataset(1, Things(1)));
        await ArrivesAsync(new SentDataset(2, Things(2)));
        Assert.Contains("not there", (await SwitchAsync(7)).Why, StringComparison.Ordinal);
        _use.Refuses = "no";
        Assert.Equal((2, "no"), await SwitchAsync(1));
        Assert.Equal(("2", "", ""), Now());
        _use.Refuses = null;
        var later = new SentDataset(3, Things(3));
        later.Manifest.ValidFromUs = Us(_clock.GetUtcNow().AddHours(1));
        await ArrivesAsync(later);
        Assert.Equal((2, null), await SwitchAsync(1));
        Assert.Equal(("1", "3", ""), Now());
        await RunLoopAsync(() => Now().Current == "3", advance: TimeSpan.FromMinutes(61));
    }

    public static TheoryData<string, Func<SentDataset, SignedManifest>> WrongManifests() => new()
    {
        { DatasetRefusal.NotSigned, sent => sent.Signed(ECDsa.Create(ECCurve.NamedCurves.nistP256)) },
        { DatasetRefusal.NotSigned, sent => new SignedManifest { Manifest = sent.Signed().Manifest } },
        { DatasetRefusal.NotSigned, sent => new SignedManifest(sent.Signed()) { Signature = ByteString.CopyFrom(1, 2) } },
        { DatasetRefusal.NotOurs, With(manifest => manifest.Store = "S2") },
        { DatasetRefusal.NotOurs, With(manifest => manifest.Tenant = "other") },
        { DatasetRefusal.NotOurs, With(manifest => manifest.Dataset = "other") },
        { DatasetRefusal.GoesBack, With(manifest => manifest.Version = 4) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Version = -1) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Size = long.MaxValue) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Size = -1) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Sha256 = ByteString.Empty) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Packages.Clear()) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Packages[0].PackedSize = long.MaxValue) },
        { DatasetRefusal.WrongSize, With(manifest => manifest.Packages[0].ChunkBytes = 0) },
    };

    [Theory, MemberData(nameof(WrongManifests))]
    public async Task A_manifest_that_is_not_right_is_refused_and_nothing_moves(string code, Func<SentDataset, SignedManifest> wrong)
    {
        await ArrivesAsync(new SentDataset(5, Things(5)));
        Assert.Null(_shelf.Consider("things", wrong(new SentDataset(6, Things(6)))));
        Assert.StartsWith(code, Now().Refusal, StringComparison.Ordinal);
        Assert.Equal("5", Now().Current);
        await ArrivesAsync(new SentDataset(6, Things(6))); // head office's own still gets in
        Assert.Equal(("6", "", ""), Now());
    }

    public static TheoryData<string, Action<SentDataset>> WrongContents() => new()
    {
        { "another content than the hash says", sent => sent.Offer(0, new byte[sent.Content.Length]) },
        { "less than the size says", sent => sent.Offer(0, sent.Content[..^1]) },
        { "a bomb", sent => sent.Offer(0, new byte[50_000_000]) },
        { "nothing that unfolds", sent => sent.Packed[0].AsSpan().Fill(0x5a) },
    };

    [Theory, MemberData(nameof(WrongContents))]
    public async Task A_content_that_is_not_the_manifests_is_refused_after_a_few_tries(string what, Action<SentDataset> spoil)
    {
        await ArrivesAsync(new SentDataset(1, Things(5)));
        var sent = new SentDataset(2, Things(6));
        spoil(sent);
        await ArrivesAsync(sent);
        Assert.True(Now().Refusal.StartsWith(DatasetRefusal.Damaged, StringComparison.Ordinal), $"{what}: {Now()}");
        Assert.Equal("1", Now().Current);
        Assert.Null(_shelf.Consider("things", sent.Signed())); // and is not fetched for ever
        await ArrivesAsync(new SentDataset(3, Things(7)));
        Assert.Equal(("3", "", ""), Now());
    }

    [Fact]
    public async Task A_difference_that_does_not_fit_is_fetched_whole()
    {
        var first = new SentDataset(1, Things(5));
        await ArrivesAsync(first);
        var second = new SentDataset(2, Things(6), first);
        second.Offer(1, [1, 2, 3]);
        await ArrivesAsync(second);
        Assert.Equal(("2", "", ""), Now());
    }

    [Fact]
    public async Task What_a_rule_of_the_store_refuses_stays_out_and_says_why()
    {
        await ArrivesAsync(new SentDataset(1, Things(5)));
        _use.Refuses = "two items have one bar code";
        await ArrivesAsync(new SentDataset(2, Things(6)));
        Assert.Equal(("1", "", "CONTENT_REFUSED: two items have one bar code"), Now());
        _use.Refuses = null;
        await ArrivesAsync(new SentDataset(3, Things(7)));
        Assert.Equal(("3", "", ""), Now());
    }

    [Fact]
    public void Without_a_key_of_head_office_nothing_is_taken()
    {
        _shelf = Open(withKey: false);
        Assert.Null(_shelf.Consider("things", new SentDataset(1, Things(1)).Signed()));
        Assert.StartsWith(DatasetRefusal.NoKey, Now().Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_that_are_not_the_next_one_are_passed_over() => Gen.Int[-2, 40].Array[0, 300].Sample(numbers =>
    {
        using var folder = new TempFolder(inMemory: true);
        var shelf = Open(folder);
        var sent = new SentDataset(1, Things(60));
        Wanted? wanted = shelf.Consider("things", sent.Signed());
        foreach (int number in numbers)
        {
            if (wanted is not null && number >= 0 && number < wanted.Chunks)
                wanted = shelf.Take(wanted, sent.Chunk(0, number));
            else if (wanted is not null)
                wanted = shelf.Take(wanted, new Chunk { Number = number, Bytes = ByteString.CopyFrom(new byte[17]) });
        }

        while (wanted is not null)
            wanted = shelf.Take(wanted, sent.Chunk(0, wanted.NextChunk));
        Assert.Equal("1", shelf.Now()[0].Next);
    }, iter: 50, threads: 1);

    private static Func<SentDataset, SignedManifest> With(Action<Manifest> change) => sent =>
    {
        change(sent.Manifest);
        return sent.Signed();
    };

    private static byte[][] Things(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];

    private static long Us(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / 10;

    private DatasetShelf Open(TempFolder? folder = null, bool withKey = true) => new((folder ?? _folder).File("datasets"), Sales.Box,
        withKey ? SentDataset.Key() : null, [_use], NullLogger<DatasetShelf>.Instance);

    private (string Current, string Next, string Refusal) Now()
    {
        var now = Assert.Single(_shelf.Now());
        return (now.Version, now.Next, now.Refusal);
    }

    // Sends all that is asked for, and lets the loop look once; gives which package was asked for last.
    private async Task<long> ArrivesAsync(SentDataset sent)
    {
        long from = -1;
        for (var wanted = _shelf.Consider("things", sent.Signed()); wanted is not null;)
        {
            from = wanted.Package.FromVersion;
            wanted = _shelf.Take(wanted, sent.Chunk(from, wanted.NextChunk));
        }

        int looked = _use.PreparedTimes;
        await RunLoopAsync(() => Now().Current == $"{sent.Manifest.Version}" || Now().Refusal.Length > 0 || _use.PreparedTimes > looked);
        return from;
    }

    private async Task<(long Before, string? Why)> SwitchAsync(long version)
    {
        using var stop = new CancellationTokenSource();
        var loop = new DatasetLoop(_shelf, _clock, NullLogger<DatasetLoop>.Instance);
        var running = loop.RunAsync(stop.Token);
        var switched = await loop.SwitchAsync("things", version, stop.Token).WaitAsync(Daemon.Patience);
        await stop.CancelAsync();
        await running;
        return switched;
    }

    private async Task RunLoopAsync(Func<bool> until, TimeSpan advance = default)
    {
        using var stop = new CancellationTokenSource();
        var loop = new DatasetLoop(_shelf, _clock, NullLogger<DatasetLoop>.Instance).RunAsync(stop.Token);
        _clock.Advance(advance);
        for (int i = 0; i < 2000 && !until(); i++)
        {
            await Task.Delay(5);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await stop.CancelAsync();
        await loop;
        Assert.True(until());
    }

    private sealed class ThingsUse : IDatasetUse
    {
        public string Dataset => "things";

        public string? Refuses { get; set; }

        public long Prepared { get; private set; }

        public int PreparedTimes { get; private set; }

        public string Current { get; private set; } = "";

        public string? Prepare(Manifest manifest, string rowsFile)
        {
            (Prepared, PreparedTimes) = (manifest.Version, PreparedTimes + 1);
            return Refuses;
        }

        public string? MakeCurrent(Manifest manifest, string rowsFile)
        {
            if (Refuses is null)
                Current = Convert.ToHexString(File.ReadAllBytes(rowsFile));
            return Refuses;
        }
    }
}
