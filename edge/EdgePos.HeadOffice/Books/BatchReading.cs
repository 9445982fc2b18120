using System.IO.Compression;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>An entry of a batch with the hash that head office computed for it.</summary>
public sealed record ReadEntry(Entry Entry, byte[] Hash);

/// <summary>Reads a batch and checks that it is what its hashes say. Trusts nothing of it before that.</summary>
public static class BatchReading
{
    /// <summary>The most that a compressed batch may unfold to; beyond is a bomb.</summary>
    public const int MaxUnfoldedBytes = 8 * 1024 * 1024;

    /// <summary>The entries with their hashes; null, and why, where the batch is damaged.</summary>
    public static IReadOnlyList<ReadEntry>? Read(Batch batch, out string why)
    {
        why = Shape(batch);
        if (why.Length > 0 || EntriesOf(batch, out why) is not { } entries)
            return null;
        if (entries.Count != batch.Last - batch.First + 1)
        {
            why = $"it says {batch.First} to {batch.Last} and has {entries.Count} entries";
            return null;
        }

        var read = new List<ReadEntry>(entries.Count);
        byte[] previous = batch.HashBefore.ToByteArray();
        foreach (var entry in entries)
        {
            if (entry.Seq != batch.First + read.Count)
            {
                why = $"entry {entry.Seq} stands where {batch.First + read.Count} belongs";
                return null;
            }

            previous = EntryHash.Of(previous, HeaderOf(entry), entry.Body.Span);
            read.Add(new ReadEntry(entry, previous));
        }

        if (batch.HashLast.Span.SequenceEqual(previous))
            return read;
        why = "the entries do not have the hash that the batch names";
        return null;
    }

    /// <summary>The header of an entry, as it is hashed.</summary>
    public static EntryHeader HeaderOf(Entry entry) =>
        new(entry.Seq, entry.AtUs, (int)entry.Clock, entry.Kind, entry.Register, entry.Employee);

    private static string Shape(Batch batch) =>
        batch.Epoch.Length != EntryHash.EpochSize ? "the epoch has not 16 bytes"
        : batch.HashBefore.Length != EntryHash.Size || batch.HashLast.Length != EntryHash.Size ? "a hash has not 32 bytes"
        : batch.First < 1 || batch.Last < batch.First ? $"it goes from {batch.First} to {batch.Last}"
        : "";

    private static IReadOnlyList<Entry>? EntriesOf(Batch batch, out string why)
    {
        why = "";
        if (batch.Compressed.IsEmpty)
            return batch.Entries;
        try
        {
            using var packed = new BrotliStream(new MemoryStream(batch.Compressed.ToByteArray()), CompressionMode.Decompress);
            if (Unfold(packed) is { } unfolded)
                return V1.Entries.Parser.ParseFrom(unfolded.GetBuffer().AsSpan(0, (int)unfolded.Length)).Entries_;
            why = $"it unfolds to more than {MaxUnfoldedBytes} bytes";
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidDataException or IOException)
        {
            why = $"it does not unfold: {fault.Message}";
        }

        return null;
    }

    private static MemoryStream? Unfold(BrotliStream packed)
    {
        var unfolded = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (packed.Read(buffer) is > 0 and int count)
        {
            if (unfolded.Length + count > MaxUnfoldedBytes)
                return null;
            unfolded.Write(buffer.AsSpan(0, count));
        }

        return unfolded;
    }
}
