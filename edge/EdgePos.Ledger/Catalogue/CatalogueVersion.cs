using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>A version of the price book that is kept.</summary>
/// <param name="Version">First 16 hex digits of the SHA-256 of its content.</param>
/// <param name="Items">How many items are in it.</param>
/// <param name="Currency">The currency of its prices.</param>
/// <param name="MadeCurrentUs">When it was last made current, UTC microseconds; 0: it never was, or that is not known.</param>
/// <param name="Command">The command that rolled back to it; all zero where an import made it current.</param>
/// <param name="IsCurrent">True for the one that is sold from.</param>
public sealed record CatalogueVersion(
    string Version, long Items, Currency Currency, long MadeCurrentUs, Guid Command, bool IsCurrent);
