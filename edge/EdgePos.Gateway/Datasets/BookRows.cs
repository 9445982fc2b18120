using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Rows of a price book from outside, put into a version that is being built. The first that is wrong refuses it all.</summary>
internal static class BookRows
{
    public static Refusal? Put(CatalogueBuilder builder, EdgePos.V1.TaxCategory row)
    {
        var read = WireItems.RowOf(row);
        return read.Refusal ?? builder.Put(read.Value);
    }

    public static Refusal? Put(CatalogueBuilder builder, EdgePos.V1.Promotion promotion)
    {
        var read = WirePromotions.Of(promotion);
        return read.Refusal ?? builder.Put(read.Value);
    }

    public static Refusal? Put(CatalogueBuilder builder, EdgePos.V1.Item item)
    {
        var read = WireItems.RowOf(item);
        return read.Refusal ?? builder.Put(read.Value, item.Gtins);
    }
}
