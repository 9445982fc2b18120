using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The codes on what a store sells: read as its settings say, and found in its price book.</summary>
internal sealed class ItemCodes(CatalogueShelf prices, IOptions<BarcodeOptions> options, StoreProfile store, SellingDesk selling)
{
    private readonly string _giftCardItem = options.Value.GiftCardItem;
    private readonly ScanReader _reader =
        new(store.Identity.Store, store.Currency, [.. options.Value.ToLayouts()], [.. options.Value.ToPrefixes()]);

    /// <summary>The item of a code, what the code says of it, and the version of the price book that has it.</summary>
    /// <param name="group">Group of the customer; empty: anybody.</param>
    public Result<(Item Item, Scan Scan, string PriceBook)> Find(string scanned, string group, PastDates past) =>
        Read(scanned, past).Then(scan =>
        {
            using var book = prices.Borrow();
            return book is null
                ? new Refusal(RefusalCode.UnknownItem, "scanned", scanned)
                : book.Find(scan, selling.Moment(group)).Then<(Item, Scan, string)>(item =>
                    scan.Kind == ScanKind.GiftCard && !item.Is(ItemTraits.GiftCard)
                        ? new Refusal(RefusalCode.NotAnItem, "scanned", scanned) // the setting names another item
                        : (item, scan, book.Version));
        });

    /// <summary>A customer's card, as its settings say that one looks; null: it is none.</summary>
    public string? CustomerCard(string scanned) =>
        _reader.Read(scanned, selling.Today, PastDates.Refused) is { Refusal: null, Value: { Kind: ScanKind.LoyaltyCard } card }
            ? ScanReader.Bare(card.Text.Trim()) : null;

    /// <summary>Reads the code of something to sell.</summary>
    public Result<Scan> Read(string scanned, PastDates past = PastDates.Refused)
    {
        if (scanned.Length is 0 or > BasketLimits.MaxScannedLength)
            return new Refusal(RefusalCode.FieldInvalid, "scanned", $"scanned must have 1 to {BasketLimits.MaxScannedLength} characters");
        return _reader.Read(scanned, selling.Today, past).Then<Scan>(scan =>
            scan.Kind == ScanKind.Item ? scan
            : scan.Kind == ScanKind.GiftCard && _giftCardItem.Length > 0
                ? scan with { Skus = [_giftCardItem], Serial = scan.Text }
            : new Refusal(RefusalCode.NotAnItem, "scanned", scanned));
    }
}
