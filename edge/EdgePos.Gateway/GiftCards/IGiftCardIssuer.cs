using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Whoever issues gift cards and knows what is on them. The store's own cards are in its ledger, which takes money off them in
/// the transaction of the sale. A provider's cards would be asked for here, and charged as a bank card is: the intent in the
/// journal first.
/// </summary>
internal interface IGiftCardIssuer
{
    /// <summary>True for a number that is, or may become, the number of one of its cards.</summary>
    bool Owns(string number);

    /// <summary>
    /// A card as it is now; null: none of that number was issued. May ask another machine, so it is never called from the
    /// counter's loop.
    /// </summary>
    ValueTask<GiftCard?> FindAsync(string number, CancellationToken cancellation);
}
