using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// The goods of an order were picked: whichever register says so first has prepared it. They are in somebody's hands, so no rule
/// about stock stands in the way. The answer is an <see cref="V1.OrderChange"/>.
/// </summary>
/// <param name="Employee">Who picked; empty: nobody is signed in.</param>
/// <param name="Prepared">What was picked; it gets the command's id.</param>
public sealed record PrepareOrder(int Register, Guid CommandId, byte[] RequestDigest, string Employee, OrderPrepared Prepared)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        var row = ledger.Orders.Find(Prepared.OrderNumber);
        if (OrderStates.CheckPrepare(Prepared.OrderNumber, OrderTold.Ordered, row?.Step ?? OrderStep.None, row?.Register ?? 0) is { } wrong)
            return wrong;
        Prepared.CommandId = CommandId.ToString();
        return WireOrders.ChangeOf(ledger.Append(Prepared, Register, Employee), Prepared).ToByteArray();
    }
}
