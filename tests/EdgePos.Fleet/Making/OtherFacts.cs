using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Money = EdgePos.Store.Money;
using StockReason = EdgePos.V1.StockReason;

namespace EdgePos.Fleet;

/// <summary>What a store writes besides sales: its beginning, tills, goods.</summary>
internal sealed class OtherFacts(FleetPlan plan, StoreProfile store, Shelf shelf)
{
    private const long FloatMinor = 15_000;
    private const int KeyBytes = 91; // of ECDSA P-256, SubjectPublicKeyInfo

    /// <summary>The first entry. Nobody signs with this key: head office does not look at it.</summary>
    public LedgerBegun Begun() => new()
    {
        Tenant = store.Tenant,
        Store = store.Name,
        Box = store.Box,
        PublicKey = ByteString.CopyFrom(Dice.Of(plan.Seed, Matter.Key, store.Number).Bytes(KeyBytes)),
    };

    /// <summary>A till that is opened.</summary>
    public TillSession Session(int day, int register, long seq, long atUs, long afterReceipt)
    {
        var dice = Dice.Of(plan.Seed, Matter.Till, store.Number, day, register);
        return new TillSession(dice.Id(), seq, atUs, register, plan.FirstDay.AddDays(day), new Money(FloatMinor, Shelf.Currency),
            afterReceipt, $"{100 + dice.Next(40)}");
    }

    /// <summary>That it was opened.</summary>
    public static TillOpened Opened(TillSession session) => new()
    {
        SessionId = session.Id.ToString(),
        BusinessDate = session.BusinessDate.ToWire(),
        Float = session.Float.ToWire(),
    };

    /// <summary>Half of the cash goes to the safe.</summary>
    public CashMoved ToSafe(int day, TillTally tally) => new()
    {
        SessionId = tally.Session.Id.ToString(),
        TillOpenedSeq = tally.Session.OpenedSeq,
        CommandId = Dice.Of(plan.Seed, Matter.Till, store.Number, day, 100 + tally.Session.Register).Id().ToString(),
        Kind = EdgePos.V1.CashMovementKind.SafeDrop,
        Amount = new Money(Math.Max(5_000, tally.Cash.Minor / 2 / 5_000 * 5_000), Shelf.Currency).ToWire(),
    };

    /// <summary>It was closed, and the cash was what it had to be but for some cents.</summary>
    public TillClosed Closed(int day, TillTally tally, long zNumber)
    {
        var dice = Dice.Of(plan.Seed, Matter.Till, store.Number, day, 200 + tally.Session.Register);
        var counted = tally.Expected with { Minor = tally.Expected.Minor + dice.Between(-40, 40) };
        return new TillClosed
        {
            SessionId = tally.Session.Id.ToString(),
            TillOpenedSeq = tally.Session.OpenedSeq,
            OpenedAtUs = tally.Session.OpenedAtUs,
            CommandId = dice.Id().ToString(),
            ZNumber = zNumber,
            BusinessDate = tally.Session.BusinessDate.ToWire(),
            Totals = tally.ToWire(store.Name),
            CountedTotal = counted.ToWire(),
            Difference = (counted - tally.Expected).ToWire(),
        };
    }

    /// <summary>A supplier came.</summary>
    public StockReceived GoodsCame(int day, int number)
    {
        var dice = Dice.Of(plan.Seed, Matter.Goods, store.Number, day, number);
        var goods = new StockReceived { CommandId = dice.Id().ToString(), Supplier = "wholesale", Document = $"L{dice.Next(1_000_000)}" };
        for (int i = 0, lines = dice.Between(15, 45); i < lines; i++)
            goods.Moves.Add(new StockMove { Sku = AnySku(ref dice), QuantityThousandths = 1000L * dice.Between(6, 48) });
        return goods;
    }

    /// <summary>Something cannot be sold any more.</summary>
    public StockAdjusted Spoilt(int day, int number)
    {
        var dice = Dice.Of(plan.Seed, Matter.Goods, store.Number, day, 1000 + number);
        return new StockAdjusted
        {
            CommandId = dice.Id().ToString(),
            Reason = dice.Falls(0.6) ? StockReason.Expired : StockReason.Damaged,
            Moves = { new StockMove { Sku = AnySku(ref dice), QuantityThousandths = -1000L * dice.Between(1, 6) } },
        };
    }

    private string AnySku(ref Dice dice)
    {
        if (store.IsGrocery)
            return shelf.AnyGrocery(ref dice).Sku;
        var invoice = plan.Baskets.Invoices[dice.Next(plan.Baskets.Invoices.Count)];
        return invoice[dice.Next(invoice.Count)].Code;
    }
}
