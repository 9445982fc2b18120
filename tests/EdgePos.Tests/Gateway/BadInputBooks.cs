using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>What must be true of every basket, whatever it was made of.</summary>
internal static class BadInputBooks
{
    /// <summary>Says what does not add up; null: all does.</summary>
    public static string? Fault(Basket basket)
    {
        var sold = basket.Lines.Where(line => !line.Void).ToList();
        long given = basket.Tenders.Where(tender => !tender.Removed).Sum(tender => tender.Amount.Minor);
        long off = sold.Sum(line => line.Discounts.Sum(one => one.Amount.Minor));
        bool isExempt = basket.Customer?.Exemption.Length > 0;
        return sold.Any(line => line.Amount.Minor != line.Gross.Minor - line.Discounts.Sum(one => one.Amount.Minor)) ? "a line's amount"
            : !isExempt && basket.Total.Minor != sold.Sum(line => line.Amount.Minor) ? "the total is not that of its lines"
            : basket.Total.Minor != basket.Taxes.Sum(row => row.Gross.Minor) ? "the total is not that of its taxes"
            : basket.Taxes.Any(row => row.Net.Minor + row.Tax.Minor != row.Gross.Minor) ? "a row of the taxes"
            : basket.Discount.Minor != off ? "the discount is not that of its lines"
            : basket.Tendered.Minor != given ? "what was tendered"
            : null;
    }
}
