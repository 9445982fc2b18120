using System.IO.Compression;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>Entries of the journal as a batch on the wire, packed where that makes it smaller.</summary>
public static class BatchEncoding
{
    /// <summary>Makes a batch of entries that follow each other.</summary>
    public static Batch Encode(byte[] epoch, byte[] hashBefore, IReadOnlyList<JournalEntry> entries, byte[] bootId)
    {
        var batch = new Batch
        {
            Epoch = ByteString.CopyFrom(epoch),
            First = entries[0].Header.Seq,
            Last = entries[^1].Header.Seq,
            HashBefore = ByteString.CopyFrom(hashBefore),
            HashLast = ByteString.CopyFrom(entries[^1].Hash),
            BootId = ByteString.CopyFrom(bootId),
        };
        var message = new Entries();
        message.Entries_.AddRange(entries.Select(ToWire));
        byte[] plain = message.ToByteArray();
        byte[] packed = Pack(plain);
        if (packed.Length < plain.Length)
            batch.Compressed = UnsafeByteOperations.UnsafeWrap(packed);
        else
            batch.Entries.AddRange(message.Entries_);
        return batch;
    }

    private static Entry ToWire(JournalEntry entry) => new()
    {
        Seq = entry.Header.Seq,
        AtUs = entry.Header.AtUs,
        Clock = (ClockQuality)entry.Header.Clock,
        Kind = entry.Header.Kind,
        Register = entry.Header.Register,
        Employee = entry.Header.Employee,
        Body = UnsafeByteOperations.UnsafeWrap(entry.Body),
    };

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(plain);
        return packed.ToArray();
    }
}
