namespace EdgePos.Store;

/// <summary>Dividing an amount to the cent, so that the parts are the whole.</summary>
public static class Shares
{
    /// <summary>
    /// Divides an amount in proportion to weights: each part is rounded down, and the cents that are left go to the parts
    /// that lost most by it, the first of them where they lost alike.
    /// </summary>
    /// <param name="minor">Minor units; may be below zero.</param>
    /// <param name="weights">Zero or more each. Where all are zero the first part gets everything.</param>
    public static long[] Of(long minor, IReadOnlyList<long> weights)
    {
        var sum = weights.Aggregate(Int128.Zero, (all, weight) => all + weight);
        var parts = new long[weights.Count];
        if (sum == 0)
        {
            if (parts.Length > 0)
                parts[0] = minor;
            return parts;
        }

        long sign = minor < 0 ? -1 : 1;
        var whole = Int128.Abs(minor);
        long left = (long)whole;
        var lost = new (Int128 Lost, int Part)[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            var product = whole * weights[i];
            parts[i] = (long)(product / sum);
            lost[i] = (product % sum, i);
            left -= parts[i];
        }

        foreach (var (_, part) in lost.OrderByDescending(one => one.Lost).ThenBy(one => one.Part).Take((int)left))
            parts[part]++;
        for (int i = 0; i < parts.Length; i++)
            parts[i] *= sign;
        return parts;
    }
}
