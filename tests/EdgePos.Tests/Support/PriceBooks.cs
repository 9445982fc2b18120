using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests;

/// <summary>Price books for tests of the shelf.</summary>
internal static class PriceBooks
{
    /// <summary>Bar codes of no item in particular.</summary>
    public const string Cola = "05449000000996", Soap = "04006381333931", Bread = "00036000291452";

    public static CatalogueShelf Open(string folder, string currency = "EUR", TimeProvider? time = null) =>
        CatalogueShelf.Open(folder, Currency.Of(currency), time ?? TimeProvider.System);

    public static Item Item(string sku, long price = 100) => new(sku, "Name", Unit.Each, new Money(price, Sales.Eur), new Rate(0));

    /// <summary>Builds a version and makes it current.</summary>
    public static (string Version, long Added, long Changed) Import(
        CatalogueShelf shelf, bool merge, params (Item Item, string[] Gtins)[] rows)
    {
        using var builder = shelf.Build(merge);
        foreach (var (item, gtins) in rows)
            Assert.Null(builder.Put(item, gtins));
        return (shelf.Switch(builder).Value.Version, builder.Added, builder.Changed);
    }

    /// <summary>Makes a version current in which one item has this price and the other, in another unit, three times as much.</summary>
    public static string ImportPair(CatalogueShelf shelf, long price) =>
        Import(shelf, false, (Item("ONE", price), []), (Item("THREE", 3 * price), [])).Version;

    /// <summary>The item of a scan, for anybody, at a moment of the test.</summary>
    public static Result<Item> FindNow(this CatalogueFile book, Scan scan) =>
        book.Find(scan, new PriceMoment(1, new DateOnly(2026, 11, 24), ""));

    /// <summary>The price an item has now; null where it is not known or has none.</summary>
    public static long? PriceOf(CatalogueShelf shelf, string scanned)
    {
        using var book = shelf.Borrow();
        return book?.FindNow(Read(scanned)) is { Refusal: null } found ? found.Value.Price?.Minor : null;
    }

    /// <summary>The item that a scan finds.</summary>
    public static string? SkuOf(CatalogueShelf shelf, string scanned)
    {
        using var book = shelf.Borrow();
        return book?.FindNow(Read(scanned)) is { Refusal: null } found ? found.Value.Sku : null;
    }

    public static IEnumerable<string> FilesIn(string folder, string pattern = "*") =>
        Directory.GetFiles(folder, pattern).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    /// <summary>What was scanned, in a shop without settings of its own.</summary>
    public static Scan Read(string scanned) => new ScanReader("S1", Currency.Of("EUR"), [], []).Read(scanned, default).Value;
}
