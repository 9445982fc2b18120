using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using BasketCustomer = EdgePos.Store.BasketCustomer;

namespace EdgePos.Gateway;

/// <summary>The basket that a receipt was: for when only the ledger still knows.</summary>
internal static class SoldBaskets
{
    /// <summary>A completed basket with the lines and tenders of its receipt.</summary>
    public static Basket Of(Guid id, Receipt receipt, StoreProfile store) => new()
    {
        Id = id,
        Register = receipt.Register,
        Currency = Currency.Of(receipt.Total.Currency),
        Tax = store.Tax with { PricesExcludeTax = receipt.PricesExcludeTax },
        CashStep = store.CashStep,
        Version = long.MaxValue,
        ReceiptNumber = receipt.ReceiptNumber,
        Lines = [.. receipt.Lines.Select(WireLines.OfWire)],
        Tenders = [.. receipt.Tenders.Select(WireBaskets.OfWire)],
        Customer = receipt.ForCustomer?.OfWire() ?? BasketCustomer.Anybody,
        Note = receipt.Note,
        Order = receipt.OrderNumber,
    };
}
