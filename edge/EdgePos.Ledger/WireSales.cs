using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using Tender = EdgePos.V1.Tender;

namespace EdgePos.Ledger;

/// <summary>Sales: a basket as the fact that the journal keeps, and that fact as a receipt.</summary>
public static class WireSales
{
    private const string PointsKind = "points";

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
            Rounding = basket.Rounding.Minor == 0 ? null : basket.Rounding.ToWire(),
            ForCustomer = basket.Customer == BasketCustomer.Anybody ? null : basket.Customer.ToWire(),
            AgeSeen = basket.AgeSeen,
            Reduction = basket.Reduction?.ToWire(),
            PricesExcludeTax = basket.Tax.PricesExcludeTax,
            TaxPerLine = basket.Tax.PerLine,
            Note = basket.Note,
            PointsSpent = LoyaltyRules.Spent(basket),
            OrderNumber = basket.Order,
        };
        sale.Lines.AddRange(basket.Sold.Select(line => SaleLineOf(line.ToWire())));
        sale.Tenders.AddRange(basket.Paying.Select(tender => new SaleTender
        {
            Tender = tender.Number,
            Kind = NameOf(tender.Kind),
            Amount = tender.Amount.ToWire(),
            Foreign = tender.Foreign?.ToWire(),
            Reference = tender.Reference,
            PaymentId = tender.Terminal?.Id.ToString() ?? "",
            Slip = { tender.Terminal?.Slip.Split('\n') ?? [] },
            Points = tender.Points,
        }));
        sale.Taxes.AddRange(basket.Taxes.Select(Wire.ToWire));
        sale.Promotions.AddRange(basket.Offers.Given.Select(WireBaskets.ToWire));
        sale.Coupons.AddRange(basket.Coupons.Except(basket.Offers.CouponsUnused));
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
            Rounding = sale.Rounding,
            ForCustomer = sale.ForCustomer,
            PricesExcludeTax = sale.PricesExcludeTax,
            Note = sale.Note,
            PointsEarned = sale.PointsEarned,
            PointsSpent = sale.PointsSpent,
            OrderNumber = sale.OrderNumber,
        };
        if (sale.HasPointsAfter)
            receipt.PointsAfter = sale.PointsAfter;
        receipt.Lines.AddRange(sale.Lines.Select(LineOf));
        receipt.Tenders.AddRange(sale.Tenders.Select(TenderOf));
        receipt.Taxes.AddRange(sale.Taxes);
        receipt.Promotions.AddRange(sale.Promotions);
        receipt.GiftCards.AddRange(sale.GiftCards);
        return receipt;
    }

    /// <summary>The receipt in the bytes that a command was answered with.</summary>
    public static Receipt ReceiptOf(LedgerAnswer answer) => Receipt.Parser.ParseFrom(answer.Response);

    /// <summary>A line of a sale as a register shows it.</summary>
    public static Line LineOf(SaleLine line)
    {
        var message = new Line
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
            PriceFixed = line.PriceFixed,
            Gross = line.Gross ?? line.Amount,
            Department = line.Department,
            TaxCategory = line.TaxCategory,
            DepositOf = line.DepositOf,
            Note = line.Note,
            ListPrice = line.ListPrice,
            PriceReason = line.PriceReason,
            PriceApprovedBy = line.PriceApprovedBy,
            Reduction = line.Reduction,
            ReturnOf = line.ReturnOf,
            Traits = line.GiftCard ? (int)ItemTraits.GiftCard : 0,
        };
        message.Discounts.AddRange(line.Discounts);
        message.Taxes.AddRange(line.Taxes);
        message.Bundle.AddRange(line.Bundle);
        message.GivenTaxMinor.AddRange(line.GivenTaxMinor);
        return message;
    }

    // What the journal need not say twice is left out: a card wears with every byte.
    private static SaleLine SaleLineOf(Line line)
    {
        var fact = new SaleLine
        {
            Line = line.Line_,
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
            PriceFixed = line.PriceFixed,
            Gross = line.Discounts.Count > 0 ? line.Gross : null,
            Department = line.Department,
            TaxCategory = line.TaxCategory,
            DepositOf = line.DepositOf,
            Note = line.Note,
            ListPrice = line.ListPrice,
            PriceReason = line.PriceReason,
            PriceApprovedBy = line.PriceApprovedBy,
            Reduction = line.Reduction,
            ReturnOf = line.ReturnOf,
            GiftCard = ((ItemTraits)line.Traits & ItemTraits.GiftCard) != 0,
        };
        fact.Discounts.AddRange(line.Discounts);
        fact.Taxes.AddRange(line.Taxes);
        fact.Bundle.AddRange(line.Bundle);
        fact.GivenTaxMinor.AddRange(line.GivenTaxMinor);
        return fact;
    }

    private static string NameOf(TenderKind kind) => kind switch
    {
        TenderKind.Cash => "cash",
        TenderKind.Card => "card",
        TenderKind.Voucher => "voucher",
        TenderKind.Account => "account",
        TenderKind.ForeignCash => "foreign_cash",
        TenderKind.GiftCard => GiftCardFacts.Kind,
        TenderKind.Points => PointsKind,
    };

    private static Tender TenderOf(SaleTender tender)
    {
        var message = new Tender { Tender_ = tender.Tender, Amount = tender.Amount };
        switch (tender.Kind)
        {
            case "card":
                message.Card = new Card { Reference = tender.Reference };
                message.PaymentId = tender.PaymentId;
                message.Slip.AddRange(tender.Slip);
                break;
            case "voucher":
                message.Voucher = new Voucher { Number = tender.Reference };
                break;
            case "account":
                message.Account = new Account { Number = tender.Reference };
                break;
            case "foreign_cash":
                message.ForeignCash = new ForeignCash { Foreign = tender.Foreign };
                break;
            case GiftCardFacts.Kind:
                message.GiftCard = new V1.GiftCard { Number = tender.Reference };
                break;
            case PointsKind:
                message.Points = new PointsPaid { Customer = tender.Reference, Points = tender.Points };
                break;
            default:
                message.Cash = new Cash();
                break;
        }

        return message;
    }
}
