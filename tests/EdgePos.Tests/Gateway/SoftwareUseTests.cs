using EdgePos.Gateway;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>When a version of the box's programs is not fetched, and what a box makes of its rows.</summary>
public sealed class SoftwareUseTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly ReleaseShop _shop = new();
    private long _free = 1000 * Megabyte;

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(false, 1000, false, false, "Update:Take")]
    [InlineData(true, 100, false, false, "make room")]
    [InlineData(true, 1000, true, false, "Relay:Metered")]
    [InlineData(true, 1000, true, true, null)]
    [InlineData(true, 1000, false, false, null)]
    public void It_is_fetched_where_it_is_taken_there_is_room_and_the_line_may_be_used(
        bool isTaken, int freeMegabytes, bool isMetered, bool onMeteredLines, string? why)
    {
        _free = freeMegabytes * Megabyte;
        var sent = new SentDataset(1, [], dataset: SoftwareUse.Name);
        (sent.Manifest.Bulky, sent.Manifest.Size, sent.Manifest.OnMeteredLines) = (true, 20 * Megabyte, onMeteredLines);
        var shelf = new DatasetShelf(_shop.Folder.File("datasets"), Sales.Box, SentDataset.Key(), [NewUse(isTaken)],
            NullLogger<DatasetShelf>.Instance, SoftwareUse.IsForOthers);
        var wanted = shelf.Consider(SoftwareUse.Name, sent.Signed());
        string? said = shelf.Hindrance(wanted!.Manifest, isMetered);
        if (why is null)
            Assert.Null(said);
        else
            Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Equal(said, shelf.ComingOf(SoftwareUse.Name)!.Value.Waits);
        Assert.Null(shelf.Consider("software-pdp11", sent.Signed())); // for another box of the store: no word about it
        Assert.DoesNotContain(shelf.Now(), dataset => dataset.Refusal.Length > 0);
    }

    [Fact]
    public void Its_rows_are_the_release_and_the_pieces_of_one_package_in_order()
    {
        var (_, what) = ReleaseContent.Read(_shop.Make("0.2.0"), new ReleaseTerms("canary", 60, 120, OnMetered: false, Again: false), 0);
        byte[][] rows = [.. what.Rows.Values];
        Assert.True(rows.Length > 3);
        Assert.Null(Take(rows));
        Assert.NotNull(Take([rows[0], rows[2], rows[1], .. rows[3..]]));
        Assert.NotNull(Take(rows[..^1]));
        Assert.NotNull(Take([.. rows, rows[^1]]));
        Assert.NotNull(Take(rows[1..]));
        Assert.NotNull(Take([]));
        Assert.NotNull(Record.Exception(() => Take([rows[0], rows[0]]))); // told as a content that cannot be read
    }

    [Theory]
    [InlineData("canary", -1, 60)]
    [InlineData("canary", 0, 1440)]
    [InlineData("a\nb", 60, 120)]
    public void Terms_that_are_none_are_refused(string ring, int from, int until)
    {
        var (_, what) = ReleaseContent.Read(_shop.Make("0.2.0"), new ReleaseTerms(ring, from, until, OnMetered: false, Again: false), 0);
        Assert.NotNull(Take([.. what.Rows.Values]));
    }

    private string? Take(byte[][] rows)
    {
        string file = _shop.Folder.File("rows");
        File.WriteAllBytes(file, SentDataset.ContentOf(rows));
        return NewUse(isTaken: true).MakeCurrent(new Manifest { Version = Random.Shared.Next(1, int.MaxValue) }, file);
    }

    private SoftwareUse NewUse(bool isTaken)
    {
        var disk = new DiskWatch(new Ballast(_shop.Folder.File("ballast"), 0), () => _free, Megabyte, NullLogger<DiskWatch>.Instance);
        return new(new UpdateFolder(Path.Combine(_shop.Data, "update"), _shop.Outcomes), _shop.Keys, isTaken, disk, TimeProvider.System);
    }
}
