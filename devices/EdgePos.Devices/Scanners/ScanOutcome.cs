namespace EdgePos.Devices;

/// <summary>What came of something that was scanned.</summary>
/// <param name="Code">The code; null: it did not come through whole.</param>
/// <param name="Lost">Why not; empty where it did.</param>
internal sealed record ScanOutcome(Scanned? Code, string Lost = "");
