using EdgePos.HeadOffice.V1;
using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>A card payment with its entries.</summary>
/// <param name="Row">Where it and its money are.</param>
/// <param name="RequestHeader">The entry that requested it.</param>
/// <param name="Requested">What that says.</param>
/// <param name="EndHeader">The entry that ended it; null: none has.</param>
/// <param name="Ended">What that says.</param>
public sealed record PaymentOnFile(
    PaymentRow Row, EntryHeader RequestHeader, PaymentRequested Requested, EntryHeader? EndHeader, PaymentEnded? Ended)
{
    /// <summary>
    /// Its terminal can undo it: it is told by the terminal's own numbers, and of what staff read off a slip the box has none.
    /// </summary>
    public bool CanBeReversed => Ended is { } ended && ended.Trace.Length + ended.Receipt.Length > 0;
}

/// <summary>Reading card payments beside the ledger's writer. Safe from any thread.</summary>
public sealed class PaymentReader(LedgerReader ledger)
{
    /// <summary>A payment; null: there is none.</summary>
    public PaymentOnFile? Find(Guid id) => ledger.Read(connection => PaymentTable.Find(connection, id)) is { } row ? OnFile(row) : null;

    /// <summary>Those of a basket, the oldest first.</summary>
    public IReadOnlyList<PaymentOnFile> Of(Guid basket) => [.. ledger.Read(rows => PaymentTable.Of(rows, basket)).Select(OnFile)];

    /// <summary>Those without an end, the oldest first.</summary>
    public IReadOnlyList<PaymentOnFile> WithoutEnd() => [.. ledger.Read(PaymentTable.WithoutEnd).Select(OnFile)];

    /// <summary>Those by which money moved that is in no sale and was not undone, the oldest first.</summary>
    public IReadOnlyList<PaymentOnFile> Astray() => [.. ledger.Read(PaymentTable.Astray).Select(OnFile)];

    /// <summary>The last one that a terminal was asked for; null: none.</summary>
    public PaymentOnFile? Last(string terminal) =>
        ledger.Read(connection => PaymentTable.Last(connection, terminal)) is { } row ? OnFile(row) : null;

    /// <summary>True: it was asked for by this very command.</summary>
    public bool IsAnswerTo(PaymentOnFile payment, int register, byte[] digest) => payment.RequestHeader.Register == register
        && (ledger.FindAnswer(register, payment.Row.Id) is not { } kept || kept.Digest.AsSpan().SequenceEqual(digest));

    private PaymentOnFile OnFile(PaymentRow row)
    {
        var requested = ledger.Entry(row.Seq)!;
        var ended = row.EndedSeq > 0 ? ledger.Entry(row.EndedSeq) : null;
        return new PaymentOnFile(row, requested.Header, PaymentRequested.Parser.ParseFrom(requested.Body),
            ended?.Header, ended is null ? null : PaymentEnded.Parser.ParseFrom(ended.Body));
    }
}
