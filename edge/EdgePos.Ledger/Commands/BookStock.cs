using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// Goods that came, went to another store, or were found to be more or less than the books say. What happened on the floor
/// is written: no rule of the ledger stands in its way. The answer is a <see cref="StockBooking"/>.
/// </summary>
public sealed record BookStock : LedgerCommand
{
    private readonly IMessage _fact;
    private readonly string _employee;

    private BookStock(int register, Guid commandId, byte[] requestDigest, string employee, IMessage fact)
        : base(register, commandId, requestDigest) => (_employee, _fact) = (employee, fact);

    /// <summary>Goods came from a supplier.</summary>
    /// <param name="employee">Who received them; empty: nobody is signed in.</param>
    /// <param name="fact">What came; it gets the command's id.</param>
    public static BookStock Received(int register, Guid commandId, byte[] requestDigest, string employee, StockReceived fact)
    {
        fact.CommandId = commandId.ToString();
        return new(register, commandId, requestDigest, employee, fact);
    }

    /// <summary>Stock on hand is corrected.</summary>
    /// <inheritdoc cref="Received"/>
    public static BookStock Adjusted(int register, Guid commandId, byte[] requestDigest, string employee, StockAdjusted fact)
    {
        fact.CommandId = commandId.ToString();
        return new(register, commandId, requestDigest, employee, fact);
    }

    /// <summary>Goods left for another store, or came from it.</summary>
    /// <inheritdoc cref="Received"/>
    public static BookStock Transferred(int register, Guid commandId, byte[] requestDigest, string employee, StockTransferred fact)
    {
        fact.CommandId = commandId.ToString();
        return new(register, commandId, requestDigest, employee, fact);
    }

    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger) =>
        WireStock.BookingOf(ledger.Append(_fact, Register, _employee), CommandId.ToString(), _fact).ToByteArray();
}
