using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Closes a till with what was counted, and signs the journal. The answer is a <see cref="V1.ZReport"/>.</summary>
/// <param name="Employee">Who closes it; empty: nobody is signed in.</param>
/// <param name="Tally">
/// What had gone through the till when it was read beforehand, so that the writer adds only what came since: a day of sales
/// read by the writer would hold up all other registers. Null: it was closed then.
/// </param>
public sealed record CloseTill(int Register, Guid CommandId, byte[] RequestDigest, string Employee, TillTally? Tally)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <summary>What was counted, by denomination; empty: only the sum was given.</summary>
    public required IReadOnlyList<CountedCash> Counted { get; init; }

    /// <summary>The sum of what was counted.</summary>
    public required Money CountedTotal { get; init; }

    /// <summary>A difference up to this many minor units needs no reason.</summary>
    public required long AllowedMinor { get; init; }

    /// <summary>Why the count differs.</summary>
    public required string Reason { get; init; }

    /// <summary>Baskets of the register that are still open.</summary>
    public required IReadOnlyList<Guid> LeftOpen { get; init; }

    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Tills.FindOpen(Register) is not { } session)
            return new Refusal(RefusalCode.TillClosed, "");
        var tally = ledger.Tills.Continue(Tally is not null && Tally.Session.OpenedSeq == session.OpenedSeq ? Tally : new(session));
        var difference = CountedTotal - tally.Expected;
        if (TillRules.CheckDifference(difference, AllowedMinor, Reason) is { } refusal)
            return refusal;
        var closed = new TillClosed
        {
            SessionId = session.Id.ToString(),
            TillOpenedSeq = session.OpenedSeq,
            OpenedAtUs = session.OpenedAtUs,
            CommandId = CommandId.ToString(),
            ZNumber = ledger.Tills.LastZReport(Register) + 1,
            BusinessDate = session.BusinessDate.ToWire(),
            Totals = tally.ToWire(ledger.Identity.Store),
            CountedTotal = CountedTotal.ToWire(),
            Difference = difference.ToWire(),
            Reason = Reason,
        };
        closed.Counted.AddRange(Counted.Select(cash => new V1.CountedCash
        {
            Denomination = cash.Denomination.ToWire(),
            Pieces = cash.Pieces,
        }));
        closed.LeftOpen.AddRange(LeftOpen.Select(basket => basket.ToString()));
        byte[] answer = WireTills.ReportOf(ledger.Append(closed, Register, Employee), closed).ToByteArray();
        ledger.Sign();
        return answer;
    }
}
