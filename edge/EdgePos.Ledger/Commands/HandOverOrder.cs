using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// An order that was paid before is handed over: its goods leave the store, and no money moves. The answer is an
/// <see cref="V1.OrderChange"/>.
/// </summary>
/// <param name="Employee">Who hands it over; empty: nobody is signed in.</param>
/// <param name="Number">The order.</param>
/// <param name="AgeSeen">The customer has been found to be old enough for all of it.</param>
public sealed record HandOverOrder(int Register, Guid CommandId, byte[] RequestDigest, string Employee, string Number, bool AgeSeen)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (OrderStates.CheckHandOver(Number, OrderTold.Ordered, ledger.Orders.Find(Number)?.Step ?? OrderStep.None) is { } wrong)
            return wrong;
        var handed = new OrderHandedOver
        {
            OrderNumber = Number,
            CommandId = CommandId.ToString(),
            Goods = { ledger.Orders.GoodsOf(Number) },
            AgeSeen = AgeSeen,
        };
        return WireOrders.ChangeOf(ledger.Append(handed, Register, Employee), handed).ToByteArray();
    }
}
