using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// Erases a customer's details from all their receipts, in one entry. The answer is an <see cref="V1.EraseAllOfCustomerResponse"/>.
/// </summary>
/// <param name="Employee">Who erases; empty: nobody is signed in.</param>
/// <param name="Customer">Number of the customer.</param>
/// <param name="Found">Their sales, looked for before: the writer has no time for that.</param>
public sealed record EraseAllOfCustomer(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, string Customer, IReadOnlyList<ErasedSale> Found)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <summary>Sales in one entry.</summary>
    public const int MostSales = 1000;

    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        var erased = new CustomersErased
        {
            Sales = { Found.Where(sale => ledger.Customers.Has(sale.SaleSeq)).Take(MostSales) },
            Customer = Customer,
            CommandId = CommandId.ToString(),
        };
        if (erased.Sales.Count == 0)
            return new Refusal(RefusalCode.NoCustomerDetails, "customer_number", Customer);
        return Wire.ErasureOf(ledger.Append(erased, Register, Employee), erased).ToByteArray();
    }
}
