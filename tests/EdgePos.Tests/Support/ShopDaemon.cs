using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A shop in the Netherlands with a price book in which every kind of item, tax, price and offer occurs.</summary>
public sealed class ShopDaemon : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public ShopDaemon() => Daemon = new Daemon(_folder.File("data"),
    [
        .. Daemon.Alone, "--Store:Country=NL", "--Selling:Approvers=anna:4711|ben:0815", "--Selling:ForeignRates=USD:0.92",
        "--Selling:Tenders=cash|card|voucher|account|foreign_cash",
    ]);

    internal Daemon Daemon { get; }

    public async ValueTask InitializeAsync()
    {
        await Daemon.StartAsync();
        using var import = Daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(Book());
        await import.RequestStream.CompleteAsync();
        Assert.Equal(3, (await import).Promotions);
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The price book.</summary>
    internal static ImportPriceBookRequest Book() => new()
    {
        Items =
        {
            Of("SOAP", 250), Of("TEA", 299, item => item.Department = "drinks"),
            Of("CRISPS", 180, item => item.Tags.Add("snack")), Of("NUTS", 220, item => item.Tags.Add("snack")),
            Of("BOTTLE", 25, item => item.NoDiscount = true), Of("COLA", 199, item => item.DepositSku = "BOTTLE"),
            Of("GIN", 1_899, item => item.MinimumAge = 18), Of("PHONE", 19_900, item => item.AsksSerial = true),
            Of("FLOWERS", null, item => item.OpenPrice = true), Of("OLD", 100, item => item.NotForSale = true),
            Of("BREAD", 300, item => item.Prices.Add(new ListPrice { Group = "staff", Price = Eur(240) })),
            Of("LATER", 500, item => item.Prices.Add(new ListPrice { FromUs = 1, UntilUs = 2, Price = Eur(1) })),
            Of("MENU", 900, item => item.Bundle.AddRange([Part("SOAP", 2_000), Part("TEA", 1_000)])),
            Of("CHEESE", 1_499, item => item.Unit = Unit.Kilogram),
        },
        TaxCategories =
        {
            new TaxCategory { Code = "low", Parts = { new TaxPart { RatePpm = 90_000, SharePpm = 1_000_000 } } },
        },
        Promotions =
        {
            new Promotion
            {
                PromotionId = "3for2", Name = "3 snacks for 2", NForM = new NForM { Pieces = 3, Paid = 2 },
                Items = new ItemSelector { Tags = { "snack" } },
            },
            new Promotion
            {
                PromotionId = "tea10", Name = "10 % off drinks", PercentOff = new PercentOff { PercentPpm = 100_000 },
                Items = new ItemSelector { Departments = { "drinks" } }, Coupon = "TEATIME",
            },
            new Promotion
            {
                PromotionId = "staff", Name = "Staff", PercentOff = new PercentOff { PercentPpm = 50_000 },
                Items = new ItemSelector { Skus = { "SOAP" } }, Groups = { "staff" },
            },
        },
    };

    internal static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };

    private static BundlePart Part(string sku, long thousandths) => new() { Sku = sku, Thousandths = thousandths };

    private static Item Of(string sku, long? minor, Action<Item>? more = null)
    {
        var item = new Item { Sku = sku, Name = sku, Unit = Unit.Each, TaxCategory = "low" };
        if (minor is { } price)
            item.Price = Eur(price);
        more?.Invoke(item);
        return item;
    }
}
