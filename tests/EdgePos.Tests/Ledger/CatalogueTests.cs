using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

public sealed class CatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_scan_finds_an_item_by_bar_code_with_or_without_leading_zeros_and_by_its_code()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), ["36000291452".PadLeft(12, '0')]));
        var book = shelf.Current!;
        foreach (string scan in new[] { "036000291452", "0036000291452", "00036000291452", "A" })
            Assert.Equal("A", book.Find(scan).Value.Sku);
        Assert.Equal(RefusalCode.UnknownItem, book.Find("a").Refusal?.Code);
        Assert.Equal(RefusalCode.CheckDigitWrong, book.Find("036000291453").Refusal?.Code);
        Assert.Equal(RefusalCode.UnknownItem, book.Find("5449000000996").Refusal?.Code);
    }

    [Fact]
    public void A_merge_keeps_what_was_there_and_a_replacement_does_not()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), []), (Item("B"), []));
        var merged = Import(shelf, true, (Item("B", 999), []), (Item("C"), []));
        Assert.Equal((3L, 1L, 1L), (shelf.Current!.Items, merged.Added, merged.Changed));
        Assert.Equal(999, shelf.Current.Find("B").Value.Price?.Minor);
        Import(shelf, false, (Item("C"), []));
        Assert.NotNull(shelf.Current.Find("A").Refusal);
    }

    [Fact]
    public void The_same_content_is_the_same_version()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), []), (Item("B"), []));
        string first = shelf.Current!.Version;
        Import(shelf, false, (Item("B"), []), (Item("A"), []));
        Assert.Equal(first, shelf.Current.Version);
        Import(shelf, true, (Item("A", 2), []));
        Assert.NotEqual(first, shelf.Current.Version);
    }

    [Fact]
    public void The_current_version_is_there_after_a_restart_and_an_unfinished_build_is_not()
    {
        using (var shelf = Open())
        {
            Import(shelf, false, (Item("A"), []));
            var unfinished = shelf.Build(merge: true);
            Assert.Null(unfinished.Put(Item("B"), []));
        }

        using var again = Open();
        Assert.Equal(1, again.Current!.Items);
        Assert.Empty(Directory.GetFiles(_folder.Path, "building*"));
    }

    [Fact]
    public void Three_versions_are_kept()
    {
        using var shelf = Open();
        for (int price = 1; price <= 6; price++)
            Import(shelf, false, (Item("A", price), []));
        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.db").Length);
        Assert.Equal(6, shelf.Current!.Find("A").Value.Price?.Minor);
    }

    [Fact]
    public void Rows_at_fault_are_named()
    {
        using var shelf = Open();
        using var builder = shelf.Build(merge: false);
        Assert.Null(builder.Put(Item("A"), ["5449000000996"]));
        (Item Item, string[] Gtins, string Field)[] bad =
        [
            (Item("A"), [], "sku"),
            (Item(""), [], "sku"),
            (Item("B") with { Name = " " }, [], "name"),
            (Item("B") with { Unit = 0 }, [], "unit"),
            (Item("B", 0), [], "price"),
            (Item("B") with { Price = new Money(1, Currency.Of("GBP")) }, [], "price"),
            (Item("B") with { TaxRate = new Rate(-1) }, [], "tax_rate_ppm"),
            (Item("B"), ["5449000000995"], "gtins"),
            (Item("C"), ["5449000000996"], "gtins"),
        ];
        Assert.All(bad, row => Assert.Equal(row.Field, builder.Put(row.Item, row.Gtins)?.Field));
    }

    [Fact]
    public async Task Scans_go_on_while_versions_switch()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A", 1), []));
        using var end = new CancellationTokenSource();
        using var begun = new CountdownEvent(4);
        var scans = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            long found = 0;
            for (; !end.IsCancellationRequested; found++)
            {
                Assert.InRange(shelf.Current!.Find("A").Value.Price!.Value.Minor, 1, 20);
                if (found == 0)
                    begun.Signal();
            }

            return found;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        for (int price = 2; price <= 20; price++)
            Import(shelf, true, (Item("A", price), []));
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(scans), found => Assert.True(found > 0));
    }

    private CatalogueShelf Open() => CatalogueShelf.Open(_folder.Path, Sales.Eur);

    private static Item Item(string sku, long price = 100) => new(sku, "Name", Unit.Each, new Money(price, Sales.Eur), new Rate(0));

    private static CatalogueBuilder Import(CatalogueShelf shelf, bool merge, params (Item Item, string[] Gtins)[] rows)
    {
        using var builder = shelf.Build(merge);
        foreach (var (item, gtins) in rows)
            Assert.Null(builder.Put(item, gtins));
        shelf.Switch(builder);
        return builder;
    }
}
