using System.Collections.Immutable;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using CashMovementKind = EdgePos.Store.CashMovementKind;
using Money = EdgePos.Store.Money;

namespace EdgePos.Fleet;

/// <summary>A register at some moment.</summary>
/// <param name="LastReceipt">Number of its last receipt.</param>
/// <param name="LastZ">Number of its last Z report.</param>
/// <param name="Tally">What has gone through its till; null: it is closed.</param>
/// <param name="RequestedSeq">The entry that asked the terminal last.</param>
/// <param name="LastSale">Number of its last sale that took nothing back, of the day; -1: none yet.</param>
internal sealed record RegisterState(long LastReceipt, long LastZ, TillTally? Tally, long RequestedSeq, int LastSale)
{
    public static readonly RegisterState Fresh = new(0, 0, null, 0, -1);
}

/// <summary>A place in a journal: with the seed, all that is needed to write on from there.</summary>
/// <param name="Day">Of the plan, from 0.</param>
/// <param name="Next">Which of the day's happenings is the next.</param>
/// <param name="Seq">The last entry; 0: none yet.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Sales">Sales up to here.</param>
/// <param name="TotalMinor">What they came to, minor units.</param>
internal sealed record JournalPoint(int Day, int Next, long Seq, byte[] Hash, long Sales, long TotalMinor,
    ImmutableArray<RegisterState> Registers);

/// <summary>
/// The journal of a store's box, written as it is read: nothing of it is kept. It can be read again from any point, and gives the
/// same bytes.
/// </summary>
internal sealed class StoreJournal
{
    private readonly FleetPlan _plan;
    private readonly StoreProfile _store;
    private readonly SaleMaking _sales;
    private readonly OtherFacts _others;
    private (int Day, Planned[] Plan) _day = (-1, []);

    public StoreJournal(FleetPlan plan, StoreProfile store, Shelf shelf)
    {
        (_plan, _store) = (plan, store);
        _sales = new SaleMaking(plan, store, shelf);
        _others = new OtherFacts(plan, store, shelf);
        At = Beginning;
    }

    /// <summary>Where it is read.</summary>
    public JournalPoint At { get; private set; }

    /// <summary>Before the first entry.</summary>
    public JournalPoint Beginning => new(0, 0, 0, EntryHash.Genesis(_store.Epoch), 0, 0,
        [.. Enumerable.Repeat(RegisterState.Fresh, _store.Registers)]);

    /// <summary>When the next entry is written, microseconds since 1970-01-01 UTC; null: the plan has no more days.</summary>
    public long? NextAtUs
    {
        get
        {
            if (At.Day < _plan.AllDays && At.Next == Today.Length)
                At = At with { Day = At.Day + 1, Next = 0, Registers = [.. At.Registers.Select(one => one with { LastSale = -1 })] };
            return At.Day < _plan.AllDays ? _plan.StartOf(At.Day) + (Today[At.Next].AtMs * 1000L) : null;
        }
    }

    private Planned[] Today => (_day.Day == At.Day ? _day : _day = (At.Day, DayPlan.Of(_plan, _store, At.Day))).Plan;

    /// <summary>Reads from another point on.</summary>
    public void GoTo(JournalPoint point) => At = point;

    /// <summary>Reads on up to an entry; stops at the end where it has no such entry.</summary>
    public void ReadTo(long seq)
    {
        while (At.Seq < seq && NextAtUs is not null)
            Next();
    }

    /// <summary>The next entry, and the fact in it. There must be one.</summary>
    public (JournalEntry Entry, IMessage Fact) Next()
    {
        long atUs = NextAtUs!.Value;
        var planned = Today[At.Next];
        var before = planned.Register > 0 ? At.Registers[planned.Register - 1] : RegisterState.Fresh;
        string employee = before.Tally?.Session.Cashier ?? "";
        long seq = At.Seq + 1;
        var (fact, after) = Happen(planned, before, seq, atUs);
        if (fact is TillOpened)
            employee = after.Tally!.Session.Cashier;
        else if (fact is PaymentRequested or PaymentEnded)
            employee = ""; // as the box writes them
        var header = new EntryHeader(seq, atUs, (int)ClockQuality.Trusted, fact.Descriptor.FullName, planned.Register, employee);
        byte[] body = fact.ToByteArray();
        byte[] hash = EntryHash.Of(At.Hash, header, body);
        var sale = fact as SaleCompleted;
        At = At with
        {
            Next = At.Next + 1,
            Seq = seq,
            Hash = hash,
            Sales = At.Sales + (sale is null ? 0 : 1),
            TotalMinor = At.TotalMinor + (sale?.Total.Minor ?? 0),
            Registers = planned.Register > 0 ? At.Registers.SetItem(planned.Register - 1, after) : At.Registers,
        };
        return (new JournalEntry(header, body, hash), fact);
    }

    private (IMessage Fact, RegisterState After) Happen(Planned planned, RegisterState before, long seq, long atUs)
    {
        var (number, register) = (planned.Number, (int)planned.Register);
        switch (planned.What)
        {
            case Happening.JournalBegun:
                return (_others.Begun(), before);
            case Happening.GoodsCame:
                return (_others.GoodsCame(At.Day, number), before);
            case Happening.GoodsSpoilt:
                return (_others.Spoilt(At.Day, number), before);
            case Happening.TillOpened:
                var session = _others.Session(At.Day, register, seq, atUs, before.LastReceipt);
                return (OtherFacts.Opened(session), before with { Tally = new TillTally(session) });
            case Happening.CashToSafe:
                var moved = _others.ToSafe(At.Day, before.Tally!);
                return (moved, before with { Tally = before.Tally!.WithMovement(seq, CashMovementKind.SafeDrop, moved.Amount.OfWire()) });
            case Happening.TillClosed:
                return (_others.Closed(At.Day, before.Tally!, before.LastZ + 1), before with { Tally = null, LastZ = before.LastZ + 1 });
            case Happening.PaymentRequested:
                return (_sales.Asked(At.Day, number, register), before with { RequestedSeq = seq });
            case Happening.PaymentEnded:
                return (_sales.Paid(At.Day, number, register, before.RequestedSeq), before);
            case Happening.CardSale:
                return Sold(_sales.ByCard(At.Day, number, register), before with { LastSale = number });
            case Happening.Return when before.LastSale >= 0:
                string receipt = new ReceiptNumber(_store.Name, register, before.LastReceipt).ToString();
                return Sold(_sales.Return(At.Day, number, register, (before.LastSale, receipt)), before with { LastSale = -1 });
            case Happening.CashSale or Happening.Return:
                return Sold(_sales.InCash(At.Day, number, register), before with { LastSale = number });
            default:
                throw new InvariantBroken($"a happening {planned.What}");
        }
    }

    private (IMessage Fact, RegisterState After) Sold(SaleCompleted sale, RegisterState before)
    {
        var tally = before.Tally!;
        long number = before.LastReceipt + 1;
        sale.ReceiptNumber = new ReceiptNumber(_store.Name, tally.Session.Register, number).ToString();
        sale.BusinessDate = tally.Session.BusinessDate.ToWire();
        sale.TillOpenedSeq = tally.Session.OpenedSeq;
        var back = sale.Lines.Where(line => line.QuantityThousandths < 0).ToList();
        return (sale, before with
        {
            LastReceipt = number,
            Tally = tally.WithSale(new TalliedSale(number, sale.Total.OfWire(), sale.Change.Minor)
            {
                Cashier = tally.Session.Cashier,
                Tenders = [.. sale.Tenders.Select(tender => (tender.Kind, tender.Amount.Minor))],
                Taxes = [.. sale.Taxes.Select(Wire.OfWire)],
                ReturnedLines = back.Count,
                ReturnedMinor = back.Sum(line => line.Amount.Minor),
            }),
        });
    }
}
