using System.Collections.Immutable;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The store's own gift cards: what is on them follows from its journal.</summary>
internal sealed class StoreGiftCards(LedgerReader ledger, IOptions<BarcodeOptions> options) : IGiftCardIssuer
{
    private readonly ImmutableArray<string> _begins =
        [.. options.Value.ToPrefixes().Where(prefix => prefix.Kind == ScanKind.GiftCard).Select(prefix => prefix.Begins)];

    /// <inheritdoc/>
    public bool Owns(string number) =>
        _begins.IsEmpty || _begins.Any(begins => number.StartsWith(begins, StringComparison.Ordinal));

    /// <inheritdoc/>
    public ValueTask<GiftCard?> FindAsync(string number, CancellationToken cancellation) => new(ledger.FindGiftCard(number));
}
