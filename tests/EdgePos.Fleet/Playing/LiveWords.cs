using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Money = EdgePos.V1.Money;

namespace EdgePos.Fleet;

/// <summary>What a box says ahead of its journal, as the relay's live lane says it.</summary>
internal static class LiveWords
{
    /// <summary>The open tills at a point of the journal.</summary>
    public static LiveTills Tills(StoreProfile store, JournalPoint at)
    {
        var tills = new LiveTills { Epoch = ByteString.CopyFrom(store.Epoch), AsOfSeq = at.Seq };
        for (int i = 0; i < at.Registers.Length; i++)
        {
            if (at.Registers[i].Tally is not { } tally)
                continue;
            tills.Tills.Add(new LiveTill
            {
                Register = i + 1,
                Employee = tally.Session.Cashier,
                BusinessDate = tally.Session.BusinessDate.ToWire(),
                OpenedUs = tally.Session.OpenedAtUs,
                Sales = tally.Sales,
                Total = new Money { Minor = tally.SalesTotal.Minor, Currency = tally.SalesTotal.Currency.Code },
            });
        }

        return tills;
    }

    /// <summary>How a box is that is well: a printer, a terminal and a scanner, three datasets.</summary>
    public static LiveHealth Health(StoreProfile store, long nowUs) => new()
    {
        AtUs = nowUs,
        Version = "fleet",
        ClockIsSet = true,
        DiskFreeBytes = 20_000_000_000 + store.Number,
        Devices = { Device("receipt", "printer"), Device("terminal1", "terminal"), Device("scanner1", "scanner") },
        Datasets =
        {
            new LiveDataset { Dataset = "price-book", Version = "41" },
            new LiveDataset { Dataset = "promotions", Version = "17" },
            new LiveDataset { Dataset = "tax-table", Version = "3" },
        },
    };

    /// <summary>What a box that comes back says of its stock, and the end of its journal.</summary>
    /// <param name="confirmed">The last entry that it knows to be confirmed.</param>
    public static (LiveStock? Stock, JournalPoint Head) Backlog(
        FleetPlan plan, StoreProfile store, Shelf shelf, long confirmed, long nowUs)
    {
        var journal = new StoreJournal(plan, store, shelf);
        var moved = new Dictionary<string, long>(StringComparer.Ordinal);
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        while (journal.NextAtUs <= nowUs)
        {
            foreach (var move in MovesOf(journal.Next().Fact))
            {
                moved[move.Sku] = moved.GetValueOrDefault(move.Sku) + move.QuantityThousandths;
                if (journal.At.Seq > confirmed)
                    touched.Add(move.Sku);
            }
        }

        if (touched.Count == 0)
            return (null, journal.At);
        var stock = new LiveStock { Epoch = ByteString.CopyFrom(store.Epoch), AsOfSeq = journal.At.Seq };
        stock.Items.AddRange(touched.Select(sku => new LiveStockItem { Sku = sku, MovedThousandths = moved[sku] }));
        return (stock, journal.At);
    }

    /// <summary>What a fact adds to stock.</summary>
    public static IEnumerable<EdgePos.V1.StockMove> MovesOf(IMessage fact) =>
        fact is SaleCompleted sale ? StockFacts.SoldOf(sale) : StockFacts.MovesOf(fact);

    private static LiveDevice Device(string name, string kind) => new() { Name = name, Kind = kind, Well = true };
}
