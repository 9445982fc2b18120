using EdgePos.V1;

namespace EdgePos.Relay;

/// <summary>How the link to head office is, at a moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why, in words for an operator.</param>
public sealed record RelayStatus(LinkState State, string Reason);
