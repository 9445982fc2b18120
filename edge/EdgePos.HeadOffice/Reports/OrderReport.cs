using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Money = EdgePos.V1.Money;
using OrderState = EdgePos.V1.OrderState;

namespace EdgePos.HeadOffice;

/// <summary>
/// What became of orders: asked of the steps that the journals of their stores have, so that it does not matter in which order or how
/// late they came.
/// </summary>
internal static class OrderReport
{
    private const string Query = """
        SELECT o.row, o.store, o.cancelled_us, t.stream, t.step, t.at_us, t.receipt, t.place, t.short_lines
        FROM orders o LEFT JOIN (
            SELECT d.stream, d.seq, d.number, d.step, d.at_us, d.receipt, d.place, d.short_lines, s.store
            FROM order_steps d JOIN streams s ON s.stream = d.stream WHERE s.tenant = $1
        ) AS t ON t.number = o.number AND t.store = o.store
        WHERE o.tenant = $1 AND ($2 = '' OR o.store = $2) AND ($3 = '' OR o.number = $3)
        ORDER BY o.number, t.at_us, t.stream, t.seq
        """;

    private sealed record Step(long Stream, OrderStep What, long AtUs, string Receipt, string Place, int ShortLines);

    /// <summary>The rows, those first that are collected first.</summary>
    /// <exception cref="ArgumentException">There is no such state.</exception>
    public static IEnumerable<OrderReportRow> Rows(DbConnection books, string tenant, ListOrderReportRequest request)
    {
        if (request.States.Any(state => state == OrderState.Unspecified || !Enum.IsDefined(state)))
            throw new ArgumentException("states must be of the list");
        return books.Query(Query, RowOf, tenant, request.Store, request.Number)
            .GroupBy(row => row.Taken.Order.Number)
            .Select(rows => Of(rows.First().Taken, [.. rows.Select(row => row.Step).OfType<Step>()]))
            .Where(row => request.States.Count == 0 || request.States.Contains(row.State))
            .Where(row => !request.OnlyWrong || row.Wrong.Length > 0)
            .OrderBy(row => row.UntilUs == 0 ? long.MaxValue : row.UntilUs).ThenBy(row => row.Number, StringComparer.Ordinal)
            .Take(request.Limit > 0 ? request.Limit : int.MaxValue);
    }

    private static (TakenOrder Taken, Step? Step) RowOf(DbDataReader row) =>
        (new TakenOrder(CustomerOrder.Parser.ParseFrom(row.Bytes(0)), row.GetString(1), row.GetInt64(2), Done: false, ""),
            row.IsDBNull(3) ? null : new Step(row.GetInt64(3), (OrderStep)row.GetInt32(4), row.GetInt64(5), row.GetString(6),
                row.GetString(7), row.GetInt32(8)));

    private static OrderReportRow Of(TakenOrder taken, List<Step> steps)
    {
        // What the customer has stands, and what waits at a box, whatever another box of the store says.
        var handed = steps.Find(one => one.What == OrderStep.HandedOver);
        var waits = steps.GroupBy(one => one.Stream).Select(box => box.Last()).FirstOrDefault(last => last.What == OrderStep.Prepared);
        var step = handed is not null ? OrderStep.HandedOver : waits is not null ? OrderStep.Prepared
            : steps.Count > 0 ? OrderStep.GivenUp : OrderStep.None;
        var told = taken.CancelledUs > 0 ? OrderTold.Cancelled : OrderTold.Ordered;
        var (order, at) = (taken.Order, handed ?? waits ?? steps.LastOrDefault());
        var prepared = steps.FindLast(one => one.What == OrderStep.Prepared && one.Stream == at!.Stream);
        return new OrderReportRow
        {
            Number = order.Number,
            Store = taken.Store,
            CustomerNumber = order.CustomerNumber,
            CustomerName = order.CustomerName,
            State = (OrderState)(int)OrderStates.Of(told, step)!.Value,
            Cancelled = taken.CancelledUs > 0,
            Paid = order.Paid,
            UntilUs = order.UntilUs,
            ChangedUs = steps.Select(one => one.AtUs).DefaultIfEmpty().Max(),
            Place = step == OrderStep.Prepared ? prepared?.Place ?? "" : "",
            ShortLines = prepared?.ShortLines ?? 0,
            ReceiptNumber = steps.FindLast(one => one.Receipt.Length > 0)?.Receipt ?? "",
            Wrong = Wrong(taken, step, steps, prepared?.ShortLines ?? 0),
            Total = TotalOf(order),
        };
    }

    private static string Wrong(TakenOrder taken, OrderStep step, List<Step> steps, int shortLines) =>
        steps.Count(one => one.What == OrderStep.HandedOver) > 1 ? "handed over more than once"
        : taken.CancelledUs > 0 && step == OrderStep.HandedOver ? "cancelled and handed over: settle it with the customer"
        : taken.CancelledUs > 0 && step == OrderStep.Prepared ? "cancelled and prepared: the store is to put the goods back"
        : step == OrderStep.GivenUp && taken.CancelledUs == 0 && taken.Order.Paid ? "paid and given up: pay the customer back"
        : step == OrderStep.HandedOver && taken.Order.Paid && shortLines > 0
            ? "paid and handed over with less than was ordered: pay the rest back"
        : "";

    private static Money TotalOf(CustomerOrder order) => new()
    {
        Minor = order.Lines.Sum(line => Rounding.MulDiv(line.QuantityThousandths, line.UnitPrice.Minor, 1000)),
        Currency = order.Lines[0].UnitPrice.Currency,
    };
}
