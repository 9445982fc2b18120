using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What a check has found so far, and the one place that says what a fault while reading means.</summary>
/// <param name="path">The file that is checked.</param>
internal sealed class CheckNotes(string path, CancellationToken cancellation)
{
    // A broken file can give a finding for every entry; the first are told, and these are kept to choose them from.
    private const int Kept = 50 * LedgerCheck.FindingsMost;

    private const int Interrupted = 9; // https://sqlite.org/rescode.html#interrupt

    private List<CheckFinding> _findings = [];

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The first ones: those about an entry by its number, then those about the file.</summary>
    public IReadOnlyList<CheckFinding> First =>
        [.. _findings.OrderBy(finding => finding.Seq <= 0).ThenBy(finding => finding.Seq).Take(LedgerCheck.FindingsMost)];

    /// <summary>Notes a finding.</summary>
    public void Found(long seq, string what)
    {
        Count++;
        _findings.Add(new CheckFinding(seq, what));
        if (_findings.Count > Kept)
            _findings = [.. First];
    }

    /// <summary>Does a part of the check. A file that somebody changed can hold anything: what reading it throws is a finding.</summary>
    /// <param name="what">The part, in words.</param>
    /// <param name="seq">The entry that it is about; 0: none.</param>
    /// <exception cref="LedgerFault">The file cannot be read at all, which says nothing about what is in it.</exception>
    public void Step(string what, Action step, long seq = 0)
    {
        try
        {
            step();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == Interrupted)
        {
            cancellation.ThrowIfCancellationRequested();
            Found(seq, $"{what}: reading does not come to an end, so pages of the file run in a circle");
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 3 or 5 or 6 or 8 or 10 or 13 or 14 or 23)
        {
            throw Database.Translate(fault, "check", path);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or LedgerFault or OutOfMemoryException))
        {
            Found(seq, $"{(seq > 0 ? "" : what + ": ")}{fault.Message.ReplaceLineEndings(" ")}");
        }
    }
}
