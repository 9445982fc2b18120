using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Item = EdgePos.Store.Item;
using OrderState = EdgePos.V1.OrderState;

namespace EdgePos.Gateway;

/// <summary>Orders as registers see them: what head office tells, and over it what this store has done.</summary>
internal sealed class OrderShowing(OrderBook book, OrderReader orders, CatalogueShelf prices, SellingDesk selling)
{
    /// <summary>What it is; null: this store was never told of it, and has done nothing with it.</summary>
    public Order? Find(string number)
    {
        var (told, file) = (book.Find(number), orders.Find(number));
        using var names = prices.Borrow();
        return OrderStates.Of(book.ToldOf(told), file?.Row.Step ?? OrderStep.None) is null ? null : Show(number, told, file, names);
    }

    /// <summary>All that there is to do, those first that are collected first.</summary>
    public IReadOnlyList<Order> ToDo()
    {
        var told = book.All().ToDictionary(order => order.Number, StringComparer.Ordinal);
        var (waiting, done) = orders.Of(told.Keys);
        var files = waiting.ToDictionary(file => file.Row.Number, StringComparer.Ordinal);
        using var names = prices.Borrow();
        return
        [
            .. told.Keys.Union(files.Keys).Where(number => !done.Contains(number))
                .Select(number => (Number: number, Told: told.GetValueOrDefault(number), File: files.GetValueOrDefault(number)))
                .Where(one => OrderStates.IsToDo(book.ToldOf(one.Told), one.File?.Row.Step ?? OrderStep.None))
                .Select(one => Show(one.Number, one.Told, one.File, names))
                .OrderBy(EndOf).ThenBy(order => order.Order_.Number, StringComparer.Ordinal),
        ];
    }

    /// <summary>The place of an order among those to do: microseconds.</summary>
    public static long EndOf(Order order) => order.Order_.UntilUs == 0 ? long.MaxValue : order.Order_.UntilUs;

    /// <summary>The item of a line, at what it costs here; null: the price book has none.</summary>
    public Item? ItemOf(string sku)
    {
        using var names = prices.Borrow();
        return names?.Find(sku, selling.Moment(""));
    }

    private Order Show(string number, CustomerOrder? told, OrderOnFile? file, CatalogueFile? names)
    {
        var order = new Order
        {
            Order_ = told?.Clone() ?? new CustomerOrder { Number = number },
            State = (OrderState)(int)OrderStates.Of(book.ToldOf(told), file?.Row.Step ?? OrderStep.None)!.Value,
            Picked = { file?.Prepared?.Lines ?? [] },
            Place = file?.Prepared?.Place ?? "",
            PreparedRegister = file?.Row.Register ?? 0,
            PreparedUs = file?.PreparedHeader?.AtUs ?? 0,
            ReceiptNumber = file?.Receipt ?? "",
            DoneUs = file?.DoneUs ?? 0,
            CancelledTooLate = told is { Cancelled: true } && file?.Row.Step == OrderStep.HandedOver,
        };
        foreach (var line in order.Order_.Lines)
            line.Name = names?.Find(line.Sku, selling.Moment(""))?.Name ?? "";
        if (told is { Paid: false })
            order.Due = DueOf(told, order);
        return order;
    }

    private static V1.Money DueOf(CustomerOrder told, Order order)
    {
        var picked = order.Picked.ToDictionary(line => line.Line, line => line.QuantityThousandths);
        long minor = told.Lines.Sum(line => Rounding.MulDiv(
            picked.GetValueOrDefault(line.Line, picked.Count > 0 ? 0 : line.QuantityThousandths), line.UnitPrice.Minor, 1000));
        return new V1.Money { Minor = minor, Currency = told.Lines[0].UnitPrice.Currency };
    }
}
