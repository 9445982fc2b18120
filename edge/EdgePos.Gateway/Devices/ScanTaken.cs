using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>A scan that the box took to a basket by itself.</summary>
/// <param name="Scanned">What was scanned.</param>
/// <param name="Basket">The basket.</param>
/// <param name="Refusal">Stable code of why it was not added; empty: it was.</param>
/// <param name="Sentence">The same in words; empty: it was.</param>
internal sealed record ScanTaken(Scanned Scanned, Guid Basket, string Refusal, string Sentence) : DeviceFact;
