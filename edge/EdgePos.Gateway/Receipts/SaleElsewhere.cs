using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;
using BasketCustomer = EdgePos.Store.BasketCustomer;

namespace EdgePos.Gateway;

/// <summary>
/// A sale that another ledger wrote, as head office tells of it. It comes from outside: everything in it is looked at before a rule
/// of this store reckons with it.
/// </summary>
internal static class SaleElsewhere
{
    /// <summary>The lines that may come back here; null where it is no sale that can be read.</summary>
    /// <param name="answer">What head office said, found.</param>
    /// <param name="here">What of each line came back by this box's own ledger.</param>
    public static Result<SoldLine[]>? Read(ReceiptAnswer answer, IReadOnlyDictionary<int, Back> here, StoreProfile store)
    {
        try
        {
            var sale = SaleCompleted.Parser.ParseFrom(answer.Sale);
            if (sale.ReceiptNumber != answer.ReceiptNumber || !IsSense(answer) || sale.Lines.Count > BasketLimits.MaxLines
                || !sale.Lines.All(IsSense) || !Words.Fit(sale.ForCustomer?.Reference ?? "", 0, BasketCustomer.MaxLength))
                return null;
            if (sale.PricesExcludeTax != store.Tax.PricesExcludeTax
                || sale.Lines.SelectMany(MoneyOf).Any(money => money.Currency != store.Currency.Code))
                return new Refusal(RefusalCode.ReceiptElsewhereDiffers, "receipt_number", answer.ReceiptNumber);
            return SoldLines.Of(sale, answer.ReceiptNumber, With(here, answer));
        }
        catch (Exception odd) when (odd is InvalidProtocolBufferException or ArgumentException or FormatException or OverflowException
            or InvariantBroken)
        {
            return null;
        }
    }

    /// <summary>What came back of a line elsewhere; none where head office says nothing that makes sense.</summary>
    public static Back BackOf(ReceiptAnswer answer, int line) =>
        IsSense(answer) && answer.Returned.FirstOrDefault(row => row.Line == line) is { } row ? new(row.Thousandths, row.Minor) : default;

    private static Dictionary<int, Back> With(IReadOnlyDictionary<int, Back> here, ReceiptAnswer answer)
    {
        var back = here.ToDictionary();
        foreach (var row in answer.Returned)
        {
            var (thousandths, minor) = back.GetValueOrDefault(row.Line);
            back[row.Line] = new(checked(thousandths + row.Thousandths), checked(minor + row.Minor));
        }

        return back;
    }

    private static bool IsSense(ReceiptAnswer answer) => answer.Returned.Count <= BasketLimits.MaxLines
        && answer.HeldThousandths is >= 0 and <= Quantity.MaxThousandths
        && answer.Returned.All(row => row.Line > 0 && row.Thousandths is >= 0 and <= Quantity.MaxThousandths
            && row.Minor is >= 0 and <= BasketLimits.MaxAmountMinor)
        && answer.Returned.Select(row => row.Line).Distinct().Count() == answer.Returned.Count;

    private static bool IsSense(SaleLine line) => line.Line > 0
        && line.QuantityThousandths is >= -Quantity.MaxThousandths and <= Quantity.MaxThousandths and not 0
        && line is { Amount: not null, UnitPrice: not null } && Enum.IsDefined((Unit)(int)line.Unit)
        && line.Discounts.All(one => one.Amount is not null)
        && MoneyOf(line).All(money => money.Minor is >= -BasketLimits.MaxAmountMinor and <= BasketLimits.MaxAmountMinor)
        && line.TaxRatePpm is >= 0 and <= Rate.Whole && line.Taxes.All(part => part.RatePpm is >= 0 and <= Rate.Whole
            && part.SharePpm is >= 0 and <= Rate.Whole)
        && line.Sku.Length is > 0 and <= ItemRules.MaxSkuLength && line.Bundle.Count <= BasketLimits.MaxLines;

    private static IEnumerable<V1.Money> MoneyOf(SaleLine line) => new[]
    {
        line.Amount, line.UnitPrice, line.Gross, line.ListPrice, line.Reduction?.Amount,
    }.Concat(line.Discounts.Select(one => one.Amount)).OfType<V1.Money>();
}
