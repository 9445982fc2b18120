using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The codes on what a store sells: read as its settings say, and found in its price book.</summary>
internal sealed class ItemCodes(CatalogueShelf prices, IOptions<BarcodeOptions> options, StoreProfile store, TimeProvider time)
{
    private readonly ScanReader _reader =
        new(store.Identity.Store, store.Currency, [.. options.Value.ToLayouts()], [.. options.Value.ToPrefixes()]);

    /// <summary>The item of a code, what the code says of it, and the version of the price book that has it.</summary>
    public Result<(Item Item, Scan Scan, string PriceBook)> Find(string scanned) => Read(scanned).Then(scan =>
    {
        using var book = prices.Borrow();
        return book is null
            ? new Refusal(RefusalCode.UnknownItem, "scanned", scanned)
            : book.Find(scan).Then<(Item, Scan, string)>(item => (item, scan, book.Version));
    });

    /// <summary>Reads the code of something to sell.</summary>
    public Result<Scan> Read(string scanned)
    {
        if (scanned.Length is 0 or > BasketLimits.MaxScannedLength)
            return new Refusal(RefusalCode.FieldInvalid, "scanned", $"scanned must have 1 to {BasketLimits.MaxScannedLength} characters");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), store.Zone).DateTime);
        return _reader.Read(scanned, today).Then<Scan>(scan =>
            scan.Kind == ScanKind.Item ? scan : new Refusal(RefusalCode.NotAnItem, "scanned", scanned));
    }
}
