namespace EdgePos.Store;

/// <summary>Why less was picked than was ordered. The numbers are those of the protos.</summary>
public enum ShortReason
{
    /// <summary>All was picked.</summary>
    None = 0,

    /// <summary>There is none, or not enough.</summary>
    OutOfStock = 1,

    /// <summary>What there is is damaged.</summary>
    Damaged = 2,

    /// <summary>What there is is past its date, or too near to it.</summary>
    Expired = 3,

    /// <summary>It was not found where it should be.</summary>
    NotFound = 4,
}

/// <summary>A line of an order.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Sku">The item.</param>
/// <param name="Thousandths">How much is ordered.</param>
/// <param name="WholePieces">True where the item is sold by piece.</param>
public sealed record OrderedLine(int Number, string Sku, long Thousandths, bool WholePieces);

/// <summary>What was picked of a line of an order.</summary>
/// <param name="Ordered">The line.</param>
/// <param name="Thousandths">How much was picked: zero to what was ordered.</param>
/// <param name="Reason">Why it is less.</param>
public sealed record PickedGoods(OrderedLine Ordered, long Thousandths, ShortReason Reason);

/// <summary>What a register says of a line that was picked.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Thousandths">How much was picked.</param>
/// <param name="Reason">Why it is less than was ordered, where it is.</param>
public readonly record struct SaidPicked(int Line, long Thousandths, ShortReason Reason);
