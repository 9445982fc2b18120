using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Proves a ledger and says what was found.</summary>
/// <param name="mark">What somebody else holds of it; null: nobody was asked.</param>
internal sealed class VerifyRun(string path, JournalMark? mark, TextWriter output)
{
    /// <summary>Checks all of it.</summary>
    /// <returns>0; or 1 where something is wrong.</returns>
    public int Run(IProgress<CheckProgress> progress, CancellationToken stop)
    {
        var result = LedgerCheck.Run(path, mark, progress, stop);
        Tell(result, mark, output);
        return result.IsSound ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    /// <summary>What was checked, and what was found.</summary>
    public static void Tell(CheckResult result, JournalMark? mark, TextWriter output)
    {
        if (result.Head is { } head)
        {
            output.WriteLine($"entries      {head.Seq}");
            output.WriteLine($"sales        {result.Sales}");
            string signed = result.SignedUpTo > 0 ? $", signed up to entry {result.SignedUpTo}" : "";
            output.WriteLine($"checkpoints  {result.Checkpoints}{signed}");
            output.WriteLine($"head         {head.Seq}:{Convert.ToHexStringLower(head.Hash)}");
            if (mark is not null)
                output.WriteLine($"expected     {mark.Seq}:{Convert.ToHexStringLower(mark.Hash)}");
        }

        foreach (var finding in result.Findings)
            output.WriteLine(finding);
        if (result.FindingsInAll > result.Findings.Count)
            output.WriteLine($"... and {result.FindingsInAll - result.Findings.Count} more; most follow from the first");
        output.WriteLine(result.IsSound ? "sound"
            : "NOT SOUND: keep the file as it is, take a copy of the whole folder, and call whoever keeps the books");
    }
}
