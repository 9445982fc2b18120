using System.Runtime.CompilerServices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Who is asked for: one of the three is not empty.</summary>
internal sealed record WhoAsked(string Number, string Text, ReceiptNumber? Receipt);

/// <summary>
/// All that this box holds of somebody: what head office tells, receipts, orders, open baskets. The journal is read a little at a time, so
/// that nobody's erasure waits for somebody who reads slowly.
/// </summary>
internal sealed class CustomerExport(LedgerReader ledger, CustomerBook book, OrderShowing orders, OrderBook orderBook, BasketDesk baskets)
{
    private const int AtOnce = 500, MostFound = 1000;
    private const long BytesAtOnce = 4 * 1024 * 1024;

    private static readonly string Sales = SaleCompleted.Descriptor.FullName;

    /// <summary>All of it, as it is found.</summary>
    public async IAsyncEnumerable<CustomerData> OfAsync(
        WhoAsked who, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var customer in CustomersOf(who))
        {
            yield return new CustomerData { Customer = customer };
            foreach (string card in book.CardsOf(customer.Number))
                yield return new CustomerData { Card = card };
        }

        foreach (var receipt in ReceiptsOf(who, stop))
            yield return new CustomerData { Receipt = receipt };
        foreach (var order in orderBook.All().Where(order => IsOf(order, who)))
        {
            if (orders.Find(order.Number) is { } found)
                yield return new CustomerData { Order = found };
        }

        foreach (var basket in await baskets.ListAsync())
        {
            if (who.Number.Length > 0 && basket.Customer.Reference == who.Number)
                yield return new CustomerData { Basket = basket.ToWire() };
        }
    }

    private IEnumerable<Customer> CustomersOf(WhoAsked who) => who switch
    {
        { Number.Length: > 0 } => book.OfNumber(who.Number) is { } one ? [one] : [],
        { Text.Length: > 0 } => book.WithName(who.Text, MostFound),
        _ => [],
    };

    private IEnumerable<Receipt> ReceiptsOf(WhoAsked who, CancellationToken stop)
    {
        if (who.Text.Length > 0)
        {
            return ledger.FindCustomers(who.Text, MostFound, stop).Reverse()
                .Select(found => Read(found.ReceiptNumber)).OfType<Receipt>();
        }

        return who.Number.Length > 0 ? ReceiptsOn(who.Number, stop) : [ledger.FindReceipt(who.Receipt!.Value)!];
    }

    // No table says which sales were on a number: the journal does. What is sold meanwhile is for the next to ask.
    private IEnumerable<Receipt> ReceiptsOn(string number, CancellationToken stop)
    {
        long end = ledger.Head().Seq;
        for (long after = 0; after < end;)
        {
            stop.ThrowIfCancellationRequested();
            var entries = ledger.Entries(after, AtOnce, BytesAtOnce);
            foreach (var entry in entries.Where(one => one.Header.Kind == Sales))
            {
                var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
                if (sale.ForCustomer?.Reference == number && Read(sale.ReceiptNumber) is { } receipt)
                    yield return receipt;
            }

            after = entries[^1].Header.Seq;
        }
    }

    private Receipt? Read(string number) => ReceiptNumber.TryParse(number, out var known) ? ledger.FindReceipt(known) : null;

    private static bool IsOf(CustomerOrder order, WhoAsked who) =>
        (who.Number.Length > 0 && order.CustomerNumber == who.Number)
        || (who.Text.Length > 0 && order.CustomerName.Contains(who.Text, StringComparison.CurrentCultureIgnoreCase));
}
