using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Makes a paid basket a sale. The answer is a <see cref="Receipt"/>.</summary>
/// <param name="Sale">The sale, without its receipt number: that is given here.</param>
public sealed record CompleteSale(int Register, Guid CommandId, byte[] RequestDigest, string Employee, SaleCompleted Sale)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Sales.IsSold(Guid.Parse(Sale.BasketId)))
            return new Refusal(RefusalCode.BasketClosed, "basket_id");
        var sale = Sale.Clone();
        sale.ReceiptNumber = ledger.Sales.NextReceipt(ledger.Identity.Store, Register).ToString();
        var entry = ledger.Append(sale, Register, Employee);
        return Wire.ReceiptOf(entry.Header, sale).ToByteArray();
    }
}
