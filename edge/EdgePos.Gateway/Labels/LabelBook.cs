using System.Runtime.CompilerServices;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Which labels are due: the current price book held against what hangs, a page at a time, so that a hundred thousand items need
/// no more memory than a few. Where another price book becomes current in between, the pages after it are of that one.
/// </summary>
internal sealed class LabelBook(CatalogueShelf prices, ItemCodes codes, SellingDesk selling, CounterLoop counter, LabelWording wording)
{
    private const int PageRows = 500;

    /// <summary>The labels that are due after an item, in the order of the items' codes.</summary>
    public async IAsyncEnumerable<WantedLabel> DueAsync(
        string afterSku, LabelOrder order, [EnumeratorCancellation] CancellationToken stop)
    {
        for (string? after = afterSku; after is not null;)
        {
            stop.ThrowIfCancellationRequested();
            var (wanted, last) = Page(after, order);
            foreach (var label in (await WithHangingAsync(wanted)).Where(label => label.IsDue))
                yield return label;
            after = last;
        }
    }

    /// <summary>The labels after an item that hang and whose items are no longer sold.</summary>
    public async IAsyncEnumerable<WantedLabel> GoneAsync(string afterSku, [EnumeratorCancellation] CancellationToken stop)
    {
        for (string? after = afterSku; after is not null;)
        {
            stop.ThrowIfCancellationRequested();
            string from = after;
            var hanging = await counter.Do(file => file.ShelfLabels.After(from, PageRows));
            foreach (var label in Wanted(hanging.Select(one => one.Text.Sku), atUs: 0)
                .Zip(hanging, (wanted, one) => wanted with { Hanging = one }).Where(label => label.IsGone))
                yield return label;
            after = hanging.Count < PageRows ? null : hanging[^1].Text.Sku;
        }
    }

    /// <summary>
    /// The labels of the codes that are asked for, each item once, in their order. A refusal names the first that has none.
    /// </summary>
    /// <param name="orGone">True: also those that hang for items that are no longer sold.</param>
    public async Task<Result<List<WantedLabel>>> NamedAsync(LabelOrder order, bool orGone)
    {
        var skus = new List<string>();
        foreach (string code in order.Codes)
        {
            var sku = SkuOf(code);
            // What is in the price book no more is known by its label.
            if (sku.Refusal is { } unknown && !(orGone && await counter.Do(file => file.ShelfLabels.Find(code)) is not null))
                return unknown with { Field = "codes" };
            skus.Add(sku.Refusal is null ? sku.Value : code);
        }

        var labels = await OfAsync([.. skus.Distinct()], order);
        if (labels.Find(label => label.Text is null && !(orGone && label.IsGone)) is { } none)
            return None(none);
        return labels;
    }

    /// <summary>The labels of some items, in their order.</summary>
    public Task<List<WantedLabel>> OfAsync(IReadOnlyList<string> skus, LabelOrder order) =>
        WithHangingAsync(Wanted(skus, order.AtUs));

    private (List<WantedLabel> Wanted, string? Last) Page(string after, LabelOrder order)
    {
        using var book = prices.Borrow();
        var rows = book?.After(after, PageRows) ?? [];
        long us = Moment(order.AtUs);
        var wanted = rows.Where(coded => order.Department.Length == 0 || coded.Row.Item.Department == order.Department)
            .Select(coded => Wanted(coded.Row.Item.Sku, coded, us)).Where(label => label.Text is not null).ToList();
        return (wanted, rows.Count < PageRows ? null : rows[^1].Row.Item.Sku);
    }

    private List<WantedLabel> Wanted(IEnumerable<string> skus, long atUs)
    {
        using var book = prices.Borrow();
        long us = Moment(atUs);
        return [.. skus.Select(sku => Wanted(sku, book?.FindCoded(sku), us))];
    }

    private WantedLabel Wanted(string sku, CodedRow? coded, long us) =>
        new(sku, coded?.Row.Item, coded is null ? null : wording.Of(coded, us), null);

    private Task<List<WantedLabel>> WithHangingAsync(List<WantedLabel> wanted) => counter.Do(file =>
        wanted.ConvertAll(label => label with { Hanging = file.ShelfLabels.Find(label.Sku) }));

    private Result<string> SkuOf(string code) => codes.Read(code, PastDates.Allowed).Then(scan =>
    {
        using var book = prices.Borrow();
        return book is null
            ? new Refusal(RefusalCode.UnknownItem, "codes", code)
            : book.FindRow(scan).Then<string>(row => row.Item.Sku);
    });

    private static Refusal None(WantedLabel label) =>
        label.Item is not { } item ? new Refusal(RefusalCode.UnknownItem, "codes", label.Sku)
        : item.Is(ItemTraits.NotForSale) ? new Refusal(RefusalCode.NotForSale, "codes", item.Name)
        : new Refusal(RefusalCode.PriceMissing, "codes", item.Name, item.Sku);

    private long Moment(long atUs) => atUs > 0 ? atUs : selling.Moment("").Us;
}
