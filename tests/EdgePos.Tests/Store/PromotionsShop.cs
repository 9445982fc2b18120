using EdgePos.Store;

namespace EdgePos.Tests.Store;

/// <summary>A shop for promotions: drinks a, b, c (tag mix on a and b), food d, e, f (tag fresh on f), and k by the kilogram.</summary>
internal static class PromotionsShop
{
    public static readonly Currency Eur = Currency.Of("EUR");

    /// <summary>A Tuesday at noon.</summary>
    public static readonly PromotionContext Noon = new(new DateTime(2026, 11, 24, 12, 0, 0));

    public static readonly ItemSelector Drinks = ItemSelector.OfDepartments("drinks");
    public static readonly ItemSelector Food = ItemSelector.OfDepartments("food");
    public static readonly ItemSelector Mix = ItemSelector.OfTags("mix");

    public static Money Cents(long minor) => new(minor, Eur);

    public static Rate Percent(long percent) => new(percent * 10_000);

    public static Promotion On(ItemSelector items, Offer offer, string id = "p") =>
        new() { Id = id, Name = $"Promotion {id}", Items = items, Offer = offer };

    public static Promotion Combining(this Promotion promotion) => promotion with { Combination = Combination.Combinable };

    /// <summary>"3*a@199 350*k@499": three pieces of a at 1.99 each; 350 grams of k for 4.99.</summary>
    public static List<PromotionLine> Lines(string basket) =>
        [.. basket.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) =>
        {
            string[] parts = word.Split('*', '@');
            return Line(i + 1, parts[1], long.Parse(parts[0]), long.Parse(parts[2]));
        })];

    public static PromotionLine Line(int number, string sku, long count, long price) =>
        sku == "k"
            ? new(number, sku, new Quantity(count, Unit.Kilogram), Cents(price)) { Department = "food" }
            : new(number, sku, new Quantity(count * 1000, Unit.Each), Cents(price * count))
            {
                Department = sku is "a" or "b" or "c" ? "drinks" : "food",
                Tags = sku is "a" or "b" ? ["mix"] : sku == "f" ? ["fresh", "local"] : [],
            };

    public static PromotionOutcome Price(string basket, params Promotion[] promotions) => Price(basket, Noon, promotions);

    public static PromotionOutcome Price(string basket, PromotionContext context, params Promotion[] promotions) =>
        PromotionBook.Of(promotions, Eur).Value.Price(Lines(basket), context);

    /// <summary>All that comes off, in cents.</summary>
    public static long Total(this PromotionOutcome outcome) => outcome.Applied.Sum(applied => applied.Total.Minor);

    /// <summary>"1:60 2:30": what comes off each line.</summary>
    public static string ByLine(this PromotionOutcome outcome) => string.Join(' ', outcome.Discounts
        .GroupBy(discount => discount.Line).Select(line => $"{line.Key}:{line.Sum(discount => discount.Amount.Minor)}"));

    /// <summary>"p2x100 q1x50": which promotion gave how often how much.</summary>
    public static string ByPromotion(this PromotionOutcome outcome) =>
        string.Join(' ', outcome.Applied.Select(one => $"{one.PromotionId}{one.Times}x{one.Total.Minor}"));
}
