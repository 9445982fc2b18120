namespace EdgePos.Store;

/// <summary>
/// Goods of a basket that are alike: same item, department, tags and price of a piece, or same measure. The engine
/// knows articles only, in an order that follows from what they are, so the order of scanning cannot matter.
/// </summary>
internal sealed class Article
{
    private Article(PromotionLine line, long price, bool measured, ArraySegment<Share> shares)
    {
        (Line, Price, Measured, Shares) = (line, price, measured, shares);
        foreach (var share in shares)
            Pieces += share.Pieces;
    }

    /// <summary>One of its lines: what it is.</summary>
    public PromotionLine Line { get; }

    /// <summary>What one piece costs; of what is measured: the line.</summary>
    public long Price { get; }

    /// <summary>True where a piece is a measured line.</summary>
    public bool Measured { get; }

    /// <summary>All its pieces.</summary>
    public long Pieces { get; }

    /// <summary>Where the pieces are, by the numbers of the lines.</summary>
    public ArraySegment<Share> Shares { get; }

    /// <summary>Of one piece.</summary>
    public long Thousandths => Measured ? Line.Quantity.Thousandths : 1000;

    /// <summary>The articles of the lines that take part.</summary>
    public static List<Article> Of(IReadOnlyList<PromotionLine> lines, Currency currency)
    {
        var shares = new List<Share>(lines.Count + 1);
        for (int i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            Invariant.Check(line.Amount.Currency == currency, "a basket and its promotions have one currency");
            if (line.Promotable && line.Amount.Minor > 0 && line.Quantity.Thousandths > 0)
                Split(line, shares);
        }

        Share[] sorted = [.. shares];
        Array.Sort(sorted, static (a, b) =>
            Compare(a, b) is not 0 and var order ? order : a.Line.Number.CompareTo(b.Line.Number));
        var articles = new List<Article>(sorted.Length);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && Compare(sorted[start], sorted[end]) == 0)
                end++;
            var first = sorted[start];
            articles.Add(new Article(first.Line, first.Price, first.Measured, new(sorted, start, end - start)));
        }

        return articles;
    }

    // A line whose amount is no multiple of its pieces has dearer and cheaper ones, by one minor unit.
    private static void Split(PromotionLine line, List<Share> shares)
    {
        if (line.Quantity is not { Unit: Unit.Each, IsWhole: true })
        {
            shares.Add(new Share(line, line.Amount.Minor, 1, true));
            return;
        }

        long pieces = line.Quantity.Thousandths / 1000;
        var (price, dearer) = Math.DivRem(line.Amount.Minor, pieces);
        if (price > 0)
            shares.Add(new Share(line, price, pieces - dearer, false));
        if (dearer > 0)
            shares.Add(new Share(line, price + 1, dearer, false));
    }

    private static int Compare(in Share a, in Share b)
    {
        int order = string.CompareOrdinal(a.Line.Sku, b.Line.Sku);
        if (order == 0)
            order = string.CompareOrdinal(a.Line.Department, b.Line.Department);
        if (order == 0)
            order = CompareTags(a.Line, b.Line);
        if (order == 0)
            order = a.Measured.CompareTo(b.Measured);
        if (order == 0 && a.Measured)
            order = a.Line.Quantity.Thousandths.CompareTo(b.Line.Quantity.Thousandths);
        return order == 0 ? b.Price.CompareTo(a.Price) : order;
    }

    private static int CompareTags(PromotionLine a, PromotionLine b)
    {
        if (a.Tags == b.Tags)
            return 0;
        for (int i = 0; i < a.Tags.Length && i < b.Tags.Length; i++)
        {
            if (string.CompareOrdinal(a.Tags[i], b.Tags[i]) is not 0 and var order)
                return order;
        }

        return a.Tags.Length.CompareTo(b.Tags.Length);
    }

    /// <summary>Pieces of a line that are alike.</summary>
    internal readonly record struct Share(PromotionLine Line, long Price, long Pieces, bool Measured);
}
