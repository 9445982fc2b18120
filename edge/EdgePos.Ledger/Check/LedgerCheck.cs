using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Proves a ledger: the file's structure, the chain from the first entry to the last, every checkpoint's signature, and
/// every projection, rebuilt from the journal and compared. Reads one moment of a ledger that is being written.
/// </summary>
public static class LedgerCheck
{
    /// <summary>A broken ledger has many faults that follow from the first: that many are told.</summary>
    public const int FindingsMost = 20;

    private const int EntriesBetweenReports = 2000;

    /// <summary>Checks a ledger. Nothing that a file can hold makes it throw.</summary>
    /// <param name="path">The file, ledger.db; it is only read.</param>
    /// <param name="mark">What somebody else holds of this journal, so that an end that was cut off is noticed.</param>
    /// <exception cref="LedgerFault">There is no file, or it may not be read.</exception>
    public static CheckResult Run(
        string path, JournalMark? mark, IProgress<CheckProgress>? progress, CancellationToken cancellation)
    {
        using var books = Database.OpenToCheck(path);
        using var rebuilt = EmptyBooks.Open();
        ReadingLimit.Set(books, Database.SizeOf(path), cancellation);
        var notes = new CheckNotes(path, cancellation);
        JournalHead? head = null;
        ChainCheck? chain = null;
        var (good, signedUpTo) = (0L, 0L);
        notes.Step("the file", () =>
        {
            books.Execute("BEGIN"); // one moment for all that follows
            FileCheck.Structure(books, notes);
            FileCheck.CompareSchema(books, rebuilt, notes);
            FileCheck.RequireSingleRows(books, notes);
            head = LedgerHead.Read(books);
        });
        if (head is not null)
            notes.Step("the journal", () => chain = new ChainCheck(books, head.Epoch, notes));
        if (head is not null && chain is not null)
        {
            notes.Step("the journal", () => Rebuild(chain, head, rebuilt, notes, progress, cancellation));
            notes.Step("the projections", () => ProjectionCheck.Compare(books, rebuilt, notes));
            notes.Step("the receipts", () => ProjectionCheck.CheckNumbers(rebuilt, notes));
            notes.Step("the customers", () => ProjectionCheck.CheckCustomers(books, notes));
            notes.Step("the checkpoints", () => (good, signedUpTo) = SignatureCheck.Run(books, head, notes));
            notes.Step("the answers", () => new AnswerCheck(books, chain.Provable, notes).Run());
            notes.Step("the confirmed mark", () => MarkCheck.Confirmed(books, head, chain.Provable, notes));
            if (mark is not null)
                notes.Step("the mark", () => MarkCheck.Compare(books, head, mark, "in the mark that it was checked against", notes));
        }

        return new CheckResult(head, chain?.Sales ?? 0, good, signedUpTo, notes.First, notes.Count);
    }

    private static void Rebuild(ChainCheck chain, JournalHead head, SqliteConnection rebuilt, CheckNotes notes,
        IProgress<CheckProgress>? progress, CancellationToken cancellation)
    {
        rebuilt.Execute("PRAGMA foreign_keys = OFF; BEGIN");
        using var statements = new HotStatements(rebuilt);
        var projections = new EveryProjection(statements);
        notes.Step("the journal", () =>
        {
            foreach (var entry in chain.Entries())
            {
                cancellation.ThrowIfCancellationRequested();
                if (chain.Follow(entry) is { } fact)
                    notes.Step("the fact", () => projections.Apply(entry.Header, fact), entry.Header.Seq);
                if (entry.Header.Seq % EntriesBetweenReports == 0)
                    progress?.Report(new(entry.Header.Seq, head.Seq));
            }

            progress?.Report(new(head.Seq, head.Seq));
        });
        rebuilt.Execute("COMMIT");
    }
}
