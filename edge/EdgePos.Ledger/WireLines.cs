using System.Globalization;
using System.Runtime.CompilerServices;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using BundlePart = EdgePos.Store.BundlePart;
using Discount = EdgePos.Store.Discount;
using DiscountKind = EdgePos.Store.DiscountKind;
using Money = EdgePos.Store.Money;
using Reduction = EdgePos.Store.Reduction;
using ReturnOf = EdgePos.Store.ReturnOf;
using TaxPart = EdgePos.Store.TaxPart;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Ledger;

/// <summary>Lines of baskets and receipts as messages, and back.</summary>
public static class WireLines
{
    // A line never changes, and all of a basket is kept and shown after every scan: each line is encoded once.
    private static readonly ConditionalWeakTable<BasketLine, byte[]> Encoded = [];

    /// <summary>A line as a register shows it.</summary>
    public static Line ToWire(this BasketLine line)
    {
        var message = new Line
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
            PriceFixed = line.PriceFixed,
            Gross = line.Gross.ToWire(),
            Department = line.Item.Department,
            TaxCategory = line.Item.TaxCategory,
            DepositOf = line.DepositOf,
            Note = line.Note,
            ListPrice = line.ListPrice?.ToWire(),
            PriceReason = line.PriceChange.Reason,
            PriceApprovedBy = line.PriceChange.ApprovedBy,
            Reduction = line.Reduction?.ToWire(),
            ReturnOf = line.ReturnOf is { } from ? ToWire(from) : null,
            Traits = (int)line.Item.Traits,
        };
        message.Tags.AddRange(line.Item.Tags);
        message.Discounts.AddRange(line.Discounts.Select(ToWire));
        message.Taxes.AddRange(line.Item.Taxes.Select(ToWire));
        message.Bundle.AddRange(line.Item.Bundle.Select(ToWire));
        message.GivenTaxMinor.AddRange(line.GivenTaxes);
        return message;
    }

    /// <summary>The bytes that a line is within those of its basket. Others hold the same ones: they are not to be changed.</summary>
    internal static byte[] Encode(this BasketLine line) =>
        Encoded.GetValue(line, static one => new V1.Basket { Lines = { one.ToWire() } }.ToByteArray());

    /// <summary>The line of a message that this box wrote.</summary>
    public static BasketLine OfWire(this Line line)
    {
        var amount = line.Amount.OfWire();
        return new BasketLine(line.Line_, ItemOf(line), line.Scanned, new Quantity(line.QuantityThousandths, (Unit)(int)line.Unit),
            line.Gross?.OfWire() ?? amount, line.Void)
        {
            Batch = line.Batch,
            Serial = line.Serial,
            SellBy = line.SellBy.Length > 0 ? DateOnly.ParseExact(line.SellBy, "O", CultureInfo.InvariantCulture) : null,
            QuantityFixed = line.QuantityFixed,
            PriceFixed = line.PriceFixed,
            DepositOf = line.DepositOf,
            Note = line.Note,
            ListPrice = line.ListPrice?.OfWire(),
            PriceChange = (line.PriceReason, line.PriceApprovedBy),
            Reduction = line.Reduction?.OfWire(),
            ReturnOf = line.ReturnOf is { } from ? OfWire(from) : null,
            GivenTaxes = [.. line.GivenTaxMinor],
            Discounts = [.. line.Discounts.Select(one => new Discount((DiscountKind)(int)one.Kind, one.Id, one.Name, one.Amount.OfWire()))],
        };
    }

    /// <summary>The item of a line that this box wrote.</summary>
    public static Store.Item ItemOf(Line line) =>
        new(line.Sku, line.Name, (Unit)(int)line.Unit, line.UnitPrice.OfWire(), new Rate(line.TaxRatePpm))
        {
            Department = line.Department,
            Tags = [.. line.Tags],
            TaxCategory = line.TaxCategory,
            Taxes = [.. line.Taxes.Select(OfWire)],
            Traits = (ItemTraits)line.Traits,
            Bundle = [.. line.Bundle.Select(OfWire)],
        };

    /// <summary>What staff take off, as a message.</summary>
    public static V1.Reduction ToWire(this Reduction reduction) => new()
    {
        PercentPpm = reduction.Percent?.Ppm ?? 0,
        Amount = reduction.Amount?.ToWire(),
        Reason = reduction.Reason,
        ApprovedBy = reduction.ApprovedBy,
    };

    /// <summary>What staff take off, of a message that this box wrote.</summary>
    public static Reduction OfWire(this V1.Reduction reduction) => new(
        reduction.PercentPpm > 0 ? new Rate(reduction.PercentPpm) : null, reduction.Amount?.OfWire(),
        reduction.Reason, reduction.ApprovedBy);

    /// <summary>A tax of an item.</summary>
    public static V1.TaxPart ToWire(this TaxPart part) => new() { Name = part.Name, RatePpm = part.Rate.Ppm, SharePpm = part.SharePpm };

    /// <summary>A tax of an item.</summary>
    public static TaxPart OfWire(this V1.TaxPart part) => new(part.Name, new Rate(part.RatePpm), part.SharePpm);

    /// <summary>One item in a bundle.</summary>
    public static V1.BundlePart ToWire(this BundlePart part) => new() { Sku = part.Sku, Thousandths = part.Thousandths };

    /// <summary>One item in a bundle.</summary>
    public static BundlePart OfWire(this V1.BundlePart part) => new(part.Sku, part.Thousandths);

    private static V1.Discount ToWire(Discount discount) => new()
    {
        Kind = (V1.DiscountKind)(int)discount.Kind,
        Id = discount.Id,
        Name = discount.Name,
        Amount = discount.Amount.ToWire(),
    };

    private static V1.ReturnOf ToWire(ReturnOf from) => new()
    {
        ReceiptNumber = from.Receipt,
        Line = from.Line,
        Reason = from.Reason,
        Damaged = from.IsDamaged,
        ApprovedBy = from.ApprovedBy,
        ClaimedReceipt = from.Claimed,
        Hold = from.Hold is not { } hold ? null : new V1.ReturnHold
        {
            HoldId = hold.Id.ToString(),
            UntilUs = hold.UntilUs,
            SoldThousandths = hold.Sold,
            PaidMinor = hold.PaidMinor,
            ReturnedThousandths = hold.Returned,
            RefundedMinor = hold.RefundedMinor,
        },
    };

    private static ReturnOf OfWire(V1.ReturnOf from) => new(from.ReceiptNumber, from.Line, from.Reason, from.Damaged, from.ApprovedBy)
    {
        Claimed = from.ClaimedReceipt,
        Hold = from.Hold is not { } hold ? null : new Store.ReturnHold(Guid.Parse(hold.HoldId), hold.UntilUs, hold.SoldThousandths,
            hold.PaidMinor, hold.ReturnedThousandths, hold.RefundedMinor),
    };
}
