using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>A customer's points, as head office counted them.</summary>
/// <param name="Points">How many.</param>
/// <param name="UpToSeq">Entries of this journal up to here are counted in.</param>
public sealed record CountedPoints(long Points, long UpToSeq);

/// <summary>Makes a paid basket a sale. The answer is a <see cref="Receipt"/>.</summary>
/// <remarks>
/// Both messages are encoded here, on the caller's thread; the writer adds what only it knows. Two encodings of a message
/// joined are an encoding of both. Source: Protocol Buffers, Encoding, "Last One Wins".
/// </remarks>
public sealed record CompleteSale : LedgerCommand
{
    private readonly string _employee;
    private readonly Guid _basketId;
    private readonly byte[] _body, _answer;
    private readonly SaleCustomer? _customer;

    /// <param name="register">Number of the register.</param>
    /// <param name="commandId">Made by the register before it sent the command.</param>
    /// <param name="requestDigest">SHA-256 of what was asked.</param>
    /// <param name="employee">Who sells; empty: nobody is signed in.</param>
    /// <param name="sale">The sale, without its receipt number: that is given by the ledger.</param>
    /// <param name="customer">Who it is made out to; null: nobody in particular. The kept answer does not hold it.</param>
    public CompleteSale(
        int register, Guid commandId, byte[] requestDigest, string employee, SaleCompleted sale, SaleCustomer? customer = null)
        : base(register, commandId, requestDigest)
    {
        Sale = sale;
        sale.CustomerDigest = ByteString.CopyFrom(customer?.Digest ?? []);
        (_employee, _basketId, _customer) = (employee, Guid.Parse(sale.BasketId), customer);
        _body = sale.ToByteArray();
        _answer = WireSales.ReceiptOf(new EntryHeader(0, 0, 0, "", register, employee), sale).ToByteArray();
    }

    /// <summary>The sale, without its receipt number.</summary>
    public SaleCompleted Sale { get; }

    /// <summary>True where the store sells from open tills only.</summary>
    public bool NeedsTill { get; init; }

    /// <summary>True where the store does not sell what it has not: less what is held for others.</summary>
    public bool NeedsStock { get; init; }

    /// <summary>What head office told of the customer's points; null: nothing.</summary>
    public CountedPoints? Points { get; init; }

    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Sales.NextReceipt(ledger.Identity.Store, Register, _basketId) is not { } number)
            return new Refusal(RefusalCode.BasketClosed, "basket_id");
        if (ledger.Tills.DayOf(Register) is not { } till)
            till = (0, ledger.Today.Day);
        if (NeedsTill && till.OpenedSeq == 0)
            return new Refusal(RefusalCode.TillClosed, "");
        if ((ledger.Returns.Check(ledger.Identity.Store, Sale, ledger.NowUs) ?? ledger.Redeemed.Check(Sale)
            ?? ledger.Payments.Check(_basketId, Sale)) is { } refusal)
            return refusal;
        var cards = ledger.GiftCards.After(Sale);
        if (cards.Refusal is { } empty)
            return empty;
        var points = ledger.Points.After(Sale, Points);
        if (points.Refusal is { } tooFew)
            return tooFew;
        if (OrderStep(ledger) is { } step && OrderStates.CheckHandOver(Sale.OrderNumber, OrderTold.Ordered, step) is { } done)
            return done with { Field = "" };
        if (NeedsStock && ledger.FindShortage(_basketId, Sale) is { } shortage)
            return shortage;
        var (receipt, day) = (number.ToString(), till.Day.ToWire());
        var known = new SaleCompleted
        {
            ReceiptNumber = receipt,
            BusinessDate = day,
            TillOpenedSeq = till.OpenedSeq,
            GiftCards = { cards.Value },
            OrderGoods = { ledger.Orders.GoodsOf(Sale.OrderNumber) },
        };
        if (points.Value is { } left)
            known.PointsAfter = left;
        var header = ledger.Append(SaleCompleted.Descriptor.FullName, [.. _body, .. known.ToByteArray()], Register, _employee,
            entry =>
            {
                ledger.Sales.Apply(entry.Seq, number, _basketId, Sale);
                ledger.Project(entry.Seq, Sale);
                if (_customer is not null)
                    ledger.Customers.Keep(entry.Seq, _customer.Digest, _customer);
            });
        var given = new Receipt
        {
            ReceiptNumber = receipt,
            AtUs = header.AtUs,
            JournalSeq = header.Seq,
            BusinessDate = day,
            GiftCards = { cards.Value },
        };
        if (points.Value is { } after)
            given.PointsAfter = after;
        return (byte[])[.. _answer, .. given.ToByteArray()];
    }

    // What was done with the order that it hands over; null: it hands none over.
    private OrderStep? OrderStep(LedgerTransaction ledger) =>
        Sale.OrderNumber.Length == 0 ? null : ledger.Orders.Find(Sale.OrderNumber)?.Step ?? Store.OrderStep.None;
}
