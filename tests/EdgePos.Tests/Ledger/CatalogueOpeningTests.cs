using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.PriceBooks;

namespace EdgePos.Tests.Ledger;

/// <summary>A shelf after a crash, and with damaged files: the shop sells on, and is told.</summary>
public sealed class CatalogueOpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string[] _versions;

    public CatalogueOpeningTests()
    {
        using var shelf = PriceBooks.Open(_folder.Path);
        _versions = [.. Enumerable.Range(1, 3).Select(price => ImportPair(shelf, price))];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What is in the folder when the power fails between two steps of a switch, and the price that is right then.</summary>
    public static TheoryData<string, int, int> Moments() => new(
        ("the new version is half built", 3, 4),
        ("it is built and not moved", 3, 4),
        ("it is moved and no pointer written", 3, 4),
        ("the pointer is half written aside", 3, 4),
        ("the pointer is written aside", 3, 4),
        ("the pointer is renamed", 4, 4));

    [Theory, MemberData(nameof(Moments))]
    public void A_crash_at_any_moment_of_a_switch_leaves_the_old_version_or_the_new_one(string moment, int price, int next)
    {
        Crash(moment);
        using var shelf = Open();
        Assert.Equal((price, ""), (PriceOf(shelf, "ONE"), shelf.Trouble));
        Assert.Empty(FilesIn(_folder.Path, "building-*"));
        Assert.Empty(FilesIn(_folder.Path, "*.new"));
        Assert.All(shelf.Versions.Where(kept => !kept.IsCurrent), kept => Assert.Null(shelf.RollBack(kept.Version, NewId()).Refusal));

        // Whoever got no answer imports again.
        ImportPair(shelf, next);
        Assert.Equal(next, PriceOf(shelf, "ONE"));
        Assert.Equal(3, FilesIn(_folder.Path, "*.db").Count());
    }

    [Fact]
    public void A_build_that_was_not_finished_is_gone_after_a_restart()
    {
        using (var shelf = Open())
            Assert.Null(shelf.Build(merge: true).Put(Item("B"), []));
        using var again = Open();
        Assert.Equal(2, again.Current!.Items);
        Assert.Empty(FilesIn(_folder.Path, "building*"));
    }

    [Theory]
    [InlineData("one price changed", true)]
    [InlineData("scribbled over", true)]
    [InlineData("cut in the middle", true)]
    [InlineData("cut to nothing", true)]
    [InlineData("another's name", true)]
    [InlineData("missing", false)]
    public void Where_the_current_version_cannot_be_used_the_newest_whole_one_is_sold_from(string damage, bool isSetAside)
    {
        Spoil(_versions[2], damage);
        using var shelf = Open();
        Assert.Equal((_versions[1], 2L), (shelf.Current?.Version, PriceOf(shelf, "ONE")));
        Assert.Equal([_versions[1], _versions[0]], shelf.Versions.Select(kept => kept.Version));
        Assert.Equal(isSetAside ? [_versions[2] + ".db.damaged"] : [], FilesIn(_folder.Path, "*.damaged"));
        Assert.Contains(_versions[2], Assert.Single(shelf.Findings), StringComparison.Ordinal);
        foreach (string word in new[] { _versions[2], _versions[1], isSetAside ? "damaged" : "missing", "import" })
            Assert.Contains(word, shelf.Trouble, StringComparison.Ordinal);

        // It stays told until a person makes one current.
        using (var again = Open())
            Assert.Equal((2L, false), (PriceOf(again, "ONE"), again.Trouble.Length == 0));
        ImportPair(shelf, 3);
        Assert.Equal((_versions[2], ""), (shelf.Current?.Version, shelf.Trouble));
        using var mended = Open();
        Assert.Equal((3L, ""), (PriceOf(mended, "ONE"), mended.Trouble));
    }

    [Theory]
    [InlineData("roll back")]
    [InlineData("import")]
    public void Who_decides_for_the_version_that_is_sold_from_ends_the_trouble(string decision)
    {
        Spoil(_versions[2], "scribbled over");
        using (var shelf = Open())
        {
            if (decision == "import")
                ImportPair(shelf, 2);
            else
                Assert.Null(shelf.RollBack(_versions[1], NewId()).Refusal);
            Assert.Equal((2L, ""), (PriceOf(shelf, "ONE"), shelf.Trouble));
        }

        using var again = Open();
        Assert.Equal((2L, "", 2), (PriceOf(again, "ONE"), again.Trouble, again.Versions.Count));
    }

    [Fact]
    public void A_damaged_version_that_is_not_current_troubles_nobody_and_is_set_aside()
    {
        Spoil(_versions[1], "scribbled over");
        using var shelf = Open();
        Assert.Equal((3L, ""), (PriceOf(shelf, "ONE"), shelf.Trouble));
        Assert.Equal([_versions[2], _versions[0]], shelf.Versions.Select(kept => kept.Version));
        Assert.Single(shelf.Findings);
        Assert.Equal([_versions[1] + ".db.damaged"], FilesIn(_folder.Path, "*.damaged"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("../../etc/passwd 1 2")]
    public void Where_it_is_not_known_which_version_was_current_the_newest_is_sold_from(string? pointer)
    {
        string current = _folder.File("current");
        File.Delete(current);
        if (pointer is not null)
            File.WriteAllText(current, pointer);
        for (int i = 0; i < _versions.Length; i++)
            File.SetLastWriteTimeUtc(_folder.File(_versions[i] + ".db"), DateTime.UnixEpoch.AddDays(i));
        using var shelf = Open();
        Assert.Equal((3L, 3), (PriceOf(shelf, "ONE"), shelf.Versions.Count));
        Assert.Contains("\"current\"", shelf.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shelf_from_before_there_were_times_opens_without_trouble()
    {
        File.WriteAllText(_folder.File("current"), _versions[1] + "\n");
        using var shelf = Open();
        Assert.Equal((2L, ""), (PriceOf(shelf, "ONE"), shelf.Trouble));
        Assert.Equal((3, 0L), (shelf.Versions.Count, shelf.Versions.Max(kept => kept.MadeCurrentUs)));
    }

    [Fact]
    public void Where_no_version_is_whole_the_shelf_opens_empty_says_so_and_takes_the_next_import()
    {
        foreach (string version in _versions)
            Spoil(version, "scribbled over");
        using var shelf = Open();
        Assert.Null(shelf.Borrow());
        Assert.Empty(shelf.Versions);
        Assert.Contains("nothing can be scanned", shelf.Trouble, StringComparison.Ordinal);
        Assert.Equal(3, FilesIn(_folder.Path, "*.damaged").Count());
        ImportPair(shelf, 5);
        Assert.Equal((5L, ""), (PriceOf(shelf, "ONE"), shelf.Trouble));
    }

    [Fact]
    public void A_new_box_has_no_price_book_and_no_trouble()
    {
        using var shelf = PriceBooks.Open(_folder.File("new"));
        Assert.Equal((null, ""), (shelf.Current, shelf.Trouble));
        Assert.Empty(shelf.Findings);
    }

    [Fact]
    public void A_current_price_book_in_another_currency_than_the_store_is_a_wrong_setting()
    {
        var fault = Assert.Throws<LedgerFault>(() => PriceBooks.Open(_folder.Path, "GBP"));
        Assert.Equal(FaultKind.CannotOpen, fault.Kind);
        Assert.Contains("correct the settings", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_in_another_currency_are_neither_fallen_back_to_nor_rolled_back_to()
    {
        File.Delete(_folder.File("current"));
        using var shelf = PriceBooks.Open(_folder.Path, "GBP");
        Assert.Null(shelf.Current);
        var refusal = shelf.RollBack(_versions[2], NewId()).Refusal;
        Assert.Equal((RefusalCode.FieldInvalid, "version"), (refusal?.Code, refusal?.Field));
        Assert.Empty(FilesIn(_folder.Path, "*.damaged"));
    }

    private static Guid NewId() => Guid.Parse(Till.NewId());

    private CatalogueShelf Open() => PriceBooks.Open(_folder.Path);

    // The folder as a switch from price 3 to price 4 leaves it at that moment; made by doing the switch elsewhere.
    private void Crash(string moment)
    {
        string whole = _folder.File("elsewhere");
        Directory.CreateDirectory(whole);
        foreach (string file in FilesIn(_folder.Path))
            File.Copy(_folder.File(file), Path.Combine(whole, file));
        string version;
        using (var shelf = PriceBooks.Open(whole))
            version = ImportPair(shelf, 4);
        string built = Path.Combine(whole, version + ".db"), pointer = Path.Combine(whole, "current");

        if (moment == "the new version is half built")
        {
            File.Copy(built, _folder.File("building-1"));
            Damage.CutTo(_folder.File("building-1"), 5000);
            File.WriteAllText(_folder.File("building-1-journal"), "half");
            return;
        }

        File.Copy(built, _folder.File(moment == "it is built and not moved" ? "building-1" : version + ".db"));
        if (moment == "the pointer is half written aside")
            File.WriteAllText(_folder.File("current.new"), version[..7]);
        else if (moment == "the pointer is written aside")
            File.Copy(pointer, _folder.File("current.new"));
        else if (moment == "the pointer is renamed")
            File.Copy(pointer, _folder.File("current"), overwrite: true);
    }

    private void Spoil(string version, string damage)
    {
        string file = _folder.File(version + ".db");
        switch (damage)
        {
            case "one price changed":
                Damage.ChangeOnePrice(file);
                break;
            case "scribbled over":
                Damage.Scribble(file);
                break;
            case "cut in the middle":
                Damage.CutTo(file, new FileInfo(file).Length / 2);
                break;
            case "cut to nothing":
                Damage.CutTo(file, 0);
                break;
            case "another's name":
                File.Copy(_folder.File(_versions[0] + ".db"), file, overwrite: true);
                break;
            default:
                File.Delete(file);
                break;
        }
    }
}
