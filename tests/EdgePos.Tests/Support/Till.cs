using EdgePos.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests;

/// <summary>A register in a test: calls with short words.</summary>
internal sealed class Till(Daemon daemon, int register = 1, string language = "en", string approval = "")
{
    private readonly Checkout.CheckoutClient _checkout = daemon.Checkout;

    private Metadata Headers
    {
        get
        {
            var headers = Daemon.As(register, language);
            if (approval.Length > 0)
                headers.Add("edgepos-approval", approval);
            return headers;
        }
    }

    public static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    public async Task<Basket> Open(string? command = null) =>
        await _checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = command ?? NewId() }, Headers);

    public async Task<Basket> Add(string basket, string scanned, long? thousandths = null, string? command = null)
    {
        var request = new AddItemRequest { BasketId = basket, CommandId = command ?? NewId(), Scanned = scanned };
        if (thousandths is { } quantity)
            request.QuantityThousandths = quantity;
        return await _checkout.AddItemAsync(request, Headers);
    }

    public async Task<Basket> Change(string basket, int line, long thousandths) => await _checkout.ChangeQuantityAsync(
        new ChangeQuantityRequest { BasketId = basket, CommandId = NewId(), Line = line, QuantityThousandths = thousandths }, Headers);

    public async Task<Basket> Void(string basket, int line) =>
        await _checkout.VoidLineAsync(new VoidLineRequest { BasketId = basket, CommandId = NewId(), Line = line }, Headers);

    public async Task<Basket> Cash(string basket, long minor, string? command = null, string currency = "EUR") =>
        await _checkout.AddTenderAsync(new AddTenderRequest
        {
            BasketId = basket,
            CommandId = command ?? NewId(),
            Amount = new Money { Minor = minor, Currency = currency },
            Cash = new Cash(),
        }, Headers);

    /// <summary>Calls something that changes a basket.</summary>
    public async Task<Basket> Do(Func<Checkout.CheckoutClient, Metadata, AsyncUnaryCall<Basket>> call) => await call(_checkout, Headers);

    /// <summary>Pays in some other way than cash.</summary>
    public Task<Basket> Pay(AddTenderRequest tender, string basket, long? minor = null)
    {
        (tender.BasketId, tender.CommandId) = (basket, NewId());
        if (minor is { } amount)
            tender.Amount = new Money { Minor = amount, Currency = "EUR" };
        return Do((checkout, headers) => checkout.AddTenderAsync(tender, headers));
    }

    /// <summary>Takes back a line of a receipt; all that is left of it, or so much.</summary>
    public Task<Basket> Return(string basket, string receipt, int line, long? thousandths = null)
    {
        var request = new AddReturnRequest
        {
            BasketId = basket,
            CommandId = NewId(),
            ReceiptNumber = receipt,
            Line = line,
            Reason = "broken",
        };
        if (thousandths is { } quantity)
            request.QuantityThousandths = quantity;
        return Do((checkout, headers) => checkout.AddReturnAsync(request, headers));
    }

    public async Task<CompleteResponse> Complete(string basket, string? command = null, CustomerDetails? customer = null) =>
        await _checkout.CompleteAsync(
            new CompleteRequest { BasketId = basket, CommandId = command ?? NewId(), Customer = customer }, Headers);

    public async Task<Basket> Abandon(string basket) =>
        await _checkout.AbandonBasketAsync(new AbandonBasketRequest { BasketId = basket, CommandId = NewId() }, Headers);

    public async Task<Basket> Get(string basket) =>
        await _checkout.GetBasketAsync(new GetBasketRequest { BasketId = basket }, Headers);

    public async Task<Receipt> Receipt(string number) =>
        await _checkout.GetReceiptAsync(new GetReceiptRequest { ReceiptNumber = number }, Headers);

    public AsyncServerStreamingCall<Basket> Watch(string basket) =>
        _checkout.WatchBasket(new WatchBasketRequest { BasketId = basket }, Headers);

    /// <summary>Sells some items for the exact cash; gives the receipt.</summary>
    public Task<Receipt> Sell(params string[] scans) => SellTo(null, scans);

    /// <summary>Sells to somebody.</summary>
    public async Task<Receipt> SellTo(CustomerDetails? customer, params string[] scans)
    {
        var basket = await Open();
        foreach (string scan in scans)
            basket = await Add(basket.BasketId, scan);
        await Cash(basket.BasketId, basket.Total.Minor);
        return (await Complete(basket.BasketId, customer: customer)).Receipt;
    }

    /// <summary>Puts items into the price book.</summary>
    public async Task<ImportPriceBookResponse> Import(bool merge, params Item[] items)
    {
        using var import = daemon.PriceBook.Import(Headers);
        await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Merge = merge, Items = { items } });
        await import.RequestStream.CompleteAsync();
        return await import;
    }

    /// <summary>The few items that most tests sell.</summary>
    public Task<ImportPriceBookResponse> ImportUsual() => Import(false,
        Item("COLA", "Cola 0,5 l", 199, "5449000000996"), Item("SOAP", "Savon d'été", 250), Item("BREAD", "Brød", 320),
        Item("CHEESE", "Cheese", 1499, unit: Unit.Kilogram), new Item { Sku = "FREE", Name = "No price", Unit = Unit.Each });

    public static Item Item(string sku, string name, long minor, string? gtin = null, Unit unit = Unit.Each, string currency = "EUR")
    {
        var item = new Item
        {
            Sku = sku,
            Name = name,
            Unit = unit,
            Price = new Money { Minor = minor, Currency = currency },
            TaxRatePpm = 90_000,
        };
        if (gtin is not null)
            item.Gtins.Add(gtin);
        return item;
    }

    /// <summary>Expects a refusal with a stable code and gives its status.</summary>
    /// <param name="field">The field that is named; null: whichever.</param>
    public static async Task<Google.Rpc.Status> Refused(StatusCode status, string reason, Func<Task> call, string? field = null)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(call);
        var details = fault.GetRpcStatus();
        Assert.True(details is not null, $"no details: {fault.Status}");
        var info = details.GetDetail<ErrorInfo>();
        Assert.Equal((status, reason, "edgepos"), (fault.StatusCode, info?.Reason, info?.Domain));
        if (field is not null)
            Assert.Equal(field, Assert.Single(details.GetDetail<BadRequest>()!.FieldViolations).Field);
        return details;
    }
}
