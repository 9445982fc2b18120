using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>Price books with every field of a row in them, and one with each kind of offer.</summary>
internal static class BadInputPriceBooks
{
    private static readonly Dictionary<string, Action<Promotion>> Offers = new()
    {
        ["percent_off"] = one => one.PercentOff = new PercentOff { PercentPpm = 100_000 },
        ["amount_off"] = one => one.AmountOff = new AmountOff { Off = ShopDaemon.Eur(5) },
        ["fixed_price"] = one => one.FixedPrice = new FixedPrice { Price = ShopDaemon.Eur(99) },
        ["n_for_price"] = one => one.NForPrice = new NForPrice { Pieces = 3, Price = ShopDaemon.Eur(500) },
        ["n_for_m"] = one => one.NForM = new NForM { Pieces = 3, Paid = 2 },
        ["buy_x_get_y"] = one => one.BuyXGetY = new BuyXGetY { Buy = 2, Get = 1, PercentPpm = 1_000_000, From = Some() },
        ["set_for_price"] = one => one.SetForPrice = new SetForPrice
        {
            Pieces = 1,
            Price = ShopDaemon.Eur(500),
            Others = { new SetPart { Pieces = 1, From = Some() } },
        },
        ["cheapest_free"] = one => one.CheapestFree = new CheapestFree { Pieces = 3, Free = 1 },
        ["basket_percent"] = one => one.BasketPercent = new BasketPercent { PercentPpm = 50_000 },
        ["basket_amount"] = one => one.BasketAmount = new BasketAmount { Off = ShopDaemon.Eur(100) },
    };

    /// <summary>Imports: one with every field of every row, and one for each kind of offer.</summary>
    public static Func<BadInputShop, Task<GoodRequest>>[] Requests { get; } =
    [
        Of(Whole(), ""),
        .. Offers.Select(offer => Of(With(offer.Value), $"promotions[0].{offer.Key}")),
    ];

    private static Func<BadInputShop, Task<GoodRequest>> Of(ImportPriceBookRequest book, string only) =>
        _ => Task.FromResult(new GoodRequest(book, only));

    private static ImportPriceBookRequest Whole()
    {
        var book = With(Offers["percent_off"]);
        book.Items.Insert(0, new Item
        {
            Sku = "SOAP",
            Name = "Soap",
            Gtins = { "5449000000996" },
            Unit = Unit.Each,
            Price = ShopDaemon.Eur(250),
            TaxCategory = "low",
            Prices = { new ListPrice { Group = "staff", FromUs = 1, UntilUs = 2_000_000_000_000_000, Price = ShopDaemon.Eur(240) } },
            Department = "home",
            Tags = { "clean" },
            MinimumAge = 18,
            AsksSerial = true,
            OpenPrice = true,
            NotForSale = true,
            NoDiscount = true,
            DepositSku = "BOTTLE",
            Bundle = { new BundlePart { Sku = "BOTTLE", Thousandths = 1_000 } },
        });
        book.TaxCategories.Add(new TaxCategory
        {
            Code = "low",
            From = "2026-01-01",
            Parts = { new TaxPart { Name = "VAT", RatePpm = 90_000, SharePpm = 1_000_000 } },
        });
        book.EndedPromotions.Add("gone");
        var promotion = book.Promotions[0];
        promotion.Schedule = new Schedule
        {
            From = "2026-11-01T09:00",
            Until = "2027-11-01T09:00",
            Days = 62,
            HoursFrom = "09:00",
            HoursTo = "17:30",
        };
        promotion.Threshold = new Threshold { Spend = ShopDaemon.Eur(1_000), Pieces = 2, In = Some() };
        promotion.Groups.Add("staff");
        (promotion.Priority, promotion.Combination, promotion.Coupon, promotion.MaxTimes) = (1, Combination.Combinable, "TEATIME", 3);
        return book;
    }

    private static ImportPriceBookRequest With(Action<Promotion> offer)
    {
        var promotion = new Promotion { PromotionId = "one", Name = "One", Items = Some() };
        offer(promotion);
        return new ImportPriceBookRequest
        {
            Items = { new Item { Sku = "BOTTLE", Name = "Bottle", Unit = Unit.Each, Price = ShopDaemon.Eur(25), TaxRatePpm = 90_000 } },
            Promotions = { promotion },
        };
    }

    private static ItemSelector Some() => new()
    {
        Skus = { "SOAP" },
        Departments = { "home" },
        Tags = { "clean" },
        ExceptSkus = { "TEA" },
        ExceptDepartments = { "drinks" },
        ExceptTags = { "old" },
    };
}
