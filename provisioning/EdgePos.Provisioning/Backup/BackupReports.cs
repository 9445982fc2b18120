using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgePos.Provisioning;

/// <summary>What `backup --json` writes.</summary>
/// <param name="File">The backup, a whole path on the box.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="JournalSeq">The last entry of the ledger in it.</param>
/// <param name="Dropped">So many old ones were dropped.</param>
internal sealed record BackupReport(string File, long Bytes, long JournalSeq, int Dropped);

/// <summary>What `restore --json` writes.</summary>
/// <param name="Box">Tenant, store and box.</param>
/// <param name="Made">When the backup was made.</param>
/// <param name="OldEpoch">Epoch of the ledger in it, hexadecimal.</param>
/// <param name="OldSeq">Its last entry.</param>
/// <param name="Epoch">Epoch of the ledger that the box writes now, hexadecimal.</param>
/// <param name="HeadOfficeSeq">What head office had confirmed, of whichever ledger it has; null: it was not asked.</param>
/// <param name="AtHeadOfficeAloneFrom">The first entry that only head office has; 0: none.</param>
/// <param name="AtHeadOfficeAloneTo">The last one; 0: none.</param>
/// <param name="NotAtHeadOfficeFrom">The first entry of the backup that head office did not have; 0: none is known.</param>
/// <param name="NotAtHeadOfficeTo">The last one; 0: none is known.</param>
/// <param name="Receipts">Receipts go on after these numbers, by register; 0: every other one.</param>
/// <param name="Registers">Numbers of the registers that belong to the box without being paired again.</param>
/// <param name="OldLedger">File with the ledger of the backup.</param>
/// <param name="SetAside">Folder with what lay in the data folder; null: nothing did.</param>
/// <param name="SettingsFiles">So many files of settings were put in their place.</param>
internal sealed record RestoreReport(
    string Box, DateTimeOffset Made, string OldEpoch, long OldSeq, string Epoch, long? HeadOfficeSeq, long AtHeadOfficeAloneFrom,
    long AtHeadOfficeAloneTo, long NotAtHeadOfficeFrom, long NotAtHeadOfficeTo, IReadOnlyDictionary<int, long> Receipts,
    IReadOnlyList<int> Registers, string? OldLedger, string? SetAside, int SettingsFiles);

/// <summary>The reports as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BackupReport))]
[JsonSerializable(typeof(RestoreReport))]
internal sealed partial class BackupReports : JsonSerializerContext
{
    /// <summary>A backup as JSON.</summary>
    public static string Write(BackupReport report) => JsonSerializer.Serialize(report, Readable().BackupReport);

    /// <summary>What was restored as JSON.</summary>
    public static string Write(RestoreReport report) => JsonSerializer.Serialize(report, Readable().RestoreReport);

    // It goes to a terminal or a file, never into a page: an apostrophe stays one.
    private static BackupReports Readable() => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
