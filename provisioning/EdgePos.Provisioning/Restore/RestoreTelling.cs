using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>What became of a restore, and what is left for a person.</summary>
/// <param name="Backup">What the backup says of itself.</param>
/// <param name="Verdict">What head office has.</param>
/// <param name="Begun">The ledger that the box goes on in.</param>
/// <param name="Registers">Those that belong to the box.</param>
/// <param name="HasAuthority">True where they know the box by the key in the backup.</param>
/// <param name="SetAside">Folder with what lay in the data folder; null: nothing did.</param>
/// <param name="Settings">So many files of settings were put in their place.</param>
internal sealed record RestoreTelling(
    BackupHeader Backup, HeadOfficeVerdict Verdict, EpochBegun Begun, IReadOnlyList<RegisterRow> Registers, bool HasAuthority,
    string? SetAside, int Settings)
{
    private long UnknownFrom => Verdict.KnownTo < Backup.Head.Seq ? Verdict.KnownTo + 1 : 0;

    /// <summary>Which entries are at head office alone.</summary>
    public static string Alone(HeadOfficeVerdict verdict, BackupHeader backup) =>
        verdict.AloneFrom > backup.Head.Seq || verdict.Mark is not { Epoch.Length: > 0 } mark
        || mark.Epoch.AsSpan().SequenceEqual(backup.Head.Epoch)
            ? $"entries {verdict.AloneFrom} to {verdict.AloneTo}"
            : $"entries 1 to {verdict.AloneTo} of the ledger {Convert.ToHexStringLower(mark.Epoch)}, which is not the backup's,";

    /// <summary>The same for a program.</summary>
    public RestoreReport ToReport(string dataFolder) => new(
        $"{Backup.Box.Tenant}/{Backup.Box.Store}/{Backup.Box.Box}", Backup.Made, Convert.ToHexStringLower(Backup.Head.Epoch),
        Backup.Head.Seq, Begun.Epoch, Verdict.Mark?.Seq, Verdict.AloneFrom, Verdict.AloneTo, UnknownFrom,
        UnknownFrom > 0 ? Backup.Head.Seq : 0, Begun.Before.Receipts.ToDictionary(last => last.Register, last => last.Last),
        [.. Registers.Select(row => row.Register)], OldLedger(dataFolder), SetAside, Settings);

    /// <summary>A line for each.</summary>
    public void Write(TextWriter output, RestoreOrder order, DateTimeOffset now)
    {
        output.WriteLine($"{Backup.Box.Tenant}/{Backup.Box.Store}/{Backup.Box.Box}, a backup of {Shown.Moment(Backup.Made)} "
            + $"({Shown.Span(now - Backup.Made)} ago) by EdgePos {Backup.Program}; the ledger up to entry {Backup.Head.Seq}; all is sound");
        output.WriteLine(Verdict.Mark is { } mark ? $"head office has confirmed entry {mark.Seq}"
            : Verdict.HasHeadOffice ? "head office was not asked" : "no head office is set up: what was sold since is on paper alone");
        if (Verdict.IsBehind)
            output.WriteLine($"{Alone(Verdict, Backup)} are at head office alone: this box does not know those sales");
        if (UnknownFrom > 0)
        {
            output.WriteLine($"entries {UnknownFrom} to {Backup.Head.Seq} had not come to head office, as far as is known, and will not "
                + "come by themselves: they are in the old ledger, for whoever keeps the books (edgeposctl ledger export)");
        }

        output.WriteLine($"restored to {order.DataFolder}" + (SetAside is null ? "" : $"; what lay there is kept in {SetAside}"));
        output.WriteLine($"the old ledger is kept as {OldLedger(order.DataFolder)}");
        output.WriteLine($"{Shown.Count(Settings, "file", "files")} put into {order.SettingsFolder}");
        foreach (var last in Begun.Before.Receipts)
        {
            string register = last.Register == 0 ? "every other register" : $"register {last.Register}";
            output.WriteLine($"receipts of {register} go on after {last.Last}");
        }

        output.WriteLine(TextOfRegisters());
        output.WriteLine("baskets that were open and receipts that waited for a printer are not taken over; tills are opened anew, and "
            + "employees begin with the PIN that they were given");
        foreach (var payment in Begun.Before.Payments)
            output.WriteLine(NewEpochRun.SentenceOf(payment));
        output.WriteLine($"the box now writes the ledger {Begun.Epoch}; start the daemon: systemctl start edgepos");
    }

    private string TextOfRegisters()
    {
        if (Registers.Count == 0)
            return "no register was paired with this box";
        string numbers = string.Join(", ", Registers.Select(row => row.Register));
        return HasAuthority
            ? $"registers {numbers} belong to the box as before; whoever was shut out since the backup is to be shut out again: "
                + "edgeposctl registers revoke NUMBER"
            : $"registers {numbers} belonged to the box. Its root key is not in the backup, so where this machine does not have it as a "
                + "credential they are paired again: edgeposctl registers pair NAME --number NUMBER";
    }

    private string? OldLedger(string dataFolder) =>
        Begun.Aside is { } aside ? Path.Combine(dataFolder, Path.GetFileName(aside)) : null;
}
