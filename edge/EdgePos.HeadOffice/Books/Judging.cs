using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>Judges batches of one stream, one after the other, against what is committed and what the batches before them add.</summary>
internal sealed class Judging(IStreamWriting writing, ByteString epoch)
{
    private readonly List<Booking> _new = [];

    /// <summary>The entries that the batches so far add.</summary>
    public IReadOnlyList<Booking> New => _new;

    private long Seq => writing.Mark.Seq + _new.Count;

    private byte[] Hash => HashAt(Seq);

    /// <summary>What a batch is; where it is new, its entries are among <see cref="New"/> from now on.</summary>
    public Verdict Judge(ReadBatch read)
    {
        var (batch, entries) = (read.Batch, read.Entries);
        if (entries is null)
            return new Verdict.Damaged(Seq, Hash, read.Why);
        if (batch.First > Seq + 1)
            return new Verdict.Gap(Seq, Hash);
        if (!batch.HashBefore.Span.SequenceEqual(HashAt(batch.First - 1)))
            return new Verdict.Forked(Seq, Hash, OtherHash(batch.First - 1));

        // What overlaps must be the very entries that are committed.
        if (batch.First <= Seq)
        {
            long known = Math.Min(Seq, batch.Last);
            if (!entries[(int)(known - batch.First)].Read.Hash.AsSpan().SequenceEqual(HashAt(known)))
                return new Verdict.Forked(Seq, Hash, OtherHash(known));
        }

        if (batch.Last <= Seq)
            return new Verdict.Duplicate(Seq, Hash);
        _new.AddRange(entries.Skip((int)(Seq + 1 - batch.First)));
        return new Verdict.Committed(Seq, Hash);
    }

    /// <summary>Why a journal is another one than the one committed.</summary>
    public static string OtherHash(long seq) => $"entry {seq} has another hash here";

    private byte[] HashAt(long seq)
    {
        var mark = writing.Mark;
        if (seq > mark.Seq)
            return _new[(int)(seq - mark.Seq - 1)].Read.Hash;
        return seq == mark.Seq ? mark.Hash
            : seq == 0 ? Store.EntryHash.Genesis(epoch.Span)
            : writing.HashAt(seq);
    }
}
