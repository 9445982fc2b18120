using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Several fields that are each within their limits, and together are not; price books that contradict themselves.</summary>
public sealed class BadInputLimitTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private const long DearestMinor = 1_000_000_000, MostThousandths = 9_999_999_000, MostMinor = 1_000_000_000_000;

    private static readonly Money Dearest = ShopDaemon.Eur(DearestMinor), Most = ShopDaemon.Eur(MostMinor);

    private readonly Till _till = new(shop.Daemon);

    [Fact]
    public async Task The_dearest_item_in_the_largest_quantity_is_too_much_and_the_largest_sum_is_not()
    {
        string id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.InvalidArgument, "AMOUNT_TOO_LARGE", () => FlowersAsync(id, MostThousandths), "quantity_thousandths");
        var basket = await FlowersAsync(id, 1_000_000); // a thousand of them are the most that a sale may be
        Assert.Equal(MostMinor, basket.Total.Minor);
        await Till.Refused(StatusCode.InvalidArgument, "AMOUNT_TOO_LARGE", () => _till.Add(id, "SOAP"), "quantity_thousandths");
        await Till.Refused(StatusCode.InvalidArgument, "AMOUNT_TOO_LARGE", () => _till.Change(id, 1, 1_001_000), "quantity_thousandths");
        Assert.Equal(basket, await _till.Get(id));
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_OUT_OF_RANGE", () => _till.Cash(id, MostMinor + 1), "amount");
        await _till.Cash(id, MostMinor - 1);
        basket = await _till.Cash(id, MostMinor);
        Assert.Equal((BasketState.Paid, MostMinor - 1), (basket.State, basket.Change.Minor));
        var receipt = (await _till.Complete(id)).Receipt;
        Assert.Equal((MostMinor, MostMinor), (receipt.Total.Minor, receipt.Taxes.Sum(row => row.Gross.Minor)));
    }

    [Fact]
    public async Task No_tender_beyond_the_fiftieth_is_taken()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        for (int i = 0; i < 50; i++)
            await _till.Cash(id, 1);
        var before = await _till.Get(id);
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_OUT_OF_RANGE", () => _till.Cash(id, 1), "amount");
        Assert.Equal(before, await _till.Get(id));
        await _till.Abandon(id);
    }

    // Each has something in the named field that it must not have.
    private static readonly Dictionary<string, Func<string, Till, Task<Basket>>> Blank = new()
    {
        ["code"] = Say((checkout, me, id) => checkout.AddCouponAsync(new() { BasketId = id, CommandId = Till.NewId(), Code = " " }, me)),
        ["serial"] = Say((checkout, me, id) => checkout.AddItemAsync(
            new() { BasketId = id, CommandId = Till.NewId(), Scanned = "PHONE", Serial = " " }, me)),
        ["reduction.reason"] = Say((checkout, me, id) => checkout.SetDiscountAsync(
            new() { BasketId = id, CommandId = Till.NewId(), Reduction = new Reduction { PercentPpm = 1, Reason = " " } }, me)),
        ["customer.exemption"] = Say((checkout, me, id) => checkout.SetCustomerAsync(
            new() { BasketId = id, CommandId = Till.NewId(), Customer = new BasketCustomer { Exemption = " " } }, me)),
        ["customer.group"] = Say((checkout, me, id) => checkout.SetCustomerAsync(
            new() { BasketId = id, CommandId = Till.NewId(), Customer = new BasketCustomer { Group = "staff " } }, me)),
        ["card.reference"] = (id, till) => till.Pay(new AddTenderRequest { Card = new Card { Reference = " " } }, id, 100),
        ["voucher.number"] = (id, till) => till.Pay(new AddTenderRequest { Voucher = new Voucher { Number = "V1 " } }, id, 100),
        ["amount"] = (id, till) => till.Pay(new AddTenderRequest { ForeignCash = new ForeignCash { Foreign = Usd } }, id, 100),
    };

    public static TheoryData<string> Blanks() => new(Blank.Keys);

    [Theory, MemberData(nameof(Blanks))]
    public async Task A_blank_says_nothing_and_what_is_said_twice_must_not_differ(string field)
    {
        string id = (await _till.Open()).BasketId;
        var before = await _till.Add(id, "SOAP");
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => Blank[field](id, _till), field);
        Assert.Equal(before, await _till.Get(id));
        await _till.Abandon(id);
    }

    [Theory]
    [InlineData("1 with no rate of its tax category", "tax_category")]
    [InlineData("2 with a rate from tomorrow on only", "tax_category")]
    [InlineData("3 with two prices at one time", "prices")]
    [InlineData("4 with two prices at one time for staff", "prices")]
    [InlineData("5 with a price that never holds", "prices")]
    [InlineData("6 with a blank department", "department")]
    [InlineData("7 with a price for a blank group", "prices")]
    [InlineData("8 with a deposit that is not there", "deposit_sku")]
    public async Task A_price_book_that_contradicts_itself_is_refused_and_the_row_named(string item, string field)
    {
        var row = Till.Item(item, item, 100);
        var book = new ImportPriceBookRequest { Items = { row } };
        switch (item[0])
        {
            case '1':
                (row.TaxCategory, row.TaxRatePpm) = ("none", 0);
                break;
            case '2':
                (row.TaxCategory, row.TaxRatePpm) = ("later", 0);
                string from = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd");
                book.TaxCategories.Add(new TaxCategory { Code = "later", From = from, Parts = { new TaxPart { SharePpm = 1_000_000 } } });
                break;
            case '3':
                row.Prices.AddRange([Price("", 1, 100), Price("", 99, 200)]);
                break;
            case '4':
                row.Prices.AddRange([Price("staff", 1, 0), Price("", 1, 0), Price("staff", 0, 2)]);
                break;
            case '5':
                row.Prices.Add(Price("", 2, 1));
                break;
            case '6':
                row.Department = " ";
                break;
            case '7':
                row.Prices.Add(Price(" ", 1, 2));
                break;
            default:
                row.DepositSku = "NOTHING";
                break;
        }

        string before = (await shop.Daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest())).Version;
        var refusal = await Till.Refused(StatusCode.InvalidArgument, "PRICE_BOOK_ROW_INVALID", () => ImportAsync(book), field);
        Assert.Contains(item, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await shop.Daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest())).Version);
    }

    [Fact]
    public async Task Promotions_that_contradict_each_other_never_take_off_more_than_there_is_to_pay()
    {
        await using var daemon = new TempDaemon();
        await daemon.Daemon.StartAsync();
        var book = new ImportPriceBookRequest { Items = { Till.Item("SOAP", "Soap", 250), Till.Item("TEA", "Tea", 299) } };
        foreach (var combination in new[] { Combination.Alone, Combination.Exclusive, Combination.Combinable, Combination.Combinable })
        {
            book.Promotions.Add(
            [
                Everything($"free {book.Promotions.Count}", combination, one => one.PercentOff = new() { PercentPpm = 1_000_000 }),
                Everything($"much {book.Promotions.Count}", combination, one => one.AmountOff = new() { Off = Dearest }),
                Everything($"sum {book.Promotions.Count}", combination, one => one.BasketAmount = new() { Off = Most }),
            ]);
        }

        using var import = daemon.Daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(book);
        await import.RequestStream.CompleteAsync();
        Assert.Equal(12, (await import).Promotions);
        var till = new Till(daemon.Daemon);
        string id = (await till.Open()).BasketId;
        await till.Add(id, "SOAP", MostThousandths / 10_000_000 * 1_000);
        var basket = await till.Add(id, "TEA");
        Assert.Null(BadInputBooks.Fault(basket));
        Assert.Equal(0, basket.Total.Minor);
        Assert.All(basket.Lines, line => Assert.True(line.Amount.Minor >= 0));
        Assert.Equal(basket.Discount.Minor, basket.Promotions.Sum(given => given.Amount.Minor));
    }

    private static Money Usd => new() { Minor = 500, Currency = "USD" };

    private static Func<string, Till, Task<Basket>> Say(Func<Checkout.CheckoutClient, Metadata, string, AsyncUnaryCall<Basket>> call) =>
        (id, till) => till.Do((checkout, me) => call(checkout, me, id));

    private static Promotion Everything(string id, Combination combination, Action<Promotion> offer)
    {
        var promotion = new Promotion
        {
            PromotionId = id,
            Name = id,
            Combination = combination,
            Items = new ItemSelector { Everything = true },
        };
        offer(promotion);
        return promotion;
    }

    private static ListPrice Price(string group, long from, long until) =>
        new() { Group = group, FromUs = from, UntilUs = until, Price = ShopDaemon.Eur(1) };

    private async Task ImportAsync(ImportPriceBookRequest book)
    {
        using var import = shop.Daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(book);
        await import.RequestStream.CompleteAsync();
        await import;
    }

    private Task<Basket> FlowersAsync(string id, long thousandths) => _till.Do((checkout, headers) => checkout.AddItemAsync(
        new AddItemRequest
        {
            BasketId = id,
            CommandId = Till.NewId(),
            Scanned = "FLOWERS",
            QuantityThousandths = thousandths,
            UnitPrice = ShopDaemon.Eur(DearestMinor),
        }, headers));

    // A daemon whose price book is nobody else's.
    private sealed class TempDaemon : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();

        public TempDaemon() => Daemon = new Daemon(_folder.Path, Daemon.Alone);

        public Daemon Daemon { get; }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            _folder.Dispose();
        }
    }
}
