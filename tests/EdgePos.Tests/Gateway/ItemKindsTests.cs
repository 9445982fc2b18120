using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What items ask for, and what follows them.</summary>
public sealed class ItemKindsTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon);

    [Fact]
    public async Task A_deposit_follows_its_line_and_goes_with_it()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "COLA", 2_000);
        var basket = await _till.Change(id, 1, 3_000);
        Assert.Equal([(1, "COLA", 3_000L, 597L, 0), (2, "BOTTLE", 3_000L, 75L, 1)],
            basket.Lines.Select(line => (line.Line_, line.Sku, line.QuantityThousandths, line.Amount.Minor, line.DepositOf)));
        Assert.Equal((3, 672L), (basket.ItemCount, basket.Total.Minor));
        await Till.Refused(StatusCode.FailedPrecondition, "DEPOSIT_FOLLOWS", () => _till.Void(id, 2), "line");
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_FIXED", () => _till.Change(id, 2, 1_000), "line");
        Assert.Equal([true, true], (await _till.Void(id, 1)).Lines.Select(line => line.Void));
    }

    [Theory]
    [InlineData("2020-01-01", false, false)]
    [InlineData("2000-01-01", false, true)]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    public async Task An_age_is_asked_for_once_a_basket_and_only_how_old_is_kept(string born, bool seen, bool sold)
    {
        string id = (await _till.Open()).BasketId;
        var request = new AddItemRequest { BasketId = id, CommandId = Till.NewId(), Scanned = "GIN" };
        if (born.Length > 0)
            request.BirthDate = born;
        else
            request.AgeSeen = seen;
        if (!sold)
        {
            await Till.Refused(StatusCode.FailedPrecondition, "AGE_CHECK_NEEDED", () => AddAsync(request), "age");
            return;
        }

        var basket = await AddAsync(request);
        Assert.InRange(basket.AgeSeen, 18, 30);
        Assert.Equal(2, (await _till.Add(id, "GIN")).Lines.Count);
        Assert.DoesNotContain(born.Length > 0 ? born : "birth", basket.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1990-02-30")]
    [InlineData("tomorrow")]
    [InlineData("1800-01-01")]
    [InlineData("2999-01-01")]
    public async Task A_birth_date_that_is_none_is_refused(string born)
    {
        string id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => AddAsync(
            new AddItemRequest { BasketId = id, CommandId = Till.NewId(), Scanned = "GIN", BirthDate = born }), "birth_date");
    }

    [Fact]
    public async Task A_serial_number_is_asked_for_and_each_piece_is_one_line()
    {
        string id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "SERIAL_NEEDED", () => _till.Add(id, "PHONE"), "serial");
        var request = new AddItemRequest { BasketId = id, CommandId = Till.NewId(), Scanned = "PHONE", Serial = "IMEI 1" };
        Assert.Equal(("IMEI 1", true), (await AddAsync(request)).Lines.Select(line => (line.Serial, line.QuantityFixed)).Single());
        request.CommandId = Till.NewId();
        await Till.Refused(StatusCode.FailedPrecondition, "SERIAL_TWICE", () => AddAsync(request));
    }

    [Fact]
    public async Task A_price_is_typed_where_the_item_asks_for_it_and_nowhere_else()
    {
        string id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "PRICE_NEEDED", () => _till.Add(id, "FLOWERS"), "unit_price");
        Assert.Equal(1_250, (await AddAsync(Priced(id, "FLOWERS", 1_250))).Total.Minor);
        await Till.Refused(StatusCode.FailedPrecondition, "PRICE_NOT_OPEN", () => AddAsync(Priced(id, "SOAP", 1)), "unit_price");
        await Till.Refused(StatusCode.InvalidArgument, "PRICE_OUT_OF_RANGE", () => AddAsync(Priced(id, "FLOWERS", 0)), "unit_price");
        await Till.Refused(StatusCode.InvalidArgument, "PRICE_OUT_OF_RANGE", () => AddAsync(Priced(id, "FLOWERS", -5)), "unit_price");
        await Till.Refused(StatusCode.FailedPrecondition, "NOT_FOR_SALE", () => _till.Add(id, "OLD"));
    }

    [Fact]
    public async Task A_customer_of_a_group_gets_its_prices_also_for_what_was_scanned_before()
    {
        string id = (await _till.Open()).BasketId;
        Assert.Equal(300, (await _till.Add(id, "BREAD")).Total.Minor);
        await _till.Add(id, "SOAP");
        var basket = await CustomerAsync(id, new BasketCustomer { Reference = "7", Group = "staff" });
        Assert.Equal((240 + 250 - 13L, "staff"), (basket.Total.Minor, basket.Customer.Group)); // 5 % of 2.50: 0.125
        basket = await CustomerAsync(id, null);
        Assert.Equal((550L, null), (basket.Total.Minor, basket.Customer));
    }

    [Fact]
    public async Task An_exempt_customer_pays_no_tax_and_the_receipt_says_so()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "TEA");
        var basket = await CustomerAsync(id, new BasketCustomer { Exemption = "DIP-1" });
        Assert.Equal((274L, 0L), (basket.Total.Minor, Assert.Single(basket.Taxes).Tax.Minor)); // 2.99 / 1.09
        await _till.Cash(id, basket.DueInCash.Minor);
        var receipt = (await _till.Complete(id)).Receipt;
        Assert.Equal(("DIP-1", 274L, 1L), (receipt.ForCustomer.Exemption, receipt.Total.Minor, receipt.Rounding.Minor));
    }

    [Fact]
    public async Task A_bundle_takes_its_parts_from_stock()
    {
        var stock = new Stock.StockClient(shop.Daemon.Channel);
        long before = (await OnHandAsync(stock, "SOAP"));
        await _till.Sell("MENU");
        Assert.Equal((before - 2_000, 0L), (await OnHandAsync(stock, "SOAP"), await OnHandAsync(stock, "MENU")));
    }

    [Fact]
    public async Task A_price_of_another_time_does_not_hold_now() =>
        Assert.Equal(500, (await _till.Add((await _till.Open()).BasketId, "LATER")).Total.Minor);

    private static AddItemRequest Priced(string id, string sku, long minor) =>
        new() { BasketId = id, CommandId = Till.NewId(), Scanned = sku, UnitPrice = ShopDaemon.Eur(minor) };

    private static async Task<long> OnHandAsync(Stock.StockClient stock, string sku) =>
        (await stock.GetAsync(new GetStockRequest { Skus = { sku } }, Daemon.As(1))).Levels.Single().OnHandThousandths;

    private Task<Basket> CustomerAsync(string id, BasketCustomer? customer) => _till.Do((checkout, headers) => checkout.SetCustomerAsync(
        new SetCustomerRequest { BasketId = id, CommandId = Till.NewId(), Customer = customer }, headers));

    private Task<Basket> AddAsync(AddItemRequest request) => _till.Do((checkout, headers) => checkout.AddItemAsync(request, headers));
}
