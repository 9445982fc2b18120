using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What a promotion offers: one of the records below, of three shapes.</summary>
/// <remarks>
/// Piece offers lower the price of each piece, rounded once a piece, and of each measured line, rounded once a line.
/// Group offers take whole pieces together. Whole offers take all matching goods of the basket at once.
/// </remarks>
public abstract record Offer
{
    private protected Offer()
    {
    }
}

/// <summary>A piece offer: a percentage off.</summary>
/// <remarks>One that combines is rounded once over all pieces that something came off before.</remarks>
public sealed record PercentOff(Rate Off) : Offer;

/// <summary>A piece offer: an amount off each piece, or each unit of measure; never more than it costs.</summary>
public sealed record AmountOff(Money Off) : Offer;

/// <summary>A piece offer: each piece, or each unit of measure, at a price, where that is less.</summary>
public sealed record FixedPrice(Money Price) : Offer;

/// <summary>A group offer: so many pieces, mixed at will, for a price.</summary>
public sealed record NForPrice(int Pieces, Money Price) : Offer;

/// <summary>A group offer: of so many pieces, mixed at will, the dearest are paid, the rest is free: 3 for 2.</summary>
/// <remarks>Groups are formed as is best for the customer: the dearest pieces together.</remarks>
public sealed record NForM(int Pieces, int Paid) : Offer;

/// <summary>A group offer: who buys so many gets so many others cheaper: the second at half price.</summary>
/// <param name="Buy">Pieces of the promotion's items.</param>
/// <param name="Get">Pieces that are lowered in price.</param>
/// <param name="Off">100 % is free.</param>
/// <param name="From">What they are chosen from; null: the promotion's items, the cheapest of the group.</param>
public sealed record BuyXGetY(int Buy, int Get, Rate Off, ItemSelector? From = null) : Offer;

/// <summary>A group offer: pieces of several kinds together for a price: sandwich, drink and crisps.</summary>
/// <param name="Pieces">Pieces of the promotion's items.</param>
/// <param name="Others">What belongs to it besides.</param>
/// <param name="Price">What all of it costs.</param>
public sealed record SetForPrice(int Pieces, ImmutableArray<SetPart> Others, Money Price) : Offer;

/// <summary>So many pieces of a set, chosen from these.</summary>
public sealed record SetPart(int Pieces, ItemSelector From);

/// <summary>A whole offer: for every so many pieces so many are free, the cheapest of all that take part.</summary>
/// <remarks>Unlike <see cref="NForM"/> the store chooses: dear pieces do not make dear pieces free.</remarks>
public sealed record CheapestFree(int Pieces, int Free) : Offer;

/// <summary>A whole offer: a percentage off the sum, rounded once.</summary>
public sealed record BasketPercent(Rate Off) : Offer;

/// <summary>A whole offer: an amount off the sum. With a limit above one: each time the threshold is spent.</summary>
public sealed record BasketAmount(Money Off) : Offer;
