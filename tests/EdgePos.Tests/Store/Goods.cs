using EdgePos.Store;

namespace EdgePos.Tests.Store;

/// <summary>Goods of a small Dutch store, and short words for what is done with them.</summary>
internal static class Goods
{
    public static readonly Currency Eur = Currency.Of("EUR");
    public static readonly Item Cola = new("1", "Cola", Unit.Each, Cents(199), new Rate(90_000)) { Department = "drinks" };
    public static readonly Item Cheese = new("2", "Cheese", Unit.Kilogram, Cents(1_499), new Rate(90_000)) { Department = "food" };
    public static readonly Item Soap = new("3", "Soap", Unit.Each, Cents(250), new Rate(210_000));
    public static readonly Item Bottle = new("4", "Deposit", Unit.Each, Cents(15), new Rate(0)) { Traits = ItemTraits.NoDiscount };
    public static readonly Item Beer = new("5", "Beer", Unit.Each, Cents(129), new Rate(210_000)) { Deposit = Bottle, MinimumAge = 18 };
    public static readonly Item Stamps = new("6", "Stamps", Unit.Each, Cents(1_000), new Rate(0)) { Traits = ItemTraits.NoDiscount };
    public static readonly StaffLimits Limits = new(new Rate(100_000), 5_000, 2_000, 30);
    public static readonly DateTime Noon = new(2026, 11, 24, 12, 0, 0, DateTimeKind.Unspecified);
    public static readonly PromotionBook NoPromotions = PromotionBook.Empty(Eur);

    public static Basket Empty => new() { Id = new Guid(new byte[16]), Register = 1, Currency = Eur };

    public static Money Cents(long minor) => new(minor, Eur);

    public static Item At(long minor, Rate rate = default) => Soap with { Price = Cents(minor), TaxRate = rate };

    public static Basket With(this Basket basket, Item item, long? thousandths = null) =>
        basket.Add(item, Scan.Of(item.Sku), new Asked(thousandths, AgeSeen: 18), "v").Value;

    public static Result<Basket> Give(this Basket basket, TenderKind kind, long minor, string reference = "R") =>
        basket.Pay(new Tender(0, kind, Cents(minor)) { Reference = reference });

    public static SoldLine Sold(Item item, long thousandths, long paid, int line = 1) =>
        new("S1-1-1", line, item, item.Sku, thousandths, Cents(paid), 0, Cents(0));

    public static ReturnOf Why(string reason = "broken", string approvedBy = "") => new("", 0, reason, false, approvedBy);

    public static Basket Back(this Basket basket, long paid) => basket.Return(Sold(Soap, 1_000, paid), null, Why()).Value;

    public static Reduction Percent(long ppm, string approvedBy = "boss") => new(new Rate(ppm), null, "stain", approvedBy);

    public static Reduction Off(long minor, string approvedBy = "boss") => new(null, Cents(minor), "stain", approvedBy);

    public static PromotionBook Book(params Promotion[] promotions) => PromotionBook.Of(promotions, Eur).Value;

    public static Promotion Offers(string id, Offer offer, ItemSelector? items = null) => new()
    {
        Id = id,
        Name = id,
        Offer = offer,
        Items = items ?? ItemSelector.Everything,
    };
}
