using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What a command may do to the ledger, within the writer's transaction. Lives on the writer's thread only.</summary>
public sealed class LedgerTransaction
{
    private readonly LedgerClock _clock;
    private readonly SqliteCommand _insertEntry, _findAnswer, _insertAnswer, _hashAt, _confirm;

    internal LedgerTransaction(SqliteConnection connection, BoxIdentity identity, JournalHead head, LedgerClock clock)
    {
        _clock = clock;
        (Identity, Head) = (identity, head);
        Sales = new SaleProjection(connection);
        _insertEntry = connection.Statement("INSERT INTO journal VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _findAnswer = connection.Statement(
            "SELECT request_digest, response FROM answers WHERE register = $1 AND command_id = $2");
        _insertAnswer = connection.Statement(
            "INSERT INTO answers (register, command_id, request_digest, response, at_us) VALUES ($1, $2, $3, $4, $5)");
        _hashAt = connection.Statement("SELECT hash FROM journal WHERE seq = $1");
        _confirm = connection.Statement("UPDATE confirmed SET seq = $1 WHERE seq < $1");
    }

    /// <summary>Whose ledger this is.</summary>
    public BoxIdentity Identity { get; }

    /// <summary>The end of the journal, entries of this transaction included.</summary>
    public JournalHead Head { get; private set; }

    internal SaleProjection Sales { get; }

    /// <summary>Appends a fact to the journal and brings the projections along.</summary>
    public JournalEntry Append(IMessage fact, int register, string employee)
    {
        var (atUs, quality) = _clock.Now();
        var header = new EntryHeader(Head.Seq + 1, atUs, quality, fact.Descriptor.FullName, register, employee);
        byte[] body = fact.ToByteArray();
        byte[] hash = EntryHash.Of(Head.Hash, header, body);
        _insertEntry.Run(header.Seq, header.AtUs, header.Clock, header.Kind, header.Register, header.Employee, body, hash);
        Sales.Apply(header, fact);
        Head = Head with { Seq = header.Seq, Hash = hash };
        return new JournalEntry(header, body, hash);
    }

    internal (byte[] Digest, byte[] Response)? FindAnswer(int register, Guid commandId) =>
        _findAnswer.Rows(row => ((byte[], byte[])?)(row.Bytes(0), row.Bytes(1)), register, commandId.ToBytes())
            .FirstOrDefault();

    internal void KeepAnswer(int register, Guid commandId, byte[] digest, byte[] response) =>
        _insertAnswer.Run(register, commandId.ToBytes(), digest, response, _clock.Now().AtUs);

    internal bool Confirm(long seq, ReadOnlySpan<byte> hash)
    {
        if (_hashAt.Scalar(seq) is not byte[] ours || !hash.SequenceEqual(ours))
            return false;
        _confirm.Run(seq);
        return true;
    }

    // After a rollback to a savepoint the journal ends where it ended before.
    internal void GoBackTo(JournalHead head) => Head = head;
}

/// <summary>How ids are kept in files.</summary>
internal static class GuidBytes
{
    /// <summary>16 bytes in the order of the text, so that they sort and read alike.</summary>
    public static byte[] ToBytes(this Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>The id of 16 such bytes.</summary>
    public static Guid ToGuid(this byte[] bytes) => new(bytes, bigEndian: true);
}
