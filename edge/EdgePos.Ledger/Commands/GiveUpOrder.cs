using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// An order is given up, prepared or not: what was held for it is free again. The answer is an <see cref="OrderChange"/>.
/// </summary>
/// <param name="Employee">Who gives it up; empty: nobody is signed in.</param>
/// <param name="Number">The order.</param>
/// <param name="Text">In words; may be empty.</param>
public sealed record GiveUpOrder(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, string Number, GiveUpReason Reason, string Text)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (OrderStates.CheckGiveUp(Number, OrderTold.Ordered, ledger.Orders.Find(Number)?.Step ?? OrderStep.None) is { } wrong)
            return wrong;
        var given = new OrderGivenUp
        {
            OrderNumber = Number,
            CommandId = CommandId.ToString(),
            Reason = Reason,
            Text = Text,
            Goods = { ledger.Orders.GoodsOf(Number) },
        };
        return WireOrders.ChangeOf(ledger.Append(given, Register, Employee), given).ToByteArray();
    }
}
