using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Goes back to the version that ran before, by hand; where that one does not start, forward again.</summary>
internal sealed class RollbackRun(UpdatePlaces places, SystemProgram systemctl, TimeProvider time, TextWriter output)
{
    private const string Unit = "edgepos.service";

    private readonly VersionFolders _versions = new(places.Home);

    /// <summary>Goes back.</summary>
    /// <returns>0; or 1 where the version before does not start, and the newer one runs again.</returns>
    /// <exception cref="ToolFault">There is none to go back to, or it cannot read the ledger.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (_versions.Current is not { } newer || _versions.Previous is not { } older)
            throw new ToolFault(ExitCodes.NoInput, $"{places.Home} has no version before this one; try edgeposctl update FILE.deb");
        RequireReadable(older);
        _versions.Exchange();
        if (await StartAsync(stop) is not { } why)
        {
            Note(newer, older);
            output.WriteLine($"{older} runs. Back to {newer}: edgeposctl rollback");
            return ExitCodes.Ok;
        }

        _versions.Exchange();
        string? still = await StartAsync(stop);
        output.WriteLine($"{older} does not start: {why}");
        output.WriteLine(still is null ? $"{newer} runs again. What {older} said: journalctl -u edgepos"
            : $"{newer} does not start either: {still}. Look: journalctl -u edgepos; edgeposctl doctor");
        return ExitCodes.NotAsItMustBe;
    }

    // A newer program has changed the tables, and what was sold since is in them: an older one must not write there.
    private void RequireReadable(string older)
    {
        string ledger = Path.Combine(places.DataFolder, "ledger.db");
        if (!File.Exists(ledger) || _versions.LedgerSchemaOf(older) is not { } knows)
            return;
        long has = LedgerSchema.Of(ledger);
        if (has <= knows)
            return;
        throw new ToolFault(ExitCodes.NotAsItMustBe, $"the ledger has schema {has}, and {older} knows {knows}: it cannot read what this "
            + "version has written, and going back would lose sales. Nothing was changed. Stay with this version; for a fault in it ask "
            + "for a newer package");
    }

    private async Task<string?> StartAsync(CancellationToken stop)
    {
        var (code, said) = await systemctl.RunAsync(["restart", Unit], stop);
        return code == 0 ? null : said.Trim().ReplaceLineEndings(" ");
    }

    // The daemon must not install again by itself what a person has just left.
    private void Note(string left, string runs)
    {
        var last = File.Exists(places.OutcomeFile) ? UpdateOutcome.Read(File.ReadAllBytes(places.OutcomeFile)) : null;
        string version = $"{VersionFolders.VersionOf(left)}";
        var (order, sha256) = last?.Version == version ? (last.Order, last.Sha256) : (0, "");
        Directory.CreateDirectory(places.OutcomeFolder);
        Disk.Replace(places.OutcomeFile, new UpdateOutcome(order, version, sha256, UpdateResult.WentBack,
            $"{VersionFolders.VersionOf(runs)}", time.GetUtcNow(), "somebody went back by hand (edgeposctl rollback)").Write());
    }
}
