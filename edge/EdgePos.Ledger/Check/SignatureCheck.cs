using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Whether every checkpoint is the box's word for the entry that stands there.</summary>
internal static class SignatureCheck
{
    /// <summary>Checks all signatures; gives how many are good, and the last entry under one.</summary>
    public static (long Good, long SignedUpTo) Run(SqliteConnection books, JournalHead head, CheckNotes notes)
    {
        var (good, signedUpTo) = (0L, 0L);
        var rows = books.Stream("""
            SELECT c.seq, c.hash, c.signature, k.public_key, j.hash
            FROM checkpoints c LEFT JOIN signing_keys k ON k.seq = c.key AND k.seq <= c.seq LEFT JOIN journal j ON j.seq = c.seq
            ORDER BY c.seq
            """, row => (Seq: row.GetInt64(0), Hash: row.Bytes(1), Signature: row.Bytes(2),
                Key: row.IsDBNull(3) ? null : row.Bytes(3), Entry: row.IsDBNull(4) ? null : row.Bytes(4)));
        foreach (var (seq, hash, signature, key, entry) in rows)
        {
            if (entry is null)
                notes.Found(seq, $"was signed, and the journal ends at {head.Seq}: its end was cut off; keep the file, and ask "
                    + "head office what it holds");
            else if (!entry.AsSpan().SequenceEqual(hash))
                notes.Found(seq, "has another hash than the one that was signed: something up to here was changed");
            else if (key is null || !SignedCheckpoint.IsSignedBy(key, signature, head.Epoch, seq, hash))
                notes.Found(seq, "has a checkpoint whose signature is not the box's");
            else
                (good, signedUpTo) = (good + 1, seq);
        }

        return (good, signedUpTo);
    }
}
