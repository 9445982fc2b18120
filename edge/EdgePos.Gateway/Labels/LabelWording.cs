using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>What stands on a label, in the store's language. A change here makes every label due.</summary>
internal sealed class LabelWording(StoreProfile store)
{
    /// <summary>The label of an item at a moment; null: it needs none.</summary>
    public LabelText? Of(CodedRow coded, long us)
    {
        var item = coded.Row.Item;
        if (item.Is(ItemTraits.NotForSale) || coded.Row.PriceAt(us, group: "") is not { } price)
            return null;
        string amount = $"{price.Currency} {Texts.Amount(price, store.Language)}", unit = ReceiptText.Of(item.Unit);
        return new LabelText(
            item.Sku, item.Name, amount, unit.Length > 0 ? $"{amount} / {unit}" : "",
            coded.Gtins.Where(IsOnGoods).Select(Printed).FirstOrDefault(""), price);
    }

    // A GTIN of 14 digits is on cartons, which nobody scans at a shelf.
    private static bool IsOnGoods(string gtin) => gtin[0] == '0';

    // EAN-8, UPC-A or EAN-13, without the zeros that make it fourteen.
    private static string Printed(string gtin) => gtin.StartsWith("000000", StringComparison.Ordinal) ? gtin[6..]
        : gtin.StartsWith("00", StringComparison.Ordinal) ? gtin[2..]
        : gtin[1..];
}
