using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>How an offer takes goods.</summary>
internal enum Shape
{
    /// <summary>Each by itself, as often as there are goods.</summary>
    Piece,

    /// <summary>Pieces together, or a limited number by themselves.</summary>
    Group,

    /// <summary>All at once.</summary>
    Whole,
}

/// <summary>A promotion as its book has it: its place in the order, and its parts ready to be found.</summary>
internal sealed class BookedPromotion
{
    public BookedPromotion(Promotion promotion, int rank)
    {
        (Promotion, Rank) = (promotion, rank);
        bool ofPieces = promotion.Offer is PercentOff or AmountOff or FixedPrice;
        Shape = promotion.Offer is CheapestFree or BasketPercent or BasketAmount ? Shape.Whole
            : ofPieces && promotion.MaxTimes is null ? Shape.Piece : Shape.Group;
        TakesMeasured = ofPieces || promotion.Offer is BasketPercent or BasketAmount;
        Terms = Shape == Shape.Group ? GroupTerms.Of(promotion.Offer) : null;
        Marks = promotion.Combination switch
        {
            Combination.Combinable => Standing.Touched,
            Combination.Exclusive => Standing.Touched | Standing.Taken,
            Combination.Alone => Standing.Touched | Standing.Taken | Standing.Alone,
        };

        ImmutableArray<ItemSelector> parts = promotion.Offer switch
        {
            BuyXGetY { From: { } from } => [promotion.Items, from],
            SetForPrice set => [promotion.Items, .. set.Others.Select(part => part.From)],
            _ => [promotion.Items],
        };
        if (promotion.Threshold is { } threshold)
        {
            ThresholdPart = parts.Length;
            parts = parts.Add(threshold.In ?? promotion.Items);
        }

        Parts = [.. parts.Select(selector => new BookedPart(selector))];
    }

    public Promotion Promotion { get; }

    /// <summary>Its place: priority, then those that compete before those that combine, then its code.</summary>
    public int Rank { get; }

    public Shape Shape { get; }

    /// <summary>What a group takes; only of a group offer.</summary>
    public GroupTerms? Terms { get; }

    /// <summary>True where goods by measure take part.</summary>
    public bool TakesMeasured { get; }

    /// <summary>How the pieces stand that took part.</summary>
    public Standing Marks { get; }

    /// <summary>The promotion's items, what its offer takes besides, and last what its threshold counts.</summary>
    public BookedPart[] Parts { get; }

    /// <summary>The part that the threshold counts; -1: none.</summary>
    public int ThresholdPart { get; } = -1;

    /// <summary>What a piece offer takes off one piece.</summary>
    /// <param name="thousandths">1000, or the measure.</param>
    public long PieceOff(long left, long thousandths) => Promotion.Offer switch
    {
        PercentOff percent => Rounding.MulDiv(left, percent.Off.Ppm, Rate.Whole),
        AmountOff amount => Math.Min(left, Rounding.MulDiv(amount.Off.Minor, thousandths, 1000)),
        FixedPrice price => Math.Max(0, left - Rounding.MulDiv(price.Price.Minor, thousandths, 1000)),
        _ => 0,
    };

    /// <summary>Whether it holds for who buys, now.</summary>
    public bool HoldsFor(PromotionContext context) =>
        Promotion.Schedule.HoldsAt(context.Local)
        && (Promotion.Groups.Length == 0 || Promotion.Groups.Any(context.Groups.Contains))
        && (Promotion.Coupon.Length == 0 || context.Coupons.Contains(Promotion.Coupon));
}

/// <summary>A selector of a promotion with what it excepts ready to be asked.</summary>
internal sealed class BookedPart(ItemSelector selector)
{
    private readonly HashSet<string>? _skus = SetOf(selector.ExceptSkus);
    private readonly HashSet<string>? _departments = SetOf(selector.ExceptDepartments);
    private readonly HashSet<string>? _tags = SetOf(selector.ExceptTags);

    public ItemSelector Selector => selector;

    public bool HasExceptions => _skus is not null || _departments is not null || _tags is not null;

    public bool Excepts(PromotionLine line)
    {
        if (_skus?.Contains(line.Sku) == true || _departments?.Contains(line.Department) == true)
            return true;
        if (_tags is not null)
        {
            foreach (string tag in line.Tags)
            {
                if (_tags.Contains(tag))
                    return true;
            }
        }

        return false;
    }

    private static HashSet<string>? SetOf(ImmutableArray<string> names) =>
        names.Length == 0 ? null : new HashSet<string>(names, StringComparer.Ordinal);
}
