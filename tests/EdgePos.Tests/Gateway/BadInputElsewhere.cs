using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>The good requests of the calls about what head office tells, and about customers; see <see cref="BadInputRequests"/>.</summary>
internal static class BadInputElsewhere
{
    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Stock.Elsewhere"] = [_ => Task.FromResult(new GoodRequest(new StockElsewhereRequest { Sku = "SOAP" }, ""))],
            ["Customers.Look"] = [_ => Task.FromResult(new GoodRequest(new LookCustomersRequest { Text = "visser" }, ""))],
            ["Customers.EraseAll"] =
            [
                async shop => new(new EraseAllOfCustomerRequest
                {
                    CommandId = Till.NewId(), CustomerNumber = await MadeOutToAsync(shop.Till),
                }),
            ],
            ["Customers.Export"] =
            [
                _ => Task.FromResult(new GoodRequest(new ExportCustomerRequest { CustomerNumber = "1001" })),
                async shop => new(new ExportCustomerRequest { ReceiptNumber = (await shop.Till.Sell("SOAP")).ReceiptNumber }),
            ],
        };

    /// <summary>Sells to somebody on a number of their own; gives the number.</summary>
    internal static async Task<string> MadeOutToAsync(Till till, string? number = null)
    {
        number ??= Till.NewId();
        var basket = await till.Add((await till.Open()).BasketId, "SOAP");
        await till.Do((checkout, headers) => checkout.SetCustomerAsync(new SetCustomerRequest
        {
            BasketId = basket.BasketId,
            CommandId = Till.NewId(),
            Customer = new BasketCustomer { Reference = number },
        }, headers));
        await till.Cash(basket.BasketId, basket.Total.Minor);
        await till.Complete(basket.BasketId, customer: Somebody());
        return number;
    }

    /// <summary>A customer with all that a receipt can hold.</summary>
    public static CustomerDetails Somebody() => new()
    {
        Name = "Bakkerij De Kroon",
        Address = { "Markt 1" },
        Email = "inkoop@kroon.example",
        Phone = "030-1234567",
        TaxNumber = "NL001234567B01",
    };
}
