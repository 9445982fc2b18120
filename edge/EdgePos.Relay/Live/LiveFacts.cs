using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>What is true on the box now, as the live lane tells it.</summary>
/// <param name="health">How the box is.</param>
public sealed class LiveFacts(LedgerReader ledger, StockReader stock, Func<LiveHealth> health)
{
    private readonly Dictionary<int, TillTally> _tallies = [];
    private Dictionary<string, long>? _takenOver;

    /// <summary>What this journal has moved of the items that its entries after one have touched.</summary>
    public (IReadOnlyList<LiveStockItem> Items, long AsOfSeq) StockAfter(long seq)
    {
        _takenOver ??= TakenOver();
        var (items, asOf) = stock.TouchedAfter(seq);
        return ([.. items.Select(item => new LiveStockItem
        {
            Sku = item.Sku,
            MovedThousandths = item.OnHand - _takenOver.GetValueOrDefault(item.Sku),
        })], asOf);
    }

    /// <summary>The open tills. A tally is read on from where it was read last.</summary>
    public LiveTills Tills()
    {
        var head = ledger.Head();
        var tills = new LiveTills { Epoch = ByteString.CopyFrom(head.Epoch), AsOfSeq = head.Seq };
        foreach (int register in ledger.OpenTills())
        {
            if (ledger.Tally(register, _tallies.GetValueOrDefault(register)) is not { } tally)
                continue; // closed in between
            _tallies[register] = tally;
            tills.Tills.Add(new LiveTill
            {
                Register = register,
                Employee = tally.Session.Cashier,
                BusinessDate = tally.Session.BusinessDate.ToString("O"),
                OpenedUs = tally.Session.OpenedAtUs,
                Sales = tally.Sales,
                Total = new V1.Money { Minor = tally.SalesTotal.Minor, Currency = tally.SalesTotal.Currency.Code },
            });
        }

        return tills;
    }

    /// <summary>How the box is.</summary>
    public LiveHealth Health() => health();

    // Stock that this journal took over from one before it has not been moved by its own entries.
    private Dictionary<string, long> TakenOver()
    {
        var first = ledger.Entry(1) is { } entry ? LedgerBegun.Parser.ParseFrom(entry.Body) : null;
        return (first?.Before?.Stock ?? []).GroupBy(mark => mark.Sku)
            .ToDictionary(same => same.Key, same => same.Sum(mark => mark.OnHandThousandths), StringComparer.Ordinal);
    }
}
