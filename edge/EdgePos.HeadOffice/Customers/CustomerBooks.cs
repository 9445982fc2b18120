using System.Data.Common;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>Customers' points, and how far each store's journals are counted in them: one moment of the books.</summary>
/// <param name="Of">Points by the customer's number.</param>
/// <param name="Counted">By store: epoch and entry of its journals.</param>
internal sealed record PointsTold(IReadOnlyDictionary<string, long> Of, ILookup<string, (byte[] Epoch, long Seq)> Counted);

/// <summary>The chain's customers and their points, in the books. Its statements run the same on both databases.</summary>
internal sealed class CustomerBooks(IBookStore books)
{
    private const char Between = '\n';

    /// <summary>All of them, by their numbers.</summary>
    public IReadOnlyList<FiledCustomer> All(string tenant)
    {
        using var connection = books.OpenToRead();
        return [.. connection.Query("SELECT row, cards FROM customers WHERE tenant = $1 ORDER BY number", CustomerOf, tenant)];
    }

    /// <summary>Puts these in the place of all that were, in one transaction.</summary>
    public void Replace(string tenant, IReadOnlyList<FiledCustomer> customers)
    {
        using var connection = books.OpenToWrite();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("DELETE FROM customers WHERE tenant = $1", tenant);
            foreach (var customer in customers)
            {
                connection.Run("INSERT INTO customers VALUES ($1, $2, $3, $4)",
                    tenant, customer.Who.Number, customer.Who.ToByteArray(), string.Join(Between, customer.Cards));
            }

            transaction.Commit();
        }

        connection.EmptyLog();
    }

    /// <summary>The points of a tenant's customers.</summary>
    public PointsTold Points(string tenant)
    {
        using var connection = books.OpenToRead();
        // One statement sees one moment: points and what they count go together.
        var rows = connection.Query("""
            SELECT customer, CAST(sum(points) AS bigint), '', NULL FROM customer_points JOIN streams USING (stream)
                WHERE tenant = $1 GROUP BY customer
            UNION ALL SELECT '', max(customer_points.seq), store, epoch FROM customer_points JOIN streams USING (stream)
                WHERE tenant = $1 GROUP BY store, epoch
            """, row => (Customer: row.GetString(0), Number: row.GetInt64(1), Store: row.GetString(2),
                Epoch: row.IsDBNull(3) ? null : row.Bytes(3)), tenant).ToList();
        return new PointsTold(
            rows.Where(row => row.Epoch is null).ToDictionary(row => row.Customer, row => row.Number, StringComparer.Ordinal),
            rows.Where(row => row.Epoch is not null).ToLookup(row => row.Store, row => (row.Epoch!, row.Number), StringComparer.Ordinal));
    }

    private static FiledCustomer CustomerOf(DbDataReader row) => new(Customer.Parser.ParseFrom(row.Bytes(0)),
        row.GetString(1).Split(Between, StringSplitOptions.RemoveEmptyEntries));
}
