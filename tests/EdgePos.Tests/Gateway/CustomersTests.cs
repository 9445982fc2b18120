using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A receipt made out to somebody, over gRPC: sold, asked again, found, erased.</summary>
public sealed class CustomersTests(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private readonly Till _till = new(shared.Daemon);
    private readonly Customers.CustomersClient _customers = shared.Daemon.Customers;

    [Fact]
    public async Task A_receipt_is_made_out_to_somebody_until_they_want_it_erased()
    {
        var who = new CustomerDetails { Name = "Bakkerij De Kroon", Email = "inkoop@kroon.example", TaxNumber = "NL001234567B01" };
        who.Address.AddRange(["Markt 1", "3511 LK Utrecht"]);
        var basket = await _till.Open();
        basket = await _till.Add(basket.BasketId, "SOAP");
        await _till.Cash(basket.BasketId, basket.Total.Minor);
        string command = Till.NewId();
        var first = await _till.Complete(basket.BasketId, command, who);
        var again = await _till.Complete(basket.BasketId, command, who);
        Assert.Equal(who, first.Receipt.Customer);
        Assert.Equal((false, true, first.Receipt), (first.Replayed, again.Replayed, again.Receipt));
        string number = first.Receipt.ReceiptNumber;
        Assert.Equal(first.Receipt, await _till.Receipt(number));
        var other = who.Clone();
        other.Name = "Somebody else";
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => _till.Complete(basket.BasketId, command, other));

        var found = Assert.Single(await FindAsync("de kroon"));
        Assert.Equal((number, who), (found.ReceiptNumber, found.Customer));
        var erase = new EraseCustomerRequest { CommandId = Till.NewId(), ReceiptNumber = number };
        var erased = await _customers.EraseAsync(erase, Daemon.As(1));
        Assert.Equal(erased, await _customers.EraseAsync(erase, Daemon.As(1)));

        Assert.Empty(await FindAsync("de kroon"));
        var left = (await _till.Complete(basket.BasketId, command, who)).Receipt;
        Assert.Equal((null, true, first.Receipt.Total), (left.Customer, left.CustomerErased, left.Total));
        Assert.Equal(left, await _till.Receipt(number));
        erase.CommandId = Till.NewId();
        await Till.Refused(StatusCode.FailedPrecondition, "NO_CUSTOMER", () => _customers.EraseAsync(erase, Daemon.As(1)).ResponseAsync);
    }

    [Theory]
    [InlineData("customer", "", "", "")]
    [InlineData("customer.name", "A\u001b@", "", "")]
    [InlineData("customer.email", "A", "a\nb", "")]
    [InlineData("customer.tax_number", "A", "", "123456789012345678901234567890123")]
    public async Task Details_that_cannot_stand_on_a_receipt_are_refused_and_the_basket_stays_paid(
        string field, string name, string email, string taxNumber)
    {
        var basket = await _till.Open();
        basket = await _till.Add(basket.BasketId, "SOAP");
        await _till.Cash(basket.BasketId, basket.Total.Minor);
        var who = new CustomerDetails { Name = name, Email = email, TaxNumber = taxNumber };
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => _till.Complete(basket.BasketId, customer: who), field);
        Assert.Equal(BasketState.Paid, (await _till.Get(basket.BasketId)).State);
    }

    [Fact]
    public async Task An_address_has_lines_that_say_something_and_not_too_many()
    {
        foreach (string[] lines in new[] { [""], [" "], ["1", "2", "3", "4", "5", "6"], new[] { new string('x', 101) } })
        {
            var basket = await _till.Open();
            basket = await _till.Add(basket.BasketId, "SOAP");
            await _till.Cash(basket.BasketId, basket.Total.Minor);
            var who = new CustomerDetails { Name = "A" };
            who.Address.AddRange(lines);
            await Till.Refused(
                StatusCode.InvalidArgument, "FIELD_INVALID", () => _till.Complete(basket.BasketId, customer: who), "customer.address");
        }
    }

    [Fact]
    public async Task What_is_asked_of_customers_is_checked()
    {
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => FindAsync(" a "), "text");
        var unknown = new EraseCustomerRequest { CommandId = Till.NewId(), ReceiptNumber = "S1-1-999999" };
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _customers.EraseAsync(unknown, Daemon.As(1)).ResponseAsync);
        unknown.ReceiptNumber = "nonsense";
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _customers.EraseAsync(unknown, Daemon.As(1)).ResponseAsync);
    }

    private async Task<List<CustomerOnReceipt>> FindAsync(string text)
    {
        using var call = _customers.Find(new FindCustomersRequest { Text = text }, Daemon.As(1));
        var found = new List<CustomerOnReceipt>();
        await foreach (var one in call.ResponseStream.ReadAllAsync())
            found.Add(one);
        return found;
    }
}
