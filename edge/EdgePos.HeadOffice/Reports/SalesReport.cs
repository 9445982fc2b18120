using System.Data.Common;
using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>Sales, added up by what is asked.</summary>
internal static class SalesReport
{
    private const string Sums = """
        CAST(sum(quantity) AS bigint), CAST(sum(total_minor - tax_minor) AS bigint), CAST(sum(tax_minor) AS bigint)
        """;

    private const string LineSums = """
        CAST(sum(quantity) AS bigint), CAST(sum(net_minor) AS bigint), CAST(sum(tax_minor) AS bigint)
        """;

    private const string Wanted = "WHERE tenant = $1 AND at_us >= $2 AND at_us < $3 AND ($4 = '' OR store = $4)";

    // Hours and days begin on quarters of an hour in every time zone of today; the database adds those up.
    private const long QuarterUs = 15 * 60 * 1_000_000L;

    private static readonly DateTime LastYear = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private sealed record Sum(string Key, string Currency, long Sales, long Quantity, long Net, long Tax)
    {
        public SalesRow ToRow() => new()
        {
            Key = Key,
            Sales = Sales,
            QuantityThousandths = Quantity,
            Net = new Money { Minor = Net, Currency = Currency },
            Tax = new Money { Minor = Tax, Currency = Currency },
            Gross = new Money { Minor = checked(Net + Tax), Currency = Currency },
        };
    }

    /// <summary>The rows that are asked for.</summary>
    /// <exception cref="ArgumentException">There is no such grouping or time zone.</exception>
    public static IEnumerable<SalesRow> Rows(DbConnection books, string tenant, SalesByRequest request)
    {
        object[] wanted = [tenant, request.FromUs, request.UntilUs == 0 ? long.MaxValue : request.UntilUs, request.Store];
        var rows = request.Grouping switch
        {
            SalesGrouping.Hour => Local(books, wanted, request.TimeZone, "HH"),
            SalesGrouping.Day => Local(books, wanted, request.TimeZone, "yyyy-MM-dd"),
            SalesGrouping.Item => Largest(books, wanted, OfLines("sku")),
            SalesGrouping.Store => Largest(books, wanted, OfSales("store")),
            SalesGrouping.Employee => Largest(books, wanted, OfSales("employee")),
            SalesGrouping.Department => Largest(books, wanted, OfLines("department")),
            _ => throw new ArgumentException("the grouping must be hour, day, item, store, employee or department"),
        };
        return rows.Take(request.Limit > 0 ? request.Limit : int.MaxValue).Select(sum => sum.ToRow());
    }

    private static string OfSales(string key) => $"""
        SELECT {key}, currency, count(*), {Sums} FROM sales JOIN streams USING (stream) {Wanted} GROUP BY {key}, currency
        """;

    // Of a sale the lines of one key are counted once.
    private static string OfLines(string key) => $"""
        SELECT {key}, currency, count(*), {LineSums} FROM (
            SELECT {key}, currency, stream, l.seq, sum(quantity) AS quantity, sum(net_minor) AS net_minor, sum(tax_minor) AS tax_minor
            FROM sale_lines l JOIN streams USING (stream) {Wanted} GROUP BY {key}, currency, stream, l.seq) AS by_sale
        GROUP BY {key}, currency
        """;

    private static IEnumerable<Sum> Largest(DbConnection books, object[] wanted, string sql) => books
        .Query(sql, row => new Sum(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
            wanted)
        .OrderBy(sum => sum.Currency, StringComparer.Ordinal).ThenByDescending(sum => (Int128)sum.Net + sum.Tax)
        .ThenBy(sum => sum.Key, StringComparer.Ordinal);

    private static IEnumerable<Sum> Local(DbConnection books, object[] wanted, string zoneName, string format)
    {
        var zone = ZoneOf(zoneName);
        return books.Query($"""
            SELECT at_us / {QuarterUs}, currency, count(*), {Sums} FROM sales JOIN streams USING (stream) {Wanted} GROUP BY 1, 2
            """, row => new Sum(KeyOf(row.GetInt64(0) * QuarterUs, zone, format), row.GetString(1), row.GetInt64(2), row.GetInt64(3),
            row.GetInt64(4), row.GetInt64(5)), wanted)
            .GroupBy(sum => (sum.Key, sum.Currency))
            .Select(same => same.Aggregate((a, b) => checked(a with
            {
                Sales = a.Sales + b.Sales,
                Quantity = a.Quantity + b.Quantity,
                Net = a.Net + b.Net,
                Tax = a.Tax + b.Tax,
            })))
            .OrderBy(sum => sum.Key, StringComparer.Ordinal).ThenBy(sum => sum.Currency, StringComparer.Ordinal);
    }

    private static string KeyOf(long us, TimeZoneInfo zone, string format)
    {
        // A box without a clock may say anything; no time zone knows those years.
        bool isSense = us >= 0 && us < (LastYear - DateTime.UnixEpoch).TotalMicroseconds;
        var at = isSense ? DateTime.UnixEpoch.AddMicroseconds(us) : DateTime.UnixEpoch;
        return TimeZoneInfo.ConvertTimeFromUtc(at, zone).ToString(format, CultureInfo.InvariantCulture);
    }

    private static TimeZoneInfo ZoneOf(string name)
    {
        try
        {
            return name.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException or IOException
            or System.Security.SecurityException)
        {
            throw new ArgumentException($"there is no time zone {name} here", unknown);
        }
    }
}
