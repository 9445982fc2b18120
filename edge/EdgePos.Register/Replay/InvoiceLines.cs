using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What each line of an invoice asks of the box.</summary>
internal sealed class InvoiceLines(BoxClient box, CommandIds ids, ReturnPlan plan)
{
    // The file does not say why anything came back.
    private const string Reason = "RETURN";

    /// <summary>The lines of a receipt that stand for lines of an invoice: deposits come by themselves.</summary>
    public static IEnumerable<Line> Of(Receipt receipt) => receipt.Lines.Where(line => line.DepositOf == 0);

    /// <summary>The parts of an invoice, in the order of its lines.</summary>
    public async Task<IReadOnlyList<InvoicePart>> OfAsync(Invoice invoice, CancellationToken stop)
    {
        if (!invoice.IsReturn)
            return [.. invoice.Lines.Where(line => line.IsSale).Select(line => Sell(invoice, line))];
        var parts = new List<InvoicePart>();
        foreach (var part in plan.Of(invoice))
            parts.Add(TakeBack(invoice, part, parts.Count, await plan.ReceiptOfAsync(part, stop)));
        return parts;
    }

    private InvoicePart Sell(Invoice invoice, SalesLine line)
    {
        var request = new AddItemRequest
        {
            CommandId = ids.Of(invoice, $"line {line.Number}"),
            BasketId = ids.Of(invoice, "open"),
            Scanned = line.Sku,
            QuantityThousandths = line.Quantity * 1000,
        };
        return new InvoicePart(line, line.Quantity, o => box.Checkout.AddItemAsync(request, o).ResponseAsync);
    }

    private InvoicePart TakeBack(Invoice invoice, ReturnPart part, int number, Receipt? receipt)
    {
        var request = new AddReturnRequest
        {
            CommandId = ids.Of(invoice, $"line {part.Line.Number} part {number}"),
            BasketId = ids.Of(invoice, "open"),
            QuantityThousandths = part.Pieces * 1000,
            Reason = Reason,
        };
        if (receipt is null)
            request.Scanned = part.Line.Sku;
        else
            (request.ReceiptNumber, request.Line) = (receipt.ReceiptNumber, Of(receipt).ElementAt(part.Place).Line_);
        return new InvoicePart(part.Line, -part.Pieces, o => box.Checkout.AddReturnAsync(request, o).ResponseAsync);
    }
}
