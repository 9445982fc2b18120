using System.Collections.Concurrent;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>A part of a line that comes back, and where it was bought.</summary>
/// <param name="Line">The line of the return.</param>
/// <param name="Pieces">How many of it.</param>
/// <param name="Bought">The invoice that sold it to the same customer; null: none in the file.</param>
/// <param name="Place">Which of that invoice's lines that were sold, from 0.</param>
internal sealed record ReturnPart(SalesLine Line, long Pieces, Invoice? Bought, int Place);

/// <summary>
/// Which sale each line of a return belongs to: the earliest ones of the same stock code to the same customer, before it in
/// the file, of which something is left. It follows from the file alone, so that a replay started again does the same.
/// </summary>
internal sealed class ReturnPlan
{
    private readonly Dictionary<int, List<ReturnPart>> _parts = [];
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Receipt?>> _receipts = [];

    public ReturnPlan(IReadOnlyList<Invoice> invoices)
    {
        var sold = new Dictionary<(string Customer, string Sku), List<SoldPieces>>();
        foreach (var invoice in invoices.Where(invoice => invoice.Broken.Count == 0))
        {
            if (invoice.IsReturn)
                _parts[invoice.Index] = [.. invoice.Lines.Where(line => line.IsReturned).SelectMany(line => PartsOf(line, sold))];
            else
                Note(invoice, sold);
        }

        foreach (var part in _parts.Values.SelectMany(parts => parts))
        {
            if (part.Bought is { } bought)
                _receipts.TryAdd(bought.Index, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>The parts of a return.</summary>
    public IReadOnlyList<ReturnPart> Of(Invoice invoice) => _parts[invoice.Index];

    /// <summary>Tells how an invoice ended, for the returns that wait for its receipt.</summary>
    /// <param name="receipt">Null: it was not sold.</param>
    public void Sold(Invoice invoice, Receipt? receipt)
    {
        if (_receipts.TryGetValue(invoice.Index, out var waiting))
            waiting.TrySetResult(receipt);
    }

    /// <summary>
    /// The receipt that a part was bought with; null: there is none. It waits for the register that sells it: a return comes
    /// after its sale in the file, and every register goes through the file from the top, so none waits for ever.
    /// </summary>
    public async Task<Receipt?> ReceiptOfAsync(ReturnPart part, CancellationToken stop) =>
        part.Bought is { } bought ? await _receipts[bought.Index].Task.WaitAsync(stop) : null;

    private static void Note(Invoice invoice, Dictionary<(string Customer, string Sku), List<SoldPieces>> sold)
    {
        int place = 0;
        foreach (var line in invoice.Lines.Where(line => line.IsSale))
        {
            // Without a name nobody can say that it was the same customer.
            if (line.Customer.Length > 0)
            {
                if (!sold.TryGetValue((line.Customer, line.Sku), out var lines))
                    sold[(line.Customer, line.Sku)] = lines = [];
                lines.Add(new SoldPieces(invoice, place) { Left = line.Quantity });
            }

            place++;
        }
    }

    private static IEnumerable<ReturnPart> PartsOf(SalesLine line, Dictionary<(string Customer, string Sku), List<SoldPieces>> sold)
    {
        long wanted = -line.Quantity;
        foreach (var from in sold.GetValueOrDefault((line.Customer, line.Sku), []).Where(from => from.Left > 0))
        {
            long pieces = Math.Min(wanted, from.Left);
            from.Left -= pieces;
            wanted -= pieces;
            if (pieces > 0)
                yield return new ReturnPart(line, pieces, from.Invoice, from.Place);
        }

        if (wanted > 0)
            yield return new ReturnPart(line, wanted, null, 0);
    }

    private sealed class SoldPieces(Invoice invoice, int place)
    {
        public Invoice Invoice => invoice;

        public int Place => place;

        public long Left { get; set; }
    }
}
