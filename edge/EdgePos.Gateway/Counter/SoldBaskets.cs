using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using Money = EdgePos.Store.Money;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Gateway;

/// <summary>The basket that a receipt was: for when only the ledger still knows.</summary>
internal static class SoldBaskets
{
    /// <summary>A completed basket with the lines and tenders of its receipt.</summary>
    public static Basket Of(Guid id, Receipt receipt)
    {
        var currency = Currency.Of(receipt.Total.Currency);
        return new Basket
        {
            Id = id,
            Register = receipt.Register,
            Currency = currency,
            Version = long.MaxValue,
            ReceiptNumber = receipt.ReceiptNumber,
            Lines = [.. receipt.Lines.Select(line => LineOf(line, currency))],
            Tenders = [.. receipt.Tenders.Select(tender => new CashTender(tender.Tender_, new Money(tender.Amount.Minor, currency)))],
        };
    }

    private static BasketLine LineOf(Line line, Currency currency)
    {
        var unit = (Unit)(int)line.Unit;
        var item = new Store.Item(line.Sku, line.Name, unit, new Money(line.UnitPrice.Minor, currency), new Rate(line.TaxRatePpm));
        return new BasketLine(line.Line_, item, line.Scanned, new Quantity(line.QuantityThousandths, unit),
            new Money(line.Amount.Minor, currency), Void: false)
        {
            Batch = line.Batch,
            Serial = line.Serial,
            SellBy = line.SellBy.Length > 0 ? DateOnly.ParseExact(line.SellBy, "O", CultureInfo.InvariantCulture) : null,
            QuantityFixed = line.QuantityFixed,
        };
    }
}
