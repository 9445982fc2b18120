using EdgePos.Ledger;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>The backups of a box: whether there are any, how old the last good one is, and why there is none since.</summary>
internal static class BackupFinding
{
    private const string SetUp = "plug a stick in, make a key away from the box (edgeposctl backup new-key FILE), and set Backup:KeyFile "
        + "and Backup:Folder (edgeposctl config set)";

    // A day, and half of one for a box that was off.
    private static readonly TimeSpan Late = TimeSpan.FromHours(36), MuchTooLate = TimeSpan.FromDays(7);

    /// <summary>Of a status.</summary>
    public static Finding Of(BoxStatus box, DateTimeOffset now)
    {
        if (box.Backup is not { } backup)
            return Finding.NotSeen("this daemon does not tell of backups") with { Name = "backup" };
        if (!backup.IsSetUp)
        {
            bool isDemo = box.ServerCertificateUntilUs == 0;
            return None(hasOtherCopy: isDemo || box.HeadOffice != LinkState.Off) with { Name = "backup" };
        }

        var notes = new BackupNotes(
            backup.LastGoodUs, backup.LastGoodFile, backup.LastGoodBytes, backup.LastTryUs, backup.Trouble);
        return Of(notes, now) with { Name = "backup" };
    }

    /// <summary>Of a machine whose daemon may be down.</summary>
    public static Finding Look(Patient patient)
    {
        string folder = patient.Settings["Backup:Folder"];
        if (folder.Length == 0)
            return None(hasOtherCopy: patient.Settings["Relay:BrokerHost"].Length > 0);
        var finding = Of(BackupNotes.Read(patient.FileOf(BackupNotes.FileName)), patient.Machine.Time.GetUtcNow());
        bool mayBeOwn = patient.Settings["Backup:OwnDisk"].Equals("true", StringComparison.OrdinalIgnoreCase);
        string trouble = !Directory.Exists(folder) ? $"{folder} is not there"
            : !mayBeOwn && Disk.DeviceOf(folder) == Disk.DeviceOf(patient.DataFolder) ? $"no stick is mounted at {folder}"
            : !File.Exists(patient.Settings["Backup:KeyFile"]) ? $"the key {patient.Settings["Backup:KeyFile"]} is not there" : "";
        return trouble.Length == 0 ? finding : Finding.Worst("", [finding, Finding.Look(trouble,
            "plug the stick in, or put the key there: then try it, edgeposctl backup")]) with
        { Figures = finding.Figures };
    }

    private static Finding None(bool hasOtherCopy) => hasOtherCopy ? Finding.Well("no backup is set up")
        : Finding.Look("no backup is set up, and no head office: all that was sold is on this one disk", SetUp);

    private static Finding Of(BackupNotes notes, DateTimeOffset now)
    {
        var age = now - Shown.Time(notes.GoodUs);
        string last = notes.GoodUs == 0 ? "there is no backup yet"
            : $"{notes.File} of {Shown.Moment(Shown.Time(notes.GoodUs))} ({Shown.Span(age)} ago), {Shown.Size(notes.Bytes)}";
        string since = notes.Trouble.Length == 0 ? "" : $"; none since, tried {Shown.Moment(Shown.Time(notes.TriedUs))}: {notes.Trouble}";
        const string advice = "see to the stick, then try it: edgeposctl backup";
        return (notes is { GoodUs: 0, Trouble.Length: 0 } ? Finding.Well($"{last}; the first is made soon")
            : notes.GoodUs == 0 || age > MuchTooLate ? Finding.Bad(last + since, advice)
            : age > Late || notes.Trouble.Length > 0 ? Finding.Look(last + since, advice)
            : Finding.Well(last)) with
        {
            Figures = new Dictionary<string, long> { ["last_good_us"] = notes.GoodUs, ["bytes"] = notes.Bytes },
        };
    }
}
