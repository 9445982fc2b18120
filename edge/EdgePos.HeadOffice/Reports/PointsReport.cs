using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>Customers' points, added up over the journals of all stores.</summary>
internal static class PointsReport
{
    /// <summary>The rows, by the customer's number.</summary>
    /// <param name="belowZero">True: only those who spent more than there was.</param>
    public static IEnumerable<PointsRow> Rows(DbConnection books, string tenant, bool belowZero) => books.Query($"""
        SELECT moved.customer, moved.points, moved.stores, customers.row FROM (
            SELECT customer, CAST(sum(points) AS bigint) AS points, count(DISTINCT store) AS stores
            FROM customer_points JOIN streams USING (stream) WHERE tenant = $1 GROUP BY customer
        ) AS moved LEFT JOIN customers ON customers.tenant = $1 AND customers.number = moved.customer
        {(belowZero ? "WHERE moved.points < 0" : "")} ORDER BY moved.customer
        """, row => new PointsRow
    {
        Customer = row.GetString(0),
        Points = row.GetInt64(1),
        Stores = row.GetInt64(2),
        Name = row.IsDBNull(3) ? "" : Customer.Parser.ParseFrom(row.Bytes(3)).Name,
    }, tenant);
}
