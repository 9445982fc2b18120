using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static EdgePos.Tests.PriceBooks;

namespace EdgePos.Tests.Ledger;

/// <summary>Switching, rolling back, and reading meanwhile.</summary>
public sealed class CatalogueShelfTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Three_versions_are_kept_the_current_one_first()
    {
        using var shelf = Open();
        Assert.Empty(shelf.Versions);
        var versions = ImportPairs(shelf, 6);
        Assert.Equal([versions[5], versions[4], versions[3]], shelf.Versions.Select(kept => kept.Version));
        Assert.Equal([true, false, false], shelf.Versions.Select(kept => kept.IsCurrent));
        Assert.All(shelf.Versions, kept => Assert.Equal((2L, Sales.Eur), (kept.Items, kept.Currency)));
        Assert.Equal(shelf.Versions.Select(kept => kept.Version + ".db").Order(StringComparer.Ordinal), FilesIn(_folder.Path, "*.db"));
        Assert.Equal(6, PriceOf(shelf, "ONE"));
    }

    [Fact]
    public void A_roll_back_makes_a_kept_version_current_and_keeps_the_one_before()
    {
        using var shelf = Open();
        var versions = ImportPairs(shelf, 3);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var back = shelf.RollBack(versions[0], NewId()).Value;
        Assert.Equal((versions[0], true, 1L), (back.Version, back.IsCurrent, PriceOf(shelf, "ONE")));
        Assert.Equal([versions[0], versions[2], versions[1]], shelf.Versions.Select(kept => kept.Version));
        Assert.True(shelf.Versions[0].MadeCurrentUs - shelf.Versions[1].MadeCurrentUs == 300_000_000);
        Assert.Equal(3, PriceOf(Rolled(shelf, versions[2]), "ONE"));

        // What was current last stays; what was not for longest goes.
        Import(shelf, true, (Item("ONE", 9), []));
        Assert.Equal([versions[2], versions[0]], shelf.Versions.Skip(1).Select(kept => kept.Version));
    }

    [Fact]
    public void A_roll_back_and_its_order_are_there_after_a_restart_also_where_the_clock_went_back()
    {
        List<CatalogueVersion> kept;
        using (var shelf = Open())
        {
            var versions = ImportPairs(shelf, 3);
            _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromDays(400));
            Rolled(shelf, versions[0]);
            kept = [.. shelf.Versions];
        }

        using var again = Open();
        Assert.Equal(kept, again.Versions);
        Assert.Equal((1L, ""), (PriceOf(again, "ONE"), again.Trouble));
    }

    [Fact]
    public void The_same_roll_back_asked_again_is_answered_and_undoes_nothing()
    {
        Guid command = NewId();
        using var shelf = Open();
        var versions = ImportPairs(shelf, 2);
        var first = shelf.RollBack(versions[0], command).Value;
        Assert.Equal(first, shelf.RollBack(versions[0], command).Value);
        Assert.Equal(first, shelf.RollBack(versions[0], NewId()).Value);
        string after = ImportPair(shelf, 7);
        using var again = Open();
        foreach (var opened in new[] { shelf, again })
        {
            Assert.Equal(first with { IsCurrent = false }, opened.RollBack(versions[0], command).Value);
            Assert.Equal(RefusalCode.CommandIdReused, opened.RollBack(versions[1], command).Refusal?.Code);
            Assert.Equal(after, opened.Current?.Version);
        }
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("../current")]
    [InlineData("")]
    public void A_version_that_is_not_kept_is_refused(string version)
    {
        using var shelf = Open();
        Assert.Equal(RefusalCode.PriceBookVersionNotFound, shelf.RollBack(version, NewId()).Refusal?.Code);
        var versions = ImportPairs(shelf, 4);
        Assert.Equal(RefusalCode.PriceBookVersionNotFound, shelf.RollBack(version, NewId()).Refusal?.Code);
        Assert.Equal(RefusalCode.PriceBookVersionNotFound, shelf.RollBack(versions[0], NewId()).Refusal?.Code);
        Assert.Equal(versions[3], shelf.Current?.Version);
    }

    [Fact]
    public void A_damaged_version_is_not_rolled_back_to_and_is_set_aside()
    {
        using var shelf = Open();
        var versions = ImportPairs(shelf, 2);
        Damage.ChangeOnePrice(_folder.File(versions[0] + ".db"));
        var fault = Assert.Throws<LedgerFault>(() => shelf.RollBack(versions[0], NewId()));
        Assert.Equal(FaultKind.Damaged, fault.Kind);
        Assert.Contains($"set aside as {versions[0]}.db.damaged", fault.Hint, StringComparison.Ordinal);
        Assert.Equal([versions[0] + ".db.damaged"], FilesIn(_folder.Path, "*.damaged"));
        Assert.Equal((versions[1], 2L), (Assert.Single(shelf.Versions).Version, PriceOf(shelf, "ONE")));
    }

    [Fact]
    public void A_roll_back_during_a_merge_is_not_undone_by_it()
    {
        using var shelf = Open();
        var versions = ImportPairs(shelf, 2);
        using (var builder = shelf.Build(merge: true))
        {
            Assert.Null(builder.Put(Item("NEW"), []));
            Rolled(shelf, versions[0]);
            Assert.Equal(RefusalCode.PriceBookChanged, shelf.Switch(builder).Refusal?.Code);
        }

        Assert.Equal(versions[0], shelf.Current?.Version);
        Import(shelf, true, (Item("NEW"), []));
        Assert.Equal((1L, 100L), (PriceOf(shelf, "ONE"), PriceOf(shelf, "NEW")));
    }

    [Fact]
    public void One_version_is_built_at_a_time()
    {
        using var shelf = Open();
        using (shelf.Build(merge: false))
            Assert.Equal(FaultKind.Busy, Assert.Throws<LedgerFault>(() => shelf.Build(merge: false)).Kind);
        ImportPair(shelf, 1);
    }

    [Fact]
    public void Whoever_borrowed_a_version_reads_it_to_the_end_and_only_then_its_file_goes()
    {
        using var shelf = Open();
        var versions = ImportPairs(shelf, 1);
        string file = versions[0] + ".db";
        // Nothing was read from it yet: its first connection is opened when it is long no longer current.
        var borrowed = shelf.Borrow()!;
        versions = ImportPairs(shelf, 5, from: 2);
        Assert.Equal(1, borrowed.FindNow(Scan.Of("ONE")).Value.Price?.Minor);
        Assert.Equal(3, borrowed.FindNow(Scan.Of("THREE")).Value.Price?.Minor);
        Assert.Contains(file, FilesIn(_folder.Path));
        Assert.Equal(RefusalCode.PriceBookVersionNotFound, shelf.RollBack(borrowed.Version, NewId()).Refusal?.Code);

        borrowed.Dispose();
        Rolled(shelf, versions[3]);
        Assert.DoesNotContain(file, FilesIn(_folder.Path));
    }

    [Fact]
    public void A_shelf_that_was_closed_has_nothing_to_borrow()
    {
        var shelf = Open();
        ImportPair(shelf, 1);
        using var borrowed = shelf.Borrow()!;
        shelf.Dispose();
        Assert.Null(shelf.Borrow());
        Assert.Equal(1, borrowed.FindNow(Scan.Of("ONE")).Value.Price?.Minor);
    }

    [Fact]
    public async Task Readers_see_one_whole_version_while_versions_switch_and_roll_back()
    {
        const int Readers = 4, Switches = 40;
        using var shelf = Open();
        ImportPair(shelf, 1);
        using var end = new CancellationTokenSource();
        using var begun = new CountdownEvent(Readers);
        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(() =>
        {
            for (long rounds = 0; ; rounds++)
            {
                using var book = shelf.Borrow()!;
                long one = book.FindNow(Scan.Of("ONE")).Value.Price!.Value.Minor;
                Assert.InRange(one, 1, Switches);
                Assert.Equal(3 * one, book.FindNow(Scan.Of("THREE")).Value.Price!.Value.Minor);
                if (rounds == 0)
                    begun.Signal();
                if (end.IsCancellationRequested)
                    return;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        for (int price = 2; price <= Switches; price++)
        {
            ImportPair(shelf, price);
            Rolled(shelf, shelf.Versions[^1].Version);
        }

        await end.CancelAsync();
        await Task.WhenAll(reading);
        Import(shelf, false, (Item("LAST"), []));
        Assert.Equal(3, FilesIn(_folder.Path, "*.db").Count());
    }

    private static Guid NewId() => Guid.Parse(Till.NewId());

    private CatalogueShelf Open() => PriceBooks.Open(_folder.Path, time: _clock);

    private static List<string> ImportPairs(CatalogueShelf shelf, int count, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(price => ImportPair(shelf, price))];

    private static CatalogueShelf Rolled(CatalogueShelf shelf, string version)
    {
        Assert.Equal(version, shelf.RollBack(version, NewId()).Value.Version);
        return shelf;
    }
}
