namespace EdgePos.Store;

/// <summary>Orders that a store prepares: their numbers, and what was picked of them.</summary>
public static class OrderRules
{
    /// <summary>Most lines of an order.</summary>
    public const int MaxLines = 200;

    /// <summary>The longest number, characters.</summary>
    public const int MaxNumberLength = 40;

    /// <summary>The longest name of a place, characters.</summary>
    public const int MaxPlaceLength = 40;

    /// <summary>The longest words with which an order is given up, characters.</summary>
    public const int MaxTextLength = 100;

    internal const string Field = "order_number";

    private const string Signs = "-_./#";

    /// <summary>True for the number of an order: it is printed as a bar code, and typed.</summary>
    public static bool IsNumber(string text) => text.Length is > 0 and <= MaxNumberLength
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || Signs.Contains(letter));

    /// <summary>Whether a text can be the number of an order; null: it can.</summary>
    public static Refusal? CheckNumber(string text) => IsNumber(text) ? null : new Refusal(RefusalCode.FieldInvalid, Field,
        $"{Field} must have 1 to {MaxNumberLength} letters, digits and {Signs} signs");

    /// <summary>What was picked of each line: what the register says, and of the others all.</summary>
    public static Result<IReadOnlyList<PickedGoods>> Pick(IReadOnlyList<OrderedLine> order, IReadOnlyList<SaidPicked> said)
    {
        if (said.Count > MaxLines)
            return new Refusal(RefusalCode.FieldInvalid, "lines", $"lines must have 0 to {MaxLines} rows");
        var picked = order.ToDictionary(line => line.Number, line => new PickedGoods(line, line.Thousandths, ShortReason.None));
        var named = new HashSet<int>();
        for (int i = 0; i < said.Count; i++)
        {
            string at = $"lines[{i}].";
            if (!picked.TryGetValue(said[i].Line, out var line) || !named.Add(said[i].Line))
                return new Refusal(RefusalCode.FieldInvalid, $"{at}line", $"{at}line must be a line of the order, each once");
            if (Check(line.Ordered, said[i], at) is { } wrong)
                return wrong;
            picked[said[i].Line] = line with { Thousandths = said[i].Thousandths, Reason = said[i].Reason };
        }

        return picked.Values.All(line => line.Thousandths == 0)
            ? new Refusal(RefusalCode.OrderEmpty, "lines")
            : picked.Values.OrderBy(line => line.Ordered.Number).ToList();
    }

    /// <summary>What goes from stock with what was picked, by item; the parts of a bundle stand in its place.</summary>
    /// <param name="bundleOf">The parts of an item; none: it is no bundle.</param>
    public static IReadOnlyDictionary<string, long> GoodsOf(
        IEnumerable<PickedGoods> picked, Func<string, IReadOnlyList<BundlePart>> bundleOf)
    {
        var goods = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in picked.Where(line => line.Thousandths > 0))
        {
            var parts = bundleOf(line.Ordered.Sku);
            foreach (var (sku, thousandths) in parts.Count == 0 ? [new BundlePart(line.Ordered.Sku, 1000)] : parts)
            {
                long most = (long)Int128.Min((Int128)line.Thousandths * thousandths / 1000, Quantity.MaxThousandths * (Int128)1000);
                if (most > 0)
                    goods[sku] = goods.GetValueOrDefault(sku) + most;
            }
        }

        return goods;
    }

    private static Refusal? Check(OrderedLine line, SaidPicked said, string at)
    {
        string quantity = $"{at}quantity_thousandths", reason = $"{at}reason";
        if (said.Thousandths < 0 || said.Thousandths > line.Thousandths)
            return new Refusal(RefusalCode.FieldInvalid, quantity, $"{quantity} must be 0 to {line.Thousandths}, which was ordered");
        if (line.WholePieces && said.Thousandths % 1000 != 0)
            return new Refusal(RefusalCode.QuantityNotWhole, quantity);
        if (!Enum.IsDefined(said.Reason) || (said.Reason != ShortReason.None) != (said.Thousandths < line.Thousandths))
        {
            return new Refusal(RefusalCode.FieldInvalid, reason,
                $"{reason} must be one of the list where less was picked than was ordered, and absent where all was");
        }

        return null;
    }
}
