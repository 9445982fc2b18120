using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using BasketState = EdgePos.Store.BasketState;

namespace EdgePos.Gateway;

/// <summary>
/// What the number of a print job stands for, laid out: a receipt, a receipt for a present (its number and -GIFT), a slip of a
/// till, of an order that was prepared, or of a basket that is put aside.
/// </summary>
internal sealed class Documents(LedgerReader ledger, BasketDesk baskets, DrawerDesk drawers, OrderShowing orders, StoreProfile store)
{
    private const string Gift = "-GIFT";

    /// <summary>The number of a job that prints a receipt for a present.</summary>
    public static string GiftOf(string receiptNumber) => receiptNumber + Gift;

    /// <summary>The document of a number; null where there is nothing of that number, or it is no longer of use.</summary>
    /// <param name="copy">True: it says that it is a copy, and opens no drawer.</param>
    public async Task<PrintDocument?> OfAsync(string number, bool copy)
    {
        var document = await LaidOutAsync(number, copy);
        // A drawer that is a device was opened when the money was taken: paper may come later, and elsewhere.
        int register = SlipNumber.TryParse(number, out var slip) ? slip.Register
            : ReceiptNumber.TryParse(number, out var receipt) ? receipt.Register : 0;
        return document is not null && drawers.IsThere(register)
            ? new PrintDocument([.. document.Items.Where(item => item is not OpenDrawer)])
            : document;
    }

    private async Task<PrintDocument?> LaidOutAsync(string number, bool copy)
    {
        if (BasketSlipNumber.TryParse(number, out var aside))
        {
            var kept = await baskets.GetAsync(aside.Basket);
            return kept.Refusal is null && kept.Value is { State: BasketState.Suspended } basket && basket.Version == aside.Version
                ? new BasketLayout(store).Of(basket)
                : null;
        }

        if (SlipNumber.TryParse(number, out var slip))
        {
            return slip.Store == store.Identity.Store && ledger.Entry(slip.Seq) is { } entry && entry.Header.Register == slip.Register
                ? SlipOf(slip, entry, copy)
                : null;
        }

        bool isGift = number.EndsWith(Gift, StringComparison.Ordinal);
        var form = isGift ? ReceiptForm.Gift : copy ? ReceiptForm.Copy : ReceiptForm.Original;
        return ReceiptNumber.TryParse(isGift ? number[..^Gift.Length] : number, out var receipt) && ledger.FindReceipt(receipt) is { } found
            ? new ReceiptLayout(store, store.Language).Of(found, form)
            : null;
    }

    private PrintDocument? SlipOf(SlipNumber number, JournalEntry entry, bool copy) =>
        FactKinds.Read(entry.Header.Kind, entry.Body) is OrderPrepared prepared
            ? new OrderLayout(store, copy).Of(entry.Header, prepared, orders.Find(prepared.OrderNumber))
            : new TillLayout(store, number, copy).Of(entry);
}
