using System.Data.Common;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>An order as the books have it.</summary>
/// <param name="Order">As it was taken in.</param>
/// <param name="CancelledUs">When it was cancelled, microseconds; 0: it is not.</param>
/// <param name="Done">True: its store has handed it over or given it up.</param>
/// <param name="PreparedBox">The box at which it waits, prepared; empty: none.</param>
/// <param name="Named">False: who ordered, and the note, were forgotten.</param>
internal sealed record TakenOrder(
    CustomerOrder Order, string Store, long CancelledUs, bool Done, string PreparedBox, bool Named = true)
{
    /// <summary>An order without who ordered it, and without the note.</summary>
    public static CustomerOrder Nameless(CustomerOrder order)
    {
        var nameless = order.Clone();
        (nameless.CustomerName, nameless.Note) = ("", "");
        return nameless;
    }
}

/// <summary>Orders that customers placed, in the books. Its statements run the same on both databases.</summary>
internal sealed class OrderBooks(IBookStore books)
{
    // What its store has done with it, by its journals.
    private const string Steps = """
        FROM order_steps JOIN streams USING (stream)
        WHERE order_steps.number = orders.number AND streams.tenant = orders.tenant AND streams.store = orders.store
        """;

    // It waits at a box that has prepared it and done nothing since, whatever another box of the store says.
    private const string Waiting = $"""
        {Steps} AND step = 2 AND NOT EXISTS (SELECT 1 FROM order_steps AS later
            WHERE later.stream = order_steps.stream AND later.number = order_steps.number AND later.seq > order_steps.seq)
        """;

    private const string Columns =
        $"row, store, cancelled_us, done, coalesce((SELECT max(box) {Waiting}), ''), named";

    private const int ForgottenAtOnce = 200;

    /// <summary>Those of some numbers that are known.</summary>
    public IReadOnlyDictionary<string, TakenOrder> Known(string tenant, IEnumerable<string> numbers)
    {
        using var connection = books.OpenToRead();
        return numbers.SelectMany(number => connection.Query(
            $"SELECT {Columns} FROM orders WHERE tenant = $1 AND number = $2", OrderOf, tenant, number))
            .ToDictionary(taken => taken.Order.Number, StringComparer.Ordinal);
    }

    /// <summary>Takes new orders in and cancels others, in one transaction.</summary>
    /// <param name="cancelled">Their numbers.</param>
    public void Take(string tenant, IEnumerable<FiledOrder> orders, IEnumerable<string> cancelled, long nowUs)
    {
        using var connection = books.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        foreach (var order in orders)
        {
            connection.Run("INSERT INTO orders VALUES ($1, $2, $3, $4, $5, 0, 0, 1)",
                tenant, order.Order.Number, order.Store, order.Order.ToByteArray(), nowUs);
        }

        foreach (string number in cancelled)
            connection.Run("UPDATE orders SET cancelled_us = $3 WHERE tenant = $1 AND number = $2", tenant, number, nowUs);
        transaction.Commit();
    }

    /// <summary>
    /// Notes which orders their stores have done with, so that they are looked at no more: those that a customer has, and those that a box
    /// gave up while none holds their goods.
    /// </summary>
    public void NoteDone(string tenant)
    {
        using var connection = books.OpenToWrite();
        connection.Run($"""
            UPDATE orders SET done = 1 WHERE tenant = $1 AND done = 0 AND (EXISTS (SELECT 1 {Steps} AND step = 3)
                OR (EXISTS (SELECT 1 {Steps} AND step = 4) AND NOT EXISTS (SELECT 1 {Waiting})))
            """, tenant);
    }

    /// <summary>Forgets who placed some of the orders with which all is done since before a moment, and their notes.</summary>
    public void ForgetNames(string tenant, long beforeUs)
    {
        using var connection = books.OpenToWrite();
        using (var transaction = connection.BeginTransaction())
        {
            var old = connection.Query($"""
                SELECT row FROM orders WHERE tenant = $1 AND named = 1 AND taken_us < $2 AND cancelled_us < $2
                    AND (done = 1 OR (cancelled_us > 0 AND NOT EXISTS (SELECT 1 {Waiting})))
                    AND NOT EXISTS (SELECT 1 {Steps} AND at_us >= $2)
                ORDER BY taken_us LIMIT {ForgottenAtOnce}
                """, row => CustomerOrder.Parser.ParseFrom(row.Bytes(0)), tenant, beforeUs).ToList();
            foreach (var order in old)
            {
                connection.Run("UPDATE orders SET row = $3, named = 0 WHERE tenant = $1 AND number = $2",
                    tenant, order.Number, TakenOrder.Nameless(order).ToByteArray());
            }

            transaction.Commit();
            if (old.Count == 0)
                return;
        }

        connection.EmptyLog();
    }

    /// <summary>
    /// The orders that their stores have not done with. Of those that were cancelled: those that are prepared, and those that a store may
    /// not have heard of.
    /// </summary>
    /// <param name="heardUs">What was cancelled before this moment every store has heard of.</param>
    public IReadOnlyList<TakenOrder> Open(string tenant, long heardUs)
    {
        using var connection = books.OpenToRead();
        return
        [
            .. connection.Query($"""
                SELECT {Columns} FROM orders
                WHERE tenant = $1 AND done = 0 AND (cancelled_us = 0 OR cancelled_us > $2 OR EXISTS (SELECT 1 {Steps}))
                ORDER BY number
                """, OrderOf, tenant, heardUs),
        ];
    }

    private static TakenOrder OrderOf(DbDataReader row) =>
        new(CustomerOrder.Parser.ParseFrom(row.Bytes(0)), row.GetString(1), row.GetInt64(2), row.GetInt32(3) == 1,
            row.GetString(4), row.GetInt32(5) == 1);
}
