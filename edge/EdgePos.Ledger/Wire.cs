using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
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

    /// <summary>A unit as a message; the numbers are the same.</summary>
    public static Unit ToWire(this StoreUnit unit) => (Unit)(int)unit;

    /// <summary>A row of the tax summary as a message.</summary>
    public static TaxRow ToWire(this StoreTaxRow row) => new()
    {
        RatePpm = row.Rate.Ppm,
        Net = row.Net.ToWire(),
        Tax = row.Tax.ToWire(),
        Gross = row.Gross.ToWire(),
    };

    /// <summary>A paid basket as the fact that the journal keeps, without a receipt number.</summary>
    public static SaleCompleted SaleOf(EdgePos.Store.Basket basket, Guid commandId)
    {
        var sale = new SaleCompleted
        {
            BasketId = basket.Id.ToString(),
            CommandId = commandId.ToString(),
            Total = basket.Total.ToWire(),
            Change = basket.Change.ToWire(),
            PriceBook = basket.PriceBook,
        };
        sale.Lines.AddRange(basket.Sold.Select(line => new SaleLine
        {
            Line = line.Number,
            Sku = line.Item.Sku,
            Name = line.Item.Name,
            Scanned = line.Scanned,
            QuantityThousandths = line.Quantity.Thousandths,
            Unit = line.Item.Unit.ToWire(),
            UnitPrice = line.Item.Price!.Value.ToWire(),
            Amount = line.Amount.ToWire(),
            TaxRatePpm = line.Item.TaxRate.Ppm,
            Batch = line.Batch,
            Serial = line.Serial,
            SellBy = line.SellBy?.ToWire() ?? "",
            QuantityFixed = line.QuantityFixed,
        }));
        sale.Tenders.AddRange(basket.Tenders.Select(tender => new SaleTender
        {
            Tender = tender.Number,
            Kind = "cash",
            Amount = tender.Amount.ToWire(),
        }));
        sale.Taxes.AddRange(TaxRules.Within(basket.Sold).Select(ToWire));
        return sale;
    }

    /// <summary>The receipt of an entry of the journal.</summary>
    public static Receipt ReceiptOf(EntryHeader header, SaleCompleted sale)
    {
        var receipt = new Receipt
        {
            ReceiptNumber = sale.ReceiptNumber,
            BasketId = sale.BasketId,
            Register = header.Register,
            AtUs = header.AtUs,
            Total = sale.Total,
            Change = sale.Change,
            JournalSeq = header.Seq,
            BusinessDate = sale.BusinessDate,
        };
        receipt.Lines.AddRange(sale.Lines.Select(line => new Line
        {
            Line_ = line.Line,
            Sku = line.Sku,
            Name = line.Name,
            Scanned = line.Scanned,
            QuantityThousandths = line.QuantityThousandths,
            Unit = line.Unit,
            UnitPrice = line.UnitPrice,
            Amount = line.Amount,
            TaxRatePpm = line.TaxRatePpm,
            Batch = line.Batch,
            Serial = line.Serial,
            SellBy = line.SellBy,
            QuantityFixed = line.QuantityFixed,
        }));
        receipt.Tenders.AddRange(sale.Tenders.Select(tender => new Tender
        {
            Tender_ = tender.Tender,
            Amount = tender.Amount,
            Cash = new Cash(),
        }));
        receipt.Taxes.AddRange(sale.Taxes);
        return receipt;
    }

    /// <summary>What a command was answered that erased a customer's details.</summary>
    public static EraseCustomerResponse ErasureOf(EntryHeader header, CustomerErased erased) => new()
    {
        ReceiptNumber = erased.ReceiptNumber,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>The receipt in the bytes that a command was answered with.</summary>
    public static Receipt ReceiptOf(LedgerAnswer answer) => Receipt.Parser.ParseFrom(answer.Response);

    /// <summary>An open or closed basket as a register shows it.</summary>
    public static V1.Basket ToWire(this EdgePos.Store.Basket basket, bool replayed = false)
    {
        var message = new V1.Basket
        {
            BasketId = basket.Id.ToString(),
            State = (V1.BasketState)(int)basket.State,
            Version = basket.Version,
            Register = basket.Register,
            Total = basket.Total.ToWire(),
            Tendered = basket.Tendered.ToWire(),
            Due = basket.Due.ToWire(),
            Change = basket.Change.ToWire(),
            ItemCount = (int)Math.Min(int.MaxValue, basket.ItemCount),
            LastLine = basket.LastLine,
            ReceiptNumber = basket.ReceiptNumber,
            Replayed = replayed,
        };
        message.Lines.AddRange(basket.Lines.Select(line => new Line
        {
            Line_ = line.Number,
            Sku = line.Item.Sku,
            Name = line.Item.Name,
            Scanned = line.Scanned,
            QuantityThousandths = line.Quantity.Thousandths,
            Unit = line.Item.Unit.ToWire(),
            UnitPrice = line.Item.Price!.Value.ToWire(),
            Amount = line.Amount.ToWire(),
            TaxRatePpm = line.Item.TaxRate.Ppm,
            Void = line.Void,
            Batch = line.Batch,
            Serial = line.Serial,
            SellBy = line.SellBy?.ToWire() ?? "",
            QuantityFixed = line.QuantityFixed,
        }));
        message.Tenders.AddRange(basket.Tenders.Select(tender => new Tender
        {
            Tender_ = tender.Number,
            Amount = tender.Amount.ToWire(),
            Cash = new Cash(),
        }));
        message.Taxes.AddRange(TaxRules.Within(basket.Sold).Select(ToWire));
        return message;
    }
}
