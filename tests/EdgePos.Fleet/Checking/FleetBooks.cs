using EdgePos.HeadOffice.V1;

namespace EdgePos.Fleet;

/// <summary>A stream as the fleet made it, or as the books have it.</summary>
internal sealed record StreamBooks(string Box, string Epoch, long Seq, string Hash, long Sales, long TotalMinor);

/// <summary>What the books must be, written again from the seed by plain adding up, without anything that was sent.</summary>
/// <param name="Streams">By store.</param>
/// <param name="Moved">What has moved of each item over the fleet, thousandths.</param>
/// <param name="Lines">Lines of sales.</param>
internal sealed record FleetBooks(IReadOnlyDictionary<string, StreamBooks> Streams, IReadOnlyDictionary<string, long> Moved, long Lines)
{
    /// <summary>Of all stores and days of a plan.</summary>
    public static FleetBooks Of(FleetPlan plan, Shelf shelf)
    {
        var streams = new Dictionary<string, StreamBooks>();
        var moved = new Dictionary<string, long>(StringComparer.Ordinal);
        long lines = 0;
        object one = new();
        Parallel.For(1, plan.Stores + 1, number =>
        {
            var store = StoreProfile.Of(plan, number);
            var journal = new StoreJournal(plan, store, shelf);
            var own = new Dictionary<string, long>(StringComparer.Ordinal);
            long ownLines = 0;
            while (journal.NextAtUs is not null)
            {
                var fact = journal.Next().Fact;
                ownLines += (fact as SaleCompleted)?.Lines.Count ?? 0;
                foreach (var move in LiveWords.MovesOf(fact))
                    own[move.Sku] = own.GetValueOrDefault(move.Sku) + move.QuantityThousandths;
            }

            var at = journal.At;
            lock (one)
            {
                streams[store.Name] = new StreamBooks(store.Box, Convert.ToHexStringLower(store.Epoch), at.Seq,
                    Convert.ToHexStringLower(at.Hash), at.Sales, at.TotalMinor);
                lines += ownLines;
                foreach (var (sku, thousandths) in own)
                    moved[sku] = moved.GetValueOrDefault(sku) + thousandths;
            }
        });
        return new FleetBooks(streams, moved, lines);
    }
}
