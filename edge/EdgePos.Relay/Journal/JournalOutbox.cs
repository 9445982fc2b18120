using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>
/// What head office has not confirmed yet. There is no outbox table: the journal is the outbox, read from the first
/// entry after the confirmed mark. So nothing can be in one and not in the other.
/// </summary>
public sealed class JournalOutbox(LedgerReader ledger, LedgerWriter writer, byte[] bootId)
{
    private const int MaxEntries = 2000;

    // What compresses to a batch is about four times as large.
    private const int ReadAhead = 4;

    /// <summary>The next batch after an entry; null: there is nothing more.</summary>
    /// <param name="after">The entry before the first.</param>
    /// <param name="wantedBytes">A batch of several entries is at most so large on the wire.</param>
    /// <param name="mostBytes">An entry alone is at most so large: what the broker takes.</param>
    /// <exception cref="EntryTooLarge">One entry alone is larger than the broker takes.</exception>
    public Batch? Next(long after, int wantedBytes, int mostBytes)
    {
        wantedBytes = Math.Min(wantedBytes, mostBytes);
        for (long readBytes = (long)wantedBytes * ReadAhead; ;)
        {
            var entries = ledger.Entries(after, MaxEntries, readBytes);
            if (entries.Count == 0)
                return null;
            var batch = BatchEncoding.Encode(ledger.Head().Epoch, HashBefore(after), entries, bootId);
            if (batch.CalculateSize() <= (entries.Count == 1 ? mostBytes : wantedBytes))
                return batch;
            if (entries.Count == 1)
                throw new EntryTooLarge(entries[0].Header.Seq, batch.CalculateSize(), mostBytes);
            readBytes = entries.Sum(entry => (long)entry.Body.Length) / 2;
        }
    }

    /// <summary>The end of the journal.</summary>
    public JournalHead Head() => ledger.Head();

    /// <summary>Head office has committed up to here.</summary>
    public long Confirmed() => ledger.Confirmed();

    /// <summary>Ends when there is an entry after this one.</summary>
    public Task WaitForEntryAfterAsync(long seq, CancellationToken cancellation) => writer.WaitForEntryAfterAsync(seq, cancellation);

    /// <summary>Takes a confirmation; false: head office has another history than ours.</summary>
    public Task<bool> ConfirmAsync(Confirmed confirmed, CancellationToken cancellation) => confirmed.Seq == 0
        ? Task.FromResult(confirmed.Hash.Span.SequenceEqual(HashBefore(0)))
        : writer.ConfirmAsync(confirmed.Seq, confirmed.Hash.Memory, cancellation);

    private byte[] HashBefore(long after) => ledger.HashAt(after)
        ?? throw new Store.InvariantBroken($"the journal has no entry {after}");
}

/// <summary>An entry that no batch can carry to this broker.</summary>
public sealed class EntryTooLarge(long seq, int bytes, int maxBytes)
    : Exception($"entry {seq} takes {bytes} bytes, the broker takes {maxBytes} at most");
