namespace EdgePos.HeadOffice.V1;

/// <summary>What a sale means for vouchers, the same at both ends.</summary>
public static class VoucherFacts
{
    /// <summary>Numbers of the vouchers that a sale took.</summary>
    public static IEnumerable<string> TakenBy(SaleCompleted sale) =>
        sale.Tenders.Where(tender => tender is { Kind: "voucher", Amount.Minor: > 0 }).Select(tender => tender.Reference);
}
