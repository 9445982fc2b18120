using System.Security.Cryptography;
using System.Text;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What the store allows its staff, who may allow more, and what its prices come to now.</summary>
internal sealed class SellingDesk(CatalogueShelf prices, StoreProfile store, TimeProvider time, IOptions<SellingOptions> options)
{
    private readonly IReadOnlyDictionary<string, string> _approvers = options.Value.ToApprovers();
    private readonly IReadOnlySet<string> _tenders = options.Value.ToTenders();
    private readonly IReadOnlyDictionary<string, Rate> _rates = options.Value.ToRates();

    /// <summary>What staff may do on their own.</summary>
    public StaffLimits Limits { get; } = options.Value.ToLimits();

    /// <summary>What becomes of goods with a receipt of another store that head office cannot be asked about.</summary>
    public ReturnsUnasked Unasked { get; } = options.Value.ReturnsElsewhereOffline;

    /// <summary>The day by the clock on the store's wall.</summary>
    public DateOnly Today => DateOnly.FromDateTime(store.LocalOf(time.GetUtcNow()));

    /// <summary>This moment, for a group of customers.</summary>
    public PriceMoment Moment(string group) =>
        new(time.GetUtcNow().ToUs(), Today, group);

    /// <summary>
    /// The basket with its discounts worked out anew, where something changed that they go by. Paying is nothing of that: what a
    /// customer has begun to pay does not change because an offer ends meanwhile.
    /// </summary>
    public Basket Price(Basket before, Basket after)
    {
        if (SameButNotes(before, after) && after.Coupons == before.Coupons && after.Customer == before.Customer
            && after.Reduction == before.Reduction)
            return after;
        using var book = prices.Borrow();
        return after.Reprice(book?.Promotions ?? PromotionBook.Empty(store.Currency), store.LocalOf(time.GetUtcNow()));
    }

    private static bool SameButNotes(Basket before, Basket after) => after.Lines == before.Lines
        || (after.Lines.Length == before.Lines.Length && after.Lines.Zip(before.Lines)
            .All(pair => ReferenceEquals(pair.First, pair.Second) || pair.First with { Note = pair.Second.Note } == pair.Second));

    /// <summary>What one unit of an item costs a group of customers now; null: it is no longer in the price book.</summary>
    private Money? PriceOf(Item item, string group)
    {
        using var book = prices.Borrow();
        return book?.Find(item.Sku, Moment(group))?.Price;
    }

    /// <summary>Says who a basket is for: its lines get that customer's prices.</summary>
    public Result<Basket> For(Basket basket, BasketCustomer customer) => basket.For(customer, item => PriceOf(item, customer.Group));

    /// <summary>The name of who allows something; empty where nobody is asked for it.</summary>
    /// <param name="approval">name:PIN, or empty.</param>
    public Result<string> Approver(string approval)
    {
        if (approval.Length == 0)
            return "";
        string[] parts = approval.Split(':', 2);
        byte[] wanted = Encoding.UTF8.GetBytes(_approvers.GetValueOrDefault(parts[0], ""));
        byte[] given = Encoding.UTF8.GetBytes(parts.Length == 2 ? parts[1] : "");
        return wanted.Length > 0 && CryptographicOperations.FixedTimeEquals(wanted, given)
            ? parts[0]
            : new Refusal(RefusalCode.ApprovalWrong, "approval");
    }

    /// <summary>Says whether the store takes a kind of tender; null: it does.</summary>
    public Refusal? CheckTaken(string kind) =>
        _tenders.Contains(kind) ? null : new Refusal(RefusalCode.TenderNotTaken, "kind", kind);

    /// <summary>What foreign notes are worth here.</summary>
    public Result<Money> WorthOf(Money foreign)
    {
        if (!_rates.TryGetValue(foreign.Currency.Code, out var rate))
            return new Refusal(RefusalCode.TenderNotTaken, "foreign_cash.foreign", foreign.Currency.Code);
        if (foreign.Minor is <= 0 or > BasketLimits.MaxAmountMinor)
            return new Refusal(RefusalCode.TenderOutOfRange, "foreign_cash.foreign");
        // Minor units of both, whatever their decimals are.
        Int128 worth = (Int128)foreign.Minor * rate.Ppm * Scale(store.Currency) / ((Int128)Rate.Whole * Scale(foreign.Currency));
        return worth > 0 && worth <= BasketLimits.MaxAmountMinor
            ? new Money((long)worth, store.Currency)
            : new Refusal(RefusalCode.TenderOutOfRange, "foreign_cash.foreign");
    }

    private static long Scale(Currency currency) => (long)Math.Pow(10, currency.Decimals);
}
