using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>What the number of a print job stands for, laid out: a receipt, or a slip of a till.</summary>
internal sealed class Documents(LedgerReader ledger, StoreProfile store)
{
    /// <summary>The document of a number; null where the ledger has nothing of that number.</summary>
    /// <param name="copy">True: it says that it is a copy, and opens no drawer.</param>
    public PrintDocument? Of(string number, bool copy)
    {
        if (ReceiptNumber.TryParse(number, out var receipt))
            return ledger.FindReceipt(receipt) is { } found ? ReceiptLayout.Of(found, store, copy) : null;
        return SlipNumber.TryParse(number, out var slip) && slip.Store == store.Identity.Store
            && ledger.Entry(slip.Seq) is { } entry && entry.Header.Register == slip.Register
                ? new TillLayout(store, slip, copy).Of(entry)
                : null;
    }
}
