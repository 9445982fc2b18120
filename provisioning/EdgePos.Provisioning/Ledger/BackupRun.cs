using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Copies a ledger and proves the copy.</summary>
internal sealed class BackupRun(string path, string copy, TextWriter output)
{
    /// <summary>Makes the copy.</summary>
    /// <returns>0; or 1 where the ledger is not sound, and there is no copy.</returns>
    public int Run(IProgress<CheckProgress> progress, CancellationToken stop)
    {
        var result = LedgerBackup.Make(path, copy, progress, stop);
        VerifyRun.Tell(result, null, output);
        output.WriteLine(result.IsSound ? $"copied to {copy}"
            : $"no backup was made: a copy that is not sound is none. {path} is as it was");
        return result.IsSound ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }
}
