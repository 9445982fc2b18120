using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Whether the journal is the one that somebody else holds a mark of.</summary>
internal static class MarkCheck
{
    /// <summary>Checks what the file itself says that head office has confirmed.</summary>
    /// <param name="provable">True where the ledger was begun by a program that keeps the hash of the confirmed entry.</param>
    public static void Confirmed(SqliteConnection books, JournalHead head, bool provable, CheckNotes notes)
    {
        var mark = books.Rows("SELECT seq, hash FROM confirmed", row => new JournalMark(row.GetInt64(0), row.Bytes(1))).Single();
        if (mark.Hash.Length > 0 || mark.Seq > head.Seq)
            Compare(books, head, mark, "confirmed by head office, the file says", notes);
        else if (mark.Seq > 0 && provable)
            notes.Found(mark.Seq, "is confirmed by head office, the file says, and not with which hash");
    }

    /// <summary>Compares the journal with a mark.</summary>
    /// <param name="whose">Where the mark is from: "entry 7 is ...".</param>
    public static void Compare(SqliteConnection books, JournalHead head, JournalMark mark, string whose, CheckNotes notes)
    {
        byte[]? ours = mark.Seq == 0 ? EntryHash.Genesis(head.Epoch)
            : (byte[]?)books.Scalar("SELECT hash FROM journal WHERE seq = $1", mark.Seq);
        if (ours is null)
        {
            notes.Found(mark.Seq, $"is {whose}, and the journal ends at {head.Seq}: its end was cut off; keep the file, and "
                + "restore the last backup");
        }
        else if (!ours.AsSpan().SequenceEqual(mark.Hash))
        {
            notes.Found(mark.Seq, $"is {whose}, with another hash: something up to here was changed, or it is another ledger");
        }
    }
}
