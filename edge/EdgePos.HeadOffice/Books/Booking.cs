using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgePos.HeadOffice;

/// <summary>What one entry means to head office, read once and by plain rules, before anything is added up.</summary>
/// <param name="Read">The entry and its hash.</param>
/// <param name="Sale">The sale, where it is one.</param>
/// <param name="Moves">What it adds to stock.</param>
/// <param name="Problem">Why it cannot be understood; empty: it can.</param>
internal sealed record Booking(ReadEntry Read, SaleRow? Sale, IReadOnlyList<StockMove> Moves, string Problem)
{
    /// <summary>What it adds to a customer's points; null: nothing.</summary>
    public (string Customer, long Points)? Points { get; init; }

    /// <summary>The end of a transfer between stores, where it is one.</summary>
    public TransferRow? Transfer { get; private init; }

    /// <summary>What it says of an order; null: nothing.</summary>
    public OrderStepRow? Order { get; private init; }

    private static readonly HashSet<string> KeptKinds =
    [
        LedgerBegun.Descriptor.FullName, BoxKeyAdded.Descriptor.FullName, CustomerErased.Descriptor.FullName,
        CustomersErased.Descriptor.FullName, CustomersExpired.Descriptor.FullName, CustomerExported.Descriptor.FullName,
        TillOpened.Descriptor.FullName, CashierChanged.Descriptor.FullName, CashMoved.Descriptor.FullName,
        TillClosed.Descriptor.FullName, DrawerOpened.Descriptor.FullName,
        StockCountBegun.Descriptor.FullName, StockCounted.Descriptor.FullName,
        StockReserved.Descriptor.FullName, StockReleased.Descriptor.FullName, RemoteHelpGiven.Descriptor.FullName,
        PaymentRequested.Descriptor.FullName, PaymentEnded.Descriptor.FullName, PaymentMadeGood.Descriptor.FullName,
        StaffSignedIn.Descriptor.FullName, StaffSignedOut.Descriptor.FullName, SignInRefused.Descriptor.FullName,
        PinChanged.Descriptor.FullName, TimeClocked.Descriptor.FullName, ApprovalGiven.Descriptor.FullName,
        ApprovalRefused.Descriptor.FullName, CallRefused.Descriptor.FullName,
        RegisterPaired.Descriptor.FullName, RegisterRevoked.Descriptor.FullName,
    ];

    // A count moves stock by what it found more or less: several boxes of a store add up here.
    private static readonly Dictionary<string, MessageParser> StockKinds = new MessageDescriptor[]
    {
        StockReceived.Descriptor, StockAdjusted.Descriptor, StockTransferred.Descriptor, StockCountFinished.Descriptor,
    }.ToDictionary(kind => kind.FullName, kind => kind.Parser);

    // What was prepared is held, and still there; what was handed over has left.
    private static readonly Dictionary<string, MessageParser> OrderKinds = new MessageDescriptor[]
    {
        OrderPrepared.Descriptor, OrderHandedOver.Descriptor, OrderGivenUp.Descriptor,
    }.ToDictionary(kind => kind.FullName, kind => kind.Parser);

    private static readonly string SaleKind = SaleCompleted.Descriptor.FullName;

    /// <summary>Reads an entry.</summary>
    public static Booking Of(ReadEntry read)
    {
        string kind = read.Entry.Kind;
        try
        {
            if (kind == SaleKind)
                return OfSale(read, SaleCompleted.Parser.ParseFrom(read.Entry.Body));
            if (StockKinds.TryGetValue(kind, out var parser))
                return OfStock(read, parser.ParseFrom(read.Entry.Body));
            if (OrderKinds.TryGetValue(kind, out parser))
                return OfOrder(read, parser.ParseFrom(read.Entry.Body));
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or OverflowException)
        {
            return Unclear(read, fault.Message);
        }

        return KeptKinds.Contains(kind) ? new Booking(read, null, [], "")
            : Unclear(read, $"this head office does not know {StoredText.Shown(kind)}");
    }

    private static Booking OfSale(ReadEntry read, SaleCompleted sale)
    {
        if (sale.Total is not { Currency.Length: 3 })
            return Unclear(read, "the sale has no total");
        var row = SaleRow.Of(read.Entry, sale);
        long points = checked(sale.PointsEarned - sale.PointsSpent);
        string customer = points == 0 ? "" : sale.ForCustomer?.Reference ?? "";
        if (row.HasTextThatNoColumnHolds || (points != 0 && !StoredText.IsKey(customer)))
            return Unclear(read, StoredText.Problem);
        if (points != 0 && customer.Length == 0)
            return Unclear(read, "its points are nobody's");
        var order = OrderStepRow.Of(read.Entry, sale);
        if (order is { HasTextThatNoColumnHolds: true })
            return Unclear(read, StoredText.Problem);
        return Checked(new Booking(read, row, [.. StockFacts.SoldOf(sale)], "")
        {
            Points = points == 0 ? null : (customer, points),
            Order = order,
        });
    }

    private static Booking OfOrder(ReadEntry read, IMessage fact)
    {
        var order = OrderStepRow.Of(read.Entry, fact);
        return order is null || order.HasTextThatNoColumnHolds ? Unclear(read, StoredText.Problem)
            : Checked(new Booking(read, null, [.. StockFacts.MovesOf(fact)], "") { Order = order });
    }

    private static Booking OfStock(ReadEntry read, IMessage fact)
    {
        var transfer = fact is StockTransferred transferred ? TransferRow.Of(read.Entry, transferred) : null;
        return transfer is { HasTextThatNoColumnHolds: true } ? Unclear(read, StoredText.Problem)
            : Checked(new Booking(read, null, [.. StockFacts.MovesOf(fact)], "") { Transfer = transfer });
    }

    private static Booking Checked(Booking booking)
    {
        foreach (var move in booking.Moves)
        {
            if (!StoredText.IsKey(move.Sku))
                return Unclear(booking.Read, StoredText.Problem);
        }

        return booking;
    }

    private static Booking Unclear(ReadEntry read, string problem) => new(read, null, [], problem);
}
