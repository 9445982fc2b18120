using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// Notes what was counted of some items of an open count, as of this moment of the journal. The answer is a
/// <see cref="V1.StockCountNoted"/>.
/// </summary>
/// <param name="Employee">Who counted; empty: nobody is signed in.</param>
/// <param name="CountId">The count.</param>
/// <param name="Lines">What was counted, no item twice.</param>
public sealed record RecordStockCount(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, Guid CountId, IReadOnlyList<V1.CountedStock> Lines)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Counts.BegunSeq(CountId) is null)
            return new Refusal(RefusalCode.StockCountNotFound, "count_id");
        for (int i = 0; i < Lines.Count; i++)
        {
            if (ledger.Counts.CountOf(Lines[i].Sku) != CountId)
                return new Refusal(RefusalCode.FieldInvalid, $"lines[{i}].sku", $"{Lines[i].Sku} is not among the items of this count");
        }

        var counted = new StockCounted { CountId = CountId.ToString(), CommandId = CommandId.ToString(), Lines = { Lines } };
        return WireStock.NotedOf(ledger.Append(counted, Register, Employee), counted).ToByteArray();
    }
}
