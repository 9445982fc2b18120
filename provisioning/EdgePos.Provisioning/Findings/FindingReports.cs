using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgePos.Provisioning;

/// <summary>What `status --json` writes.</summary>
/// <param name="At">When, by this machine's clock.</param>
/// <param name="Box">Tenant, store and box; empty: it did not say.</param>
/// <param name="Version">Version of the daemon.</param>
/// <param name="Sells">True: the box can sell.</param>
/// <param name="NeedsPerson">True: something is to be done; the exit code is 1.</param>
/// <param name="Findings">What was looked at.</param>
internal sealed record StatusReport(
    DateTimeOffset At, string Box, string Version, bool Sells, bool NeedsPerson, IReadOnlyList<Finding> Findings);

/// <summary>What `doctor --json` writes.</summary>
/// <param name="At">When, by this machine's clock.</param>
/// <param name="DataFolder">Which folder was looked at.</param>
/// <param name="NeedsPerson">True: something is to be done; the exit code is 1.</param>
/// <param name="Findings">What was looked at.</param>
internal sealed record DoctorReport(DateTimeOffset At, string DataFolder, bool NeedsPerson, IReadOnlyList<Finding> Findings);

/// <summary>The reports as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class FindingReports : JsonSerializerContext
{
    /// <summary>A status as JSON.</summary>
    public static string Write(StatusReport report) => JsonSerializer.Serialize(report, Readable().StatusReport);

    /// <summary>What a doctor found as JSON.</summary>
    public static string Write(DoctorReport report) => JsonSerializer.Serialize(report, Readable().DoctorReport);

    // It goes to a terminal or a file, never into a page: an apostrophe stays one.
    private static FindingReports Readable() => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
