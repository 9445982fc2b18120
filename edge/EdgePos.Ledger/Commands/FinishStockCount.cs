using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// Ends a count. What was counted, and what has moved since each item was, is stock on hand from now on. The answer is a
/// <see cref="StockCountResult"/>.
/// </summary>
/// <param name="Employee">Who ends it; empty: nobody is signed in.</param>
/// <param name="CountId">The count.</param>
/// <param name="End">What becomes of it.</param>
public sealed record FinishStockCount(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, Guid CountId, StockCountEnd End)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Counts.BegunSeq(CountId) is not { } begun)
            return new Refusal(RefusalCode.StockCountNotFound, "count_id");
        var finished = new StockCountFinished
        {
            CountId = CountId.ToString(),
            BegunSeq = begun,
            CommandId = CommandId.ToString(),
            End = End,
        };
        if (End == StockCountEnd.Book)
        {
            var lines = ledger.Counts.LinesOf(CountId);
            finished.Lines.AddRange(lines.Where(line => line.CountedSeq > 0));
            finished.NotCounted.AddRange(lines.Where(line => line.CountedSeq == 0).Select(line => line.Sku));
        }

        return WireStock.ResultOf(ledger.Append(finished, Register, Employee), finished).ToByteArray();
    }
}
