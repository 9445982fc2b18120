using System.Runtime.InteropServices;

namespace EdgePos.HeadOffice;

/// <summary>Sums of a stream: minor units by currency, thousandths moved by item, points by customer.</summary>
internal sealed class StreamSums
{
    public Dictionary<string, long> Points { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Totals { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Moved { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// What a run of entries changes in the books: pure, and the same for every database. All arithmetic is checked here, so that
/// no column can refuse what is written; an entry whose sums no column holds goes to quarantine, all of it.
/// </summary>
internal sealed class Posting
{
    private readonly StreamSums _before;
    private readonly List<Booking> _bookings = [];
    private readonly List<SaleRow> _sales = [];
    private readonly List<TransferRow> _transfers = [];
    private readonly List<OrderStepRow> _orders = [];
    private readonly List<(long Seq, string Reason)> _quarantined = [];

    private Posting(StreamSums before) => _before = before;

    /// <summary>The entries, in their order.</summary>
    public IReadOnlyList<Booking> Entries => _bookings;

    /// <summary>The sales among them.</summary>
    public IReadOnlyList<SaleRow> Sales => _sales;

    /// <summary>The ends of transfers among them.</summary>
    public IReadOnlyList<TransferRow> Transfers => _transfers;

    /// <summary>What they say of orders.</summary>
    public IReadOnlyList<OrderStepRow> Orders => _orders;

    /// <summary>Those that cannot be understood or booked, and why.</summary>
    public IReadOnlyList<(long Seq, string Reason)> Quarantined => _quarantined;

    /// <summary>The sums of what has changed, as they are afterwards.</summary>
    public StreamSums After { get; } = new();

    /// <summary>Makes the posting of entries that follow each other.</summary>
    /// <param name="bookings">The entries.</param>
    /// <param name="before">The stream's sums before them, of all that they touch.</param>
    public static Posting Of(IEnumerable<Booking> bookings, StreamSums before)
    {
        var posting = new Posting(before);
        foreach (var booking in bookings)
            posting.Add(booking);
        return posting;
    }

    /// <summary>The items, currencies and customers that entries touch.</summary>
    public static (string[] Skus, string[] Currencies, string[] Customers) TouchedBy(IEnumerable<Booking> bookings)
    {
        HashSet<string> skus = new(StringComparer.Ordinal), currencies = new(StringComparer.Ordinal);
        HashSet<string> customers = new(StringComparer.Ordinal);
        foreach (var booking in bookings)
        {
            if (booking.Sale is { } sale)
                currencies.Add(sale.Currency);
            foreach (var move in booking.Moves)
                skus.Add(move.Sku);
            if (booking.Points is { } points)
                customers.Add(points.Customer);
        }

        return ([.. skus], [.. currencies], [.. customers]);
    }

    private void Add(Booking booking)
    {
        _bookings.Add(booking);
        if (booking.Problem.Length > 0)
        {
            Quarantine(booking, booking.Problem);
            return;
        }

        try
        {
            Move(booking);
        }
        catch (OverflowException fault)
        {
            Quarantine(booking, fault.Message);
            return;
        }

        if (booking.Sale is { } sale)
            _sales.Add(sale);
        if (booking.Transfer is { } transfer)
            _transfers.Add(transfer);
        if (booking.Order is { } order)
            _orders.Add(order);
    }

    // All moves or none: what went before the one that does not fit is taken back.
    private void Move(Booking booking)
    {
        int done = 0;
        bool hasTotal = false;
        try
        {
            foreach (var move in booking.Moves)
            {
                Add(After.Moved, _before.Moved, move.Sku, move.QuantityThousandths);
                done++;
            }

            if (booking.Sale is { } sold)
                Add(After.Totals, _before.Totals, sold.Currency, sold.TotalMinor);
            hasTotal = true;
            if (booking.Points is { } points)
                Add(After.Points, _before.Points, points.Customer, points.Points);
        }
        catch (OverflowException)
        {
            foreach (var move in booking.Moves.Take(done))
                After.Moved[move.Sku] = unchecked(After.Moved[move.Sku] - move.QuantityThousandths);
            foreach (var move in booking.Moves)
                ForgetWhereSame(After.Moved, _before.Moved, move.Sku);
            if (booking.Sale is { } sale)
            {
                if (hasTotal)
                    After.Totals[sale.Currency] = unchecked(After.Totals[sale.Currency] - sale.TotalMinor);
                ForgetWhereSame(After.Totals, _before.Totals, sale.Currency);
            }

            if (booking.Points is { } points)
                ForgetWhereSame(After.Points, _before.Points, points.Customer);
            throw;
        }
    }

    private static void Add(Dictionary<string, long> after, Dictionary<string, long> before, string key, long delta)
    {
        ref long sum = ref CollectionsMarshal.GetValueRefOrAddDefault(after, key, out bool there);
        if (!there)
            sum = before.GetValueOrDefault(key);
        sum = checked(sum + delta);
    }

    private static void ForgetWhereSame(Dictionary<string, long> after, Dictionary<string, long> before, string key)
    {
        if (after.TryGetValue(key, out long sum) && sum == before.GetValueOrDefault(key))
            after.Remove(key);
    }

    private void Quarantine(Booking booking, string why) => _quarantined.Add((booking.Read.Entry.Seq, StoredText.Shown(why)));
}
