using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Signed checkpoints: how far the journal goes, with the box's word for it.</summary>
internal sealed class CheckpointTable(SqliteConnection connection, BoxKey key)
{
    /// <summary>Entries from one checkpoint to the next, at most.</summary>
    public const int Every = 256;

    // Nothing is written where the end is signed already, or nobody's key is known yet.
    private readonly SqliteCommand _isSigned = connection.Statement("SELECT 1 FROM checkpoints WHERE seq = $1");
    private readonly SqliteCommand _insert = connection.Statement("""
        INSERT INTO checkpoints SELECT $1, $2, seq, $3 FROM signing_keys WHERE public_key = $4
        """);

    /// <summary>Signs the end of the journal; false where it is signed.</summary>
    public bool Sign(JournalHead head)
    {
        if (head.Seq == 0 || _isSigned.Scalar(head.Seq) is not null)
            return false;
        byte[] signature = key.Sign(SignedCheckpoint.Statement(head.Epoch, head.Seq, head.Hash));
        int signed = _insert.Run(head.Seq, head.Hash, signature, key.PublicKey);
        Invariant.Check(signed == 1, "the box's key stands in the journal before it signs");
        return true;
    }
}
