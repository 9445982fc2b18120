using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using Money = EdgePos.Store.Money;

namespace EdgePos.Gateway;

/// <summary>Customers at the counter: who a number or a card is, and the points they have.</summary>
internal sealed class LoyaltyDesk(CustomerBook book, LedgerReader ledger)
{
    private const int FoundMost = 20;

    /// <summary>Who a basket is to be for: as head office says, where it knows the customer; else as was said.</summary>
    public Result<BasketCustomer> Named(BasketCustomer said) =>
        said.Reference.Length > 0 && book.Find(said.Reference) is { } known ? Known(known) : said;

    /// <summary>Who a card belongs to.</summary>
    public Result<BasketCustomer> OfCard(string card) =>
        book.OfCard(card) is { } known ? Known(known) : new Refusal(RefusalCode.CustomerUnknown, "scanned", card);

    /// <summary>True where head office tells of customers.</summary>
    public bool KnowsCustomers => book.Manifest is not null;

    /// <summary>Looks for customers by number, card or name; with the points that they have now.</summary>
    public LookCustomersResponse Look(string text)
    {
        var found = book.Find(text) is { } one ? [one] : book.WithName(text, FoundMost + 1);
        var response = new LookCustomersResponse
        {
            More = found.Count > FoundMost,
            Programme = book.Programme,
            ToldUs = book.Manifest?.MadeUs ?? 0,
        };
        long upTo = CountedUpTo();
        foreach (var customer in found.Take(FoundMost))
        {
            var now = customer.Clone();
            now.Points = Left(new(customer.Points, upTo), customer.Number);
            response.Customers.Add(now);
        }

        return response;
    }

    /// <summary>The points that head office has counted; null: it told nothing of the customer.</summary>
    public CountedPoints? CountedOf(string number) =>
        number.Length > 0 && book.Find(number) is { } known ? new(known.Points, CountedUpTo()) : null;

    /// <summary>Pays with points of the basket's customer, or gives them back.</summary>
    /// <param name="counted">What head office has counted of them.</param>
    public Result<Basket> Pay(Basket basket, Money? asked, CountedPoints? counted) => book.Rules() is { } programme
        ? basket.PayByPoints(programme, asked, counted is null ? 0 : Left(counted, basket.Customer.Reference))
        : new Refusal(RefusalCode.TenderNotTaken, "kind", "points");

    /// <summary>The points that a basket earns.</summary>
    public long EarnedBy(Basket basket) =>
        basket.Customer.Reference.Length > 0 && book.Rules() is { } programme ? programme.Earned(basket) : 0;

    private long Left(CountedPoints counted, string number) => counted.Points + ledger.PointsSince(number, counted.UpToSeq);

    // The entry of this journal up to which head office has counted.
    private long CountedUpTo()
    {
        var epoch = ledger.Head().Epoch;
        return book.Manifest?.Counted.FirstOrDefault(journal => journal.Epoch.Span.SequenceEqual(epoch))?.Seq ?? 0;
    }

    private static Result<BasketCustomer> Known(Customer customer) => customer.Blocked.Length > 0
        ? new Refusal(RefusalCode.CustomerBlocked, "customer", customer.Number, customer.Blocked)
        : new BasketCustomer(customer.Number, customer.Group, customer.Exemption);
}
