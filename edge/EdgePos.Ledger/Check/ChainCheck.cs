using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Follows the chain entry by entry and says where it breaks.</summary>
internal sealed class ChainCheck(SqliteConnection books, byte[] epoch, CheckNotes notes)
{
    private readonly SqliteCommand _isSigned = books.Statement("SELECT 1 FROM checkpoints WHERE seq = $1");
    private byte[] _previous = EntryHash.Genesis(epoch);
    private long _seq, _atUs;
    private bool _signs;

    /// <summary>Sales met on the way.</summary>
    public long Sales { get; private set; }

    /// <summary>True where the first entry says whose ledger it is: the programs before that proved less.</summary>
    public bool Provable { get; private set; }

    /// <summary>The entries from the first to the last that can be reached.</summary>
    public IEnumerable<JournalEntry> Entries()
    {
        foreach (var entry in books.Stream($"SELECT {JournalRows.Columns} FROM journal ORDER BY seq", Read))
        {
            // A table that is damaged can come back to its beginning, again and again.
            if (entry is not null && entry.Header.Seq <= _seq)
                notes.Found(_seq + 1, $"should come after entry {_seq}, and entry {entry.Header.Seq} does");
            if (entry is null || entry.Header.Seq <= _seq)
                yield break;
            yield return entry;
        }
    }

    /// <summary>Checks the next entry; gives its fact, or null where it has none that this program can read.</summary>
    public IMessage? Follow(JournalEntry entry)
    {
        var header = entry.Header;
        if (header.Seq != _seq + 1)
            notes.Found(_seq + 1, header.Seq == _seq + 2 ? "is missing" : $"and those up to {header.Seq - 1} are missing");
        else if (!EntryHash.Of(_previous, header, entry.Body).AsSpan().SequenceEqual(entry.Hash))
            notes.Found(header.Seq, "is not what its hash says, or does not follow the entry before it");
        if (header.AtUs < _atUs)
            notes.Found(header.Seq, "has an earlier time than the entry before it");
        (_seq, _previous, _atUs) = (header.Seq, entry.Hash, header.AtUs);
        IMessage? fact = null;
        notes.Step("the body", () => fact = FactKinds.Read(header.Kind, entry.Body), header.Seq);
        if (header.Seq == 1 && fact is LedgerBegun begun)
            CompareIdentity(begun, header.AtUs);
        if (header.Kind == SaleCompleted.Descriptor.FullName)
            Sales++;
        _signs |= fact is LedgerBegun or BoxKeyAdded;
        // Each multiple is signed in the transaction that wrote it, from the first key on.
        if (_signs && header.Seq % CheckpointTable.Every == 0 && _isSigned.Scalar(header.Seq) is null)
            notes.Found(header.Seq, "should be signed and is not: its checkpoint was taken away");
        return fact;
    }

    private JournalEntry? Read(SqliteDataReader row)
    {
        JournalEntry? entry = null;
        notes.Step("the journal", () =>
        {
            _ = row.Text(3) + row.Text(5);
            entry = JournalRows.EntryOf(row);
        }, _seq + 1);
        return entry;
    }

    private void CompareIdentity(LedgerBegun begun, long atUs)
    {
        Provable = true;
        var (owner, created) = books.Rows("SELECT tenant, store, box, created_us FROM identity",
            row => (new BoxIdentity(row.Text(0), row.Text(1), row.Text(2)), row.GetInt64(3))).Single();
        if (owner != new BoxIdentity(begun.Tenant, begun.Store, begun.Box) || created != atUs)
        {
            notes.Found(1, $"begins the ledger of {begun.Tenant}/{begun.Store}/{begun.Box} at {atUs}, "
                + $"and the file says {owner.Tenant}/{owner.Store}/{owner.Box} at {created}");
        }
    }
}
