using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>The good requests of the calls for what head office tells; see <see cref="BadInputRequests"/>.</summary>
internal static class BadInputElsewhere
{
    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Stock.Elsewhere"] = [_ => Task.FromResult(new GoodRequest(new StockElsewhereRequest { Sku = "SOAP" }, ""))],
            ["Customers.Look"] = [_ => Task.FromResult(new GoodRequest(new LookCustomersRequest { Text = "visser" }, ""))],
        };

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
