using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.PriceBooks;

namespace EdgePos.Tests.Ledger;

/// <summary>What an import makes of the rows, and what a scan finds.</summary>
public sealed class CatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_scan_finds_an_item_by_bar_code_with_or_without_leading_zeros_and_by_its_code()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), ["36000291452".PadLeft(12, '0')]));
        using var book = shelf.Borrow()!;
        foreach (string scan in new[] { "036000291452", "0036000291452", "00036000291452", "A" })
            Assert.Equal("A", book.FindNow(Read(scan)).Value.Sku);
        Assert.Equal(RefusalCode.UnknownItem, book.FindNow(Read("a")).Refusal?.Code);
        Assert.Equal(RefusalCode.CheckDigitWrong, book.FindNow(Read("036000291453")).Refusal?.Code);
        Assert.Equal(RefusalCode.UnknownItem, book.FindNow(Read(Cola)).Refusal?.Code);
    }

    [Fact]
    public void A_merge_keeps_what_was_there_and_a_replacement_does_not()
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), []), (Item("B"), []));
        var merged = Import(shelf, true, (Item("B", 999), []), (Item("C"), []));
        Assert.Equal((3L, 1L, 1L), (shelf.Current!.Items, merged.Added, merged.Changed));
        Assert.Equal(999, PriceOf(shelf, "B"));
        Import(shelf, false, (Item("C"), []));
        Assert.Null(PriceOf(shelf, "A"));
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
    public void Rows_at_fault_are_named()
    {
        using var shelf = Open();
        using var builder = shelf.Build(merge: false);
        Assert.Null(builder.Put(Item("A"), [Cola]));
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
            (Item("C"), [Cola], "gtins"),
        ];
        Assert.All(bad, row => Assert.Equal(row.Field, builder.Put(row.Item, row.Gtins)?.Field));
    }

    [Fact]
    public void A_price_book_that_is_found_damaged_at_a_scan_says_what_to_do_and_the_same_import_mends_it()
    {
        using var shelf = Open();
        string file = _folder.File(Import(shelf, false, (Item("A"), [Cola])).Version + ".db");
        Damage.CutTo(file, new FileInfo(file).Length / 2);
        var fault = Assert.Throws<LedgerFault>(() => SkuOf(shelf, Cola));
        Assert.Equal(FaultKind.Damaged, fault.Kind);
        Assert.Contains("import the prices again", fault.Hint, StringComparison.Ordinal);
        Import(shelf, false, (Item("A"), [Cola]));
        Assert.Equal("A", SkuOf(shelf, Cola));
    }

    [Theory]
    [InlineData("A B")]
    [InlineData("B A")]
    public void A_bar_code_moves_from_one_item_to_another_whatever_the_order_of_the_rows(string order)
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), [Cola, Soap]), (Item("B"), []), (Item("C"), []));
        var rows = new Dictionary<string, (Item, string[])> { ["A"] = (Item("A"), [Soap]), ["B"] = (Item("B"), [Cola]) };
        var merged = Import(shelf, true, [.. order.Split(' ').Select(sku => rows[sku])]);
        Assert.Equal(("B", "A"), (SkuOf(shelf, Cola), SkuOf(shelf, Soap)));
        Assert.Equal((0L, 2L), (merged.Added, merged.Changed));
    }

    [Theory]
    [InlineData("A B C")]
    [InlineData("C B A")]
    [InlineData("B A C")]
    public void Three_items_pass_their_bar_codes_round(string order)
    {
        using var shelf = Open();
        Import(shelf, false, (Item("A"), [Cola]), (Item("B"), [Soap]), (Item("C"), [Bread]));
        var rows = new Dictionary<string, (Item, string[])>
        {
            ["A"] = (Item("A"), [Bread]),
            ["B"] = (Item("B"), [Cola]),
            ["C"] = (Item("C"), [Soap]),
        };
        var merged = Import(shelf, true, [.. order.Split(' ').Select(sku => rows[sku])]);
        Assert.Equal(("B", "C", "A"), (SkuOf(shelf, Cola), SkuOf(shelf, Soap), SkuOf(shelf, Bread)));
        Assert.Equal((0L, 3L), (merged.Added, merged.Changed));
    }

    [Theory]
    [InlineData("A B")]
    [InlineData("B A")]
    public void Two_items_that_claim_one_bar_code_are_refused_with_both_names_whatever_their_order(string order)
    {
        using var shelf = Open();
        string before = Import(shelf, false, (Item("A"), [Cola]), (Item("B"), [])).Version;
        using var builder = shelf.Build(merge: true);
        string[] skus = order.Split(' ');
        Assert.Null(builder.Put(Item(skus[0]), [Cola]));
        AssertNames(builder.Put(Item(skus[1]), [Cola]), Cola, "A", "B");
        Assert.Equal(before, shelf.Current!.Version);
    }

    [Fact]
    public void An_item_that_is_not_in_the_import_keeps_its_bar_code()
    {
        using var shelf = Open();
        string before = Import(shelf, false, (Item("A"), [Cola]), (Item("B"), [])).Version;
        using var builder = shelf.Build(merge: true);
        Assert.Null(builder.Put(Item("B"), [Cola]));
        AssertNames(shelf.Switch(builder).Refusal, Cola, "A", "B");
        Assert.Equal(before, shelf.Current!.Version);
    }

    private static void AssertNames(Refusal? refusal, params string[] names)
    {
        Assert.Equal((RefusalCode.PriceBookRowInvalid, "gtins"), (refusal?.Code, refusal?.Field));
        string sentence = Texts.Of(refusal!, "en");
        Assert.All(names, name => Assert.Contains(name, sentence, StringComparison.Ordinal));
    }

    private CatalogueShelf Open() => PriceBooks.Open(_folder.Path);
}
