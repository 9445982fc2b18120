using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Money = EdgePos.V1.Money;
using StoreMoney = EdgePos.Store.Money;
using StoreTaxRow = EdgePos.Store.TaxRow;
using StoreUnit = EdgePos.Store.Unit;
using TaxRow = EdgePos.V1.TaxRow;
using Unit = EdgePos.V1.Unit;

namespace EdgePos.Ledger;

/// <summary>The store's values as messages, and back.</summary>
public static class Wire
{
    /// <summary>Money as a message.</summary>
    public static Money ToWire(this StoreMoney money) => new() { Minor = money.Minor, Currency = money.Currency.Code };

    /// <summary>Money of a message that this box wrote.</summary>
    public static StoreMoney OfWire(this Money money) => new(money.Minor, Currency.Of(money.Currency));

    /// <summary>A unit as a message; the numbers are the same.</summary>
    public static Unit ToWire(this StoreUnit unit) => (Unit)(int)unit;

    /// <summary>A row of the tax summary as a message.</summary>
    public static TaxRow ToWire(this StoreTaxRow row) => new()
    {
        Name = row.Name,
        RatePpm = row.Rate.Ppm,
        Net = row.Net.ToWire(),
        Tax = row.Tax.ToWire(),
        Gross = row.Gross.ToWire(),
    };

    /// <summary>A row of the tax summary of a message that this box wrote.</summary>
    public static StoreTaxRow OfWire(this TaxRow row) =>
        new(row.Name, new Rate(row.RatePpm), row.Net.OfWire(), row.Tax.OfWire(), row.Gross.OfWire());

    /// <summary>What a command was answered that erased a customer's details.</summary>
    public static EraseCustomerResponse ErasureOf(EntryHeader header, CustomerErased erased) => new()
    {
        ReceiptNumber = erased.ReceiptNumber,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>What a command was answered that erased all details of a customer.</summary>
    public static EraseAllOfCustomerResponse ErasureOf(EntryHeader header, CustomersErased erased) => new()
    {
        ReceiptNumbers = { erased.Sales.Select(sale => sale.ReceiptNumber) },
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };
}
