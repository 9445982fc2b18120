using EdgePos.Ledger;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Somebody wants what the box has of them, and then wants it gone.</summary>
public sealed class CustomerExportTests
{
    private static readonly CustomerDetails Who = new() { Name = "Johanna Wezelbos", Address = { "Markt 1" }, Email = "jw@example.org" };

    [Fact]
    public async Task All_that_the_box_has_on_a_number_is_given_out_and_the_journal_says_so_before()
    {
        await using var shop = await ToldShop.OpenAsync([ToldOrders.Of("W-1"), NotTheirs("W-2")]);
        var (till, customers) = (new Till(shop.Daemon), shop.Daemon.Customers);
        var mine = await SellAsync(till, "1001", Who);
        await SellAsync(till, "1002", new CustomerDetails { Name = "Piet Pieters" });
        var bare = await SellAsync(till, "1001", customer: null); // on the number, and made out to nobody
        var open = await OnNumberAsync(till, "1001");
        await shop.PrepareAsync("W-1");

        var all = await ExportAsync(shop, new() { CustomerNumber = "1001" });
        Assert.Equal([mine, bare], all.Select(part => part.Receipt).OfType<Receipt>());
        Assert.Equal(Who, mine.Customer);
        Assert.Equal(("W-1", OrderState.Prepared), all.Select(part => part.Order).OfType<Order>()
            .Select(order => (order.Order_.Number, order.State)).Single());
        Assert.Equal(open, all.Select(part => part.Basket).OfType<Basket>().Single());
        Assert.Equal(4, all.Count);
        Assert.Equal(all, await ExportAsync(shop, new() { ReceiptNumber = mine.ReceiptNumber }));
        Assert.Equal([mine], (await ExportAsync(shop, new() { Text = "WEZELBOS" })).Select(part => part.Receipt));
        Assert.Equal(["W-1"], (await ExportAsync(shop, new() { Text = "jo wez" })).Select(part => part.Order.Order_.Number));
        Assert.Empty(await ExportAsync(shop, new() { CustomerNumber = "1003" }));
        Assert.Equal(
            ["""{ "customer": "1001" }""", $$"""{ "customer": "1001", "receipt_number": "{{mine.ReceiptNumber}}" }""", "{ }", "{ }",
                """{ "customer": "1003" }"""], (await ActsAsync(shop, "CustomerExported")).Select(act => act.What));

        var erase = new EraseAllOfCustomerRequest { CommandId = Till.NewId(), CustomerNumber = "1001" };
        var erased = await customers.EraseAllAsync(erase, Daemon.As(1));
        Assert.Equal([mine.ReceiptNumber], erased.ReceiptNumbers);
        Assert.Equal(erased, await customers.EraseAllAsync(erase, Daemon.As(1)));
        Assert.True((await till.Receipt(mine.ReceiptNumber)).CustomerErased);
        erase.CommandId = Till.NewId();
        await Till.Refused(StatusCode.FailedPrecondition, "NO_CUSTOMER_DETAILS",
            () => customers.EraseAllAsync(erase, Daemon.As(1)).ResponseAsync, "customer_number");
        await FilesWith.UntilNone(shop.Daemon.DataFolder, "Wezelbos", except: "held");
        Assert.Single(await ActsAsync(shop, "CustomersErased"));
    }

    [Fact]
    public async Task Who_asks_for_nobody_or_in_vain_is_told_and_nothing_is_written()
    {
        await using var shop = await ToldShop.OpenAsync([]);
        await Refused(StatusCode.InvalidArgument, "FIELD_INVALID", new(), "who");
        await Refused(StatusCode.InvalidArgument, "FIELD_INVALID", new() { Text = "ab" }, "text");
        await Refused(StatusCode.InvalidArgument, "FIELD_INVALID", new() { CustomerNumber = "" }, "customer_number");
        await Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", new() { ReceiptNumber = "S1-1-99" }, "receipt_number");
        Assert.Empty(await ActsAsync(shop, "CustomerExported"));

        Task Refused(StatusCode status, string reason, ExportCustomerRequest request, string field) =>
            Till.Refused(status, reason, () => ExportAsync(shop, request), field);
    }

    [Fact]
    public async Task Details_that_are_older_than_the_store_keeps_them_go_by_themselves()
    {
        using var folder = new TempFolder();
        var past = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(40));
        using (var key = BoxKey.OpenOrMake(folder.File("box.key")))
        using (var writer = LedgerWriter.Open(folder.File("ledger.db"), Sales.Setup(past, key: key)))
        {
            for (int i = 0; i < 70; i++)
                await writer.SubmitAsync(Sales.Sale(i, customer: Who));
        }

        await using var daemon = await new Daemon(
            folder.Path, [.. Daemon.Alone, "--Privacy:CustomerDetailsDays=30", "--Gateway:TrustClock=true"]).StartAsync();
        await FilesWith.UntilNone(folder.Path, "Wezelbos", except: "held");
        for (long began = TimeProvider.System.GetTimestamp(); !daemon.Output.Contains(
            "The customers' details on 70 receipts were erased: they were older than 30 days", StringComparison.Ordinal);
            await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Daemon.Patience, daemon.Output);
        await daemon.StopAsync();
        Sales.AssertSound(folder.File("ledger.db"));
    }

    [Fact]
    public async Task Days_that_are_none_end_the_daemon_with_a_line_that_names_them()
    {
        using var folder = new TempFolder();
        await using var daemon = new Daemon(folder.Path, [.. Daemon.Alone, "--Privacy:CustomerDetailsDays=-1"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("CustomerDetailsDays", daemon.Output, StringComparison.Ordinal);
    }

    private static CustomerOrder NotTheirs(string number)
    {
        var order = ToldOrders.Of(number);
        (order.CustomerNumber, order.CustomerName) = ("1002", "Piet Pieters");
        return order;
    }

    private static async Task<Basket> OnNumberAsync(Till till, string number)
    {
        var basket = await till.Add((await till.Open()).BasketId, "SOAP");
        return await till.Do((checkout, headers) => checkout.SetCustomerAsync(new SetCustomerRequest
        {
            BasketId = basket.BasketId,
            CommandId = Till.NewId(),
            Customer = new BasketCustomer { Reference = number },
        }, headers));
    }

    private static async Task<Receipt> SellAsync(Till till, string number, CustomerDetails? customer)
    {
        var basket = await OnNumberAsync(till, number);
        await till.Cash(basket.BasketId, basket.Total.Minor);
        return (await till.Complete(basket.BasketId, customer: customer)).Receipt;
    }

    private static async Task<List<CustomerData>> ExportAsync(ToldShop shop, ExportCustomerRequest request)
    {
        using var call = shop.Daemon.Customers.Export(request, Daemon.As(1));
        var parts = new List<CustomerData>();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
            parts.Add(part);
        return parts;
    }

    private static async Task<List<AuditedAct>> ActsAsync(ToldShop shop, string kind)
    {
        using var call = new Audit.AuditClient(shop.Daemon.Channel).List(new ListAuditRequest { Kinds = { kind } }, Daemon.As(1));
        var acts = new List<AuditedAct>();
        await foreach (var act in call.ResponseStream.ReadAllAsync())
            acts.Add(act);
        return acts;
    }
}
