using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>What sales brought beyond what the goods cost. Where no cost is known, nothing is assumed: it is named.</summary>
internal static class MarginReport
{
    private const int NamedMax = 100;

    // A cost holds until the next one of its item begins.
    private const string Query = """
        WITH priced AS (
            SELECT sku, currency, cost_minor, valid_from_us,
                lead(valid_from_us, 1, 9223372036854775807) OVER (PARTITION BY sku, currency ORDER BY valid_from_us) AS until_us
            FROM costs WHERE tenant = $1)
        SELECT l.sku, l.currency, coalesce(p.cost_minor, -1), CAST(sum(l.quantity) AS bigint), CAST(sum(l.net_minor) AS bigint)
        FROM sale_lines l JOIN streams s ON s.stream = l.stream
            LEFT JOIN priced p ON p.sku = l.sku AND p.currency = l.currency AND l.at_us >= p.valid_from_us AND l.at_us < p.until_us
        WHERE s.tenant = $1 AND l.at_us >= $2 AND l.at_us < $3 AND ($4 = '' OR s.store = $4)
        GROUP BY 1, 2, 3
        """;

    private sealed record Part(string Sku, string Currency, long CostMinor, long Quantity, long Net)
    {
        public bool IsPriced => CostMinor >= 0;

        // Thousandths of a minor unit, so that parts add up before they are rounded.
        public Int128 Cost => (Int128)CostMinor * Quantity;
    }

    /// <summary>The margins that are asked for.</summary>
    public static MarginsResponse Of(DbConnection books, string tenant, MarginsRequest request)
    {
        var parts = books.Query(Query,
            row => new Part(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
            tenant, request.FromUs, request.UntilUs == 0 ? long.MaxValue : request.UntilUs, request.Store).ToLookup(part => part.IsPriced);
        var response = new MarginsResponse();
        response.Rows.AddRange(parts[true].GroupBy(part => (part.Sku, part.Currency))
            .Select(same => RowOf(same.Key.Sku, same.Key.Currency, same))
            .OrderBy(row => row.Net.Currency, StringComparer.Ordinal).ThenByDescending(row => row.Margin.Minor)
            .ThenBy(row => row.Sku, StringComparer.Ordinal)
            .Take(request.Limit > 0 ? request.Limit : int.MaxValue));
        response.Totals.AddRange(parts[true].GroupBy(part => part.Currency).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => RowOf("", same.Key, same)));

        string[] without = [.. parts[false].Select(part => part.Sku).Distinct().Order(StringComparer.Ordinal)];
        response.ItemsWithoutCost = without.Length;
        response.WithoutCost.AddRange(without.Take(NamedMax));
        response.NetWithoutCost.AddRange(parts[false].GroupBy(part => part.Currency).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new Money { Minor = same.Aggregate(0L, (sum, part) => checked(sum + part.Net)), Currency = same.Key }));
        return response;
    }

    private static MarginRow RowOf(string sku, string currency, IEnumerable<Part> parts)
    {
        long quantity = 0, net = 0;
        Int128 cost = 0;
        foreach (var part in parts)
            (quantity, net, cost) = checked((quantity + part.Quantity, net + part.Net, cost + part.Cost));
        long costMinor = checked((long)decimal.Round((decimal)cost / 1000, MidpointRounding.ToEven));
        return new MarginRow
        {
            Sku = sku,
            QuantityThousandths = quantity,
            Net = new Money { Minor = net, Currency = currency },
            Cost = new Money { Minor = costMinor, Currency = currency },
            Margin = new Money { Minor = checked(net - costMinor), Currency = currency },
        };
    }
}
