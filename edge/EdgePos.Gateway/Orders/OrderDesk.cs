using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using Item = EdgePos.Store.Item;
using Money = EdgePos.Store.Money;

namespace EdgePos.Gateway;

/// <summary>
/// Prepares orders, hands them over and gives them up. What head office tells is looked at here; the ledger, which one register after
/// the other comes to, looks at what was done.
/// </summary>
internal sealed class OrderDesk(
    OrderBook book, OrderReader orders, OrderShowing showing, BasketDesk baskets, TillDesk tills, SellingDesk selling, LoyaltyDesk loyalty,
    CatalogueShelf prices)
{
    /// <summary>What is to be written where an order was prepared.</summary>
    public Result<LedgerCommand> Prepare(Command command, PrepareOrderRequest request)
    {
        var (told, row) = Look(request.OrderNumber);
        if ((OrderRules.CheckNumber(request.OrderNumber)
            ?? OrderStates.CheckPrepare(request.OrderNumber, book.ToldOf(told), StepOf(row), row?.Register ?? 0)
            ?? StockRules.CheckText(request.Place, 0, OrderRules.MaxPlaceLength, "place")) is { } wrong)
            return wrong;
        var said = request.Lines.Select(line => new SaidPicked(line.Line, line.QuantityThousandths, (Store.ShortReason)(int)line.Reason));
        return OrderRules.Pick([.. told!.Lines.Select(OrderedLine)], [.. said]).Then<LedgerCommand>(picked =>
            new PrepareOrder(command.Register, command.Id, command.Digest, Employee: "", new OrderPrepared
            {
                OrderNumber = request.OrderNumber,
                Lines = { picked.Select(WireOrders.ToWire) },
                Place = request.Place.Trim(),
                Goods =
                {
                    OrderRules.GoodsOf(picked, sku => showing.ItemOf(sku)?.Bundle ?? [])
                        .Select(goods => new StockMove { Sku = goods.Key, QuantityThousandths = goods.Value }),
                },
            }));
    }

    /// <summary>What is to be written where an order is given up.</summary>
    public Result<LedgerCommand> GiveUp(Command command, GiveUpOrderRequest request)
    {
        var (told, row) = Look(request.OrderNumber);
        if ((OrderRules.CheckNumber(request.OrderNumber)
            ?? (request.Reason == GiveUpReason.Unspecified || !Enum.IsDefined(request.Reason)
                ? new Refusal(RefusalCode.FieldInvalid, "reason", "reason must be one of the list") : null)
            ?? StockRules.CheckText(request.Text, 0, OrderRules.MaxTextLength, "text")
            ?? OrderStates.CheckGiveUp(request.OrderNumber, book.ToldOf(told), StepOf(row))) is { } wrong)
            return wrong;
        return new GiveUpOrder(command.Register, command.Id, command.Digest, Employee: "", request.OrderNumber, request.Reason,
            request.Text.Trim());
    }

    /// <summary>The order that is to be handed over; refused where it may not be, or somebody has to look at the customer's age.</summary>
    public Result<CustomerOrder> Handed(HandOverOrderRequest request)
    {
        var (told, row) = Look(request.OrderNumber);
        if ((OrderRules.CheckNumber(request.OrderNumber)
            ?? OrderStates.CheckHandOver(request.OrderNumber, book.ToldOf(told), StepOf(row))) is { } wrong)
            return wrong;
        var item = Picked(told!).Select(line => showing.ItemOf(line.Line.Sku)).FirstOrDefault(item => item?.MinimumAge > 0);
        return item is not null && !request.AgeSeen
            ? new Refusal(RefusalCode.AgeCheckNeeded, "age_seen", item.Name, $"{item.MinimumAge}")
            : told!;
    }

    /// <summary>What is to be written where an order that is paid is handed over.</summary>
    public static LedgerCommand HandOver(Command command, HandOverOrderRequest request) =>
        new HandOverOrder(command.Register, command.Id, command.Digest, Employee: "", request.OrderNumber, request.AgeSeen);

    /// <summary>Opens the basket in which an order is paid; the same one where the command comes again.</summary>
    /// <param name="order">The order; null: the basket was opened before.</param>
    public async Task<Result<BasketAnswer>> OpenAsync(Command command, CustomerOrder? order)
    {
        if (order is null)
            return await baskets.OpenAsync(command);
        if (tills.CheckSells(command.Register) is { } closed)
            return closed;
        var goods = GoodsOf(order);
        var customer = order.CustomerNumber.Length == 0 ? BasketCustomer.Anybody
            : loyalty.Named(new BasketCustomer(order.CustomerNumber, "", "")) is { Refusal: null } named ? named.Value
            : BasketCustomer.Anybody; // whoever is blocked has ordered all the same
        string version = VersionOf();
        return await baskets.OpenAsync(command, empty =>
            baskets.OfOrder(order.Number) is { } other
                ? new Refusal(RefusalCode.OrderUnderway, "order_number", order.Number, $"{other.Register}")
                : goods.Then(picked => (empty with { Customer = customer }).Take(order.Number, picked, version))
                    .Then<Basket>(filled => selling.Price(empty, filled)));
    }

    /// <summary>Whether an order that a basket hands over is still told of; null: it is. What was done with it is for the ledger.</summary>
    public Refusal? CheckStill(string number) => number.Length == 0 ? null
        : OrderStates.CheckHandOver(number, book.ToldOf(book.Find(number)), OrderStep.Prepared) is { } gone
            ? gone with { Field = "" } : null;

    private (CustomerOrder? Told, OrderRow? Row) Look(string number) =>
        OrderRules.IsNumber(number) ? (book.Find(number), orders.Find(number)?.Row) : (null, null);

    private static OrderStep StepOf(OrderRow? row) => row?.Step ?? OrderStep.None;

    private OrderedLine OrderedLine(OrderLine line) =>
        new(line.Line, line.Sku, line.QuantityThousandths, showing.ItemOf(line.Sku)?.Unit == Store.Unit.Each);

    private string VersionOf()
    {
        using var names = prices.Borrow();
        return names?.Version ?? "";
    }

    private List<(OrderLine Line, long Thousandths)> Picked(CustomerOrder order)
    {
        var picked = orders.Find(order.Number)?.Prepared?.Lines.ToDictionary(line => line.Line, line => line.QuantityThousandths) ?? [];
        return [.. order.Lines.Select(line => (line, picked.GetValueOrDefault(line.Line))).Where(one => one.Item2 > 0)];
    }

    // What was picked, with what the tax and the receipt need of each item.
    private Result<IReadOnlyList<(PickedGoods Picked, Item Item, Money Price)>> GoodsOf(CustomerOrder order)
    {
        var goods = new List<(PickedGoods, Item, Money)>();
        foreach (var (line, thousandths) in Picked(order))
        {
            if (showing.ItemOf(line.Sku) is not { } item)
                return new Refusal(RefusalCode.UnknownItem, "order_number", line.Sku);
            if (item.Is(ItemTraits.GiftCard))
                return new Refusal(RefusalCode.GiftCardNeeded, "order_number", item.Name);
            goods.Add((new PickedGoods(OrderedLine(line), thousandths, Store.ShortReason.None), item, line.UnitPrice.OfWire()));
        }

        return goods;
    }
}
