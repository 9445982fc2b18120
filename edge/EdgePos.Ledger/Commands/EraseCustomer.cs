using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Erases the customer's details from a receipt. The answer is an <see cref="V1.EraseCustomerResponse"/>.</summary>
/// <param name="Employee">Who erases; empty: nobody is signed in.</param>
public sealed record EraseCustomer(int Register, Guid CommandId, byte[] RequestDigest, string Employee, ReceiptNumber Receipt)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (Receipt.Store != ledger.Identity.Store || ledger.Customers.SaleOf(Receipt) is not { } sale)
            return new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", Receipt.ToString());
        if (!sale.HasCustomer)
            return new Refusal(RefusalCode.NoCustomer, "receipt_number", Receipt.ToString());
        var erased = new CustomerErased
        {
            SaleSeq = sale.Seq,
            ReceiptNumber = Receipt.ToString(),
            CommandId = CommandId.ToString(),
        };
        return Wire.ErasureOf(ledger.Append(erased, Register, Employee), erased).ToByteArray();
    }
}
