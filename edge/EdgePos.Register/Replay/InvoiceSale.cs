using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>How an invoice ended.</summary>
/// <param name="Receipt">The receipt; null: it was refused.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Replayed">True where the sale had been made before.</param>
/// <param name="OtherPrices">Lines whose price in the file is not the box's.</param>
/// <param name="DifferenceMinor">What that makes: the box's amounts less those of the file.</param>
internal sealed record InvoiceResult(
    Receipt? Receipt, Refusal? Refusal, bool Replayed = false, int OtherPrices = 0, long DifferenceMinor = 0);

/// <summary>Sells one invoice: open, add each line, pay exactly in cash, complete.</summary>
internal sealed class InvoiceSale(BoxClient box, CommandIds ids)
{
    private const int StartsMax = 20;

    /// <summary>
    /// Sells it. Where the box lost power and its counter has forgotten the basket, all is done again with the same ids:
    /// what had been carried out is not carried out twice.
    /// </summary>
    /// <exception cref="BoxUnreachable">Patience ended.</exception>
    public async Task<InvoiceResult> SellAsync(Invoice invoice, CancellationToken stop)
    {
        InvoiceResult result;
        int starts = 0;
        do
        {
            result = await TryAsync(invoice, stop);
        }
        while (result.Refusal?.Reason == Refusal.BasketNotFound && ++starts < StartsMax);

        if (result.Refusal is { Reason: not Refusal.BasketNotFound })
            await AbandonAsync(invoice, stop);
        return result;
    }

    private async Task<InvoiceResult> TryAsync(Invoice invoice, CancellationToken stop)
    {
        string id = ids.Of(invoice, "open");
        var open = new OpenBasketRequest { CommandId = id };
        var opened = await box.CallAsync(o => box.Checkout.OpenBasketAsync(open, o).ResponseAsync, stop);
        if (opened.Refusal is not null)
            return new InvoiceResult(null, opened.Refusal);
        var basket = opened.Value;
        if (basket.State == BasketState.Open)
        {
            foreach (var line in invoice.Lines.Where(line => line.IsSale))
            {
                var add = new AddItemRequest
                {
                    CommandId = ids.Of(invoice, $"line {line.Number}"),
                    BasketId = id,
                    Scanned = line.Sku,
                    QuantityThousandths = line.Quantity * 1000,
                };
                var added = await box.CallAsync(o => box.Checkout.AddItemAsync(add, o).ResponseAsync, stop, id);
                if (added.Refusal is not null)
                    return new InvoiceResult(null, added.Refusal);
                basket = added.Value;
            }
        }

        if (basket.State == BasketState.Open)
        {
            var pay = new AddTenderRequest { CommandId = ids.Of(invoice, "cash"), BasketId = id, Amount = basket.Due, Cash = new Cash() };
            var paid = await box.CallAsync(o => box.Checkout.AddTenderAsync(pay, o).ResponseAsync, stop, id);
            if (paid.Refusal is not null)
                return new InvoiceResult(null, paid.Refusal);
        }

        var complete = new CompleteRequest { CommandId = ids.Of(invoice, "complete"), BasketId = id };
        var done = await box.CallAsync(o => box.Checkout.CompleteAsync(complete, o).ResponseAsync, stop, id);
        return done.Refusal is not null ? new InvoiceResult(null, done.Refusal) : Compare(invoice, done.Value);
    }

    // Whether it works out does not matter: the refusal that led here is what is told.
    private Task AbandonAsync(Invoice invoice, CancellationToken stop)
    {
        var request = new AbandonBasketRequest { CommandId = ids.Of(invoice, "abandon"), BasketId = ids.Of(invoice, "open") };
        return box.CallAsync(o => box.Checkout.AbandonBasketAsync(request, o).ResponseAsync, stop, request.BasketId);
    }

    private static InvoiceResult Compare(Invoice invoice, CompleteResponse done)
    {
        var pairs = invoice.Lines.Where(line => line.IsSale).Zip(done.Receipt.Lines).ToList();
        return new InvoiceResult(done.Receipt, null, done.Replayed,
            pairs.Count(pair => pair.First.PriceMinor != pair.Second.UnitPrice.Minor),
            pairs.Sum(pair => pair.Second.Amount.Minor - (pair.First.PriceMinor * pair.First.Quantity)));
    }
}
