using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Begins to count some items. The answer is a <see cref="V1.StockCount"/>.</summary>
/// <param name="Employee">Who counts; empty: nobody is signed in.</param>
/// <param name="Skus">The items, none twice.</param>
public sealed record BeginStockCount(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, IReadOnlyList<string> Skus)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        // Another register's command, or one whose answer is long forgotten.
        if (ledger.Counts.BegunSeq(CommandId) is not null)
            return new Refusal(RefusalCode.CommandIdReused, "command_id");
        // Two counts of an item would both book the same difference.
        for (int i = 0; i < Skus.Count; i++)
        {
            if (ledger.Counts.CountOf(Skus[i]) is { } other)
                return new Refusal(RefusalCode.StockCountOpen, $"skus[{i}]", Skus[i], $"{other}");
        }

        var begun = new StockCountBegun { CountId = CommandId.ToString(), Skus = { Skus } };
        return WireStock.CountOf(ledger.Append(begun, Register, Employee), begun).ToByteArray();
    }
}
