using EdgePos.HeadOffice;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Customers and their points: two real boxes and the real head office between them.</summary>
public sealed class LoyaltyTests : IDisposable
{
    private const string Card = "2990000000001", Other = "2990000000018";

    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public LoyaltyTests()
    {
        SigningKey.OpenOrMake(OfficeFolder).Dispose();
        File.WriteAllText(_folder.File("customers.csv"), $"""
            number,name,group,exemption,cards,blocked,note
            1001,Johanna Wezelbos,staff,,{Card},,
            1002,"Visser, Piet",,,{Other} CARD2,,asks for a bag
            1003,Bad Payer,,,,owes three invoices,

            """);
    }

    private string OfficeFolder => _folder.File("office");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_customer_earns_in_one_store_and_pays_in_another_also_when_head_office_is_gone()
    {
        await using var office = new HeadOfficeProgram(OfficeFolder, _brokerPort, "--HeadOffice:EmbeddedBroker=true",
            "--HeadOffice:ShareCustomersSeconds=1", "--HeadOffice:PointEarnMinor=100", "--HeadOffice:PointWorthMinor=5").Start();
        await using var north = await NewDaemon("S1").StartAsync();
        await using var south = await NewDaemon("S2").StartAsync();
        var (till, other) = (new Till(north), new Till(south));
        await till.ImportUsual();
        await other.ImportUsual();
        Assert.Contains("3 customers: 3 new, 0 changed, 0 gone", await OfficeAsync("customers", _folder.File("customers.csv")),
            StringComparison.Ordinal);
        await PointsAsync(north, "1001", 0);
        await PointsAsync(south, "1001", 0);

        var basket = await till.Add((await till.Open()).BasketId, "BREAD", 20_000); // 64.00
        basket = await till.Add(basket.BasketId, Card);
        Assert.Equal(new BasketCustomer { Reference = "1001", Group = "staff" }, basket.Customer);
        await till.Cash(basket.BasketId, basket.Total.Minor);
        var earned = (await till.Complete(basket.BasketId)).Receipt;
        Assert.Equal((64L, 0L, 64L), (earned.PointsEarned, earned.PointsSpent, earned.PointsAfter));
        Assert.Equal(earned, await till.Receipt(earned.ReceiptNumber));
        Assert.Equal(64, (await north.Customers.LookAsync(new() { Text = Card }, Daemon.As(1))).Customers.Single().Points); // at once
        await PointsAsync(south, "1001", 64);

        await office.KillAsync();
        basket = await PayAsync(other, "1001", "BREAD"); // 3.20 is 64 points
        var spent = (await other.Complete(basket.BasketId)).Receipt;
        Assert.Equal((0L, 64L, 0L), (spent.PointsEarned, spent.PointsSpent, spent.PointsAfter));
        var none = await other.Add((await other.Open()).BasketId, "BREAD");
        none = await CustomerAsync(other, none.BasketId, "1001");
        await Till.Refused(StatusCode.FailedPrecondition, "POINTS_SHORT", () => Points(other, none.BasketId), "points");

        // The other store cannot know, and head office finds it.
        basket = await PayAsync(till, "1001", "BREAD");
        await till.Complete(basket.BasketId);
        office.Start();
        await PointsAsync(north, "1001", -64);
        await PointsAsync(south, "1001", -64);
        await north.KillAsync();
        await north.StartAsync();
        await PointsAsync(north, "1001", -64);
        await OfficeAsync("verify");
    }

    [Fact]
    public async Task Points_are_spent_once_come_back_with_the_goods_and_stand_on_the_reports()
    {
        await using var office = new HeadOfficeProgram(OfficeFolder, _brokerPort, "--HeadOffice:EmbeddedBroker=true",
            "--HeadOffice:ShareCustomersSeconds=1", "--HeadOffice:PointEarnMinor=10", "--HeadOffice:PointWorthMinor=1").Start();
        await using var daemon = await NewDaemon("S1").StartAsync();
        var (till, second) = (new Till(daemon), new Till(daemon, register: 2));
        await till.ImportUsual();
        await OfficeAsync("customers", _folder.File("customers.csv"));
        await PointsAsync(daemon, "1002", 0);

        var basket = await till.Add((await till.Open()).BasketId, "BREAD", 10_000);
        basket = await till.Add(basket.BasketId, Other);
        await till.Cash(basket.BasketId, basket.Total.Minor);
        var first = (await till.Complete(basket.BasketId)).Receipt;
        Assert.Equal(320, first.PointsAfter);

        // Two registers pay with the same points: the ledger knows, and the basket is paid otherwise.
        var one = await PayAsync(till, "1002", "BREAD");
        var two = await PayAsync(second, "1002", "BREAD");
        var sold = (await till.Complete(one.BasketId)).Receipt;
        Assert.Equal(0, sold.PointsAfter);
        await Till.Refused(StatusCode.FailedPrecondition, "POINTS_SHORT", () => second.Complete(two.BasketId), "tenders");
        await second.Do((checkout, headers) => checkout.RemoveTenderAsync(
            new() { CommandId = Till.NewId(), BasketId = two.BasketId, Tender = 1 }, headers));
        await second.Cash(two.BasketId, 320);
        var cash = (await second.Complete(two.BasketId)).Receipt;
        Assert.Equal((32L, 32L), (cash.PointsEarned, cash.PointsAfter));

        // Undone, the points are back and what was earned is gone.
        var undone = (await daemon.Checkout.VoidSaleAsync(
            new() { CommandId = Till.NewId(), ReceiptNumber = sold.ReceiptNumber, Reason = "wrong" }, Daemon.As(1))).Receipt;
        Assert.Equal((0L, -320L, 352L), (undone.PointsEarned, undone.PointsSpent, undone.PointsAfter));
        undone = (await daemon.Checkout.VoidSaleAsync(
            new() { CommandId = Till.NewId(), ReceiptNumber = cash.ReceiptNumber, Reason = "wrong" }, Daemon.As(1))).Receipt;
        Assert.Equal((-32L, 0L, 320L), (undone.PointsEarned, undone.PointsSpent, undone.PointsAfter));

        // What comes back takes its points along, also where nobody shows a card.
        basket = await till.Return((await till.Open()).BasketId, first.ReceiptNumber, line: 1, thousandths: 5_000);
        Assert.Equal("1002", basket.Customer.Reference);
        await till.Cash(basket.BasketId, basket.Due.Minor);
        var back = (await till.Complete(basket.BasketId)).Receipt;
        Assert.Equal((-160L, 160L), (back.PointsEarned, back.PointsAfter));

        await Till.Refused(StatusCode.FailedPrecondition, "CUSTOMER_BLOCKED", async () =>
            await CustomerAsync(till, (await till.Open()).BasketId, "1003"));
        await Till.Refused(StatusCode.NotFound, "CUSTOMER_UNKNOWN", async () =>
            await till.Add((await till.Open()).BasketId, "2990000000995"), "scanned");
        var found = await daemon.Customers.LookAsync(new() { Text = "VISS" }, Daemon.As(1));
        Assert.Equal(("1002", "Visser, Piet", "asks for a bag", 160L), found.Customers.Single() is var piet
            ? (piet.Number, piet.Name, piet.Note, piet.Points) : default);
        Assert.Equal((10L, 1L), (found.Programme.EarnMinor, found.Programme.WorthMinor));
        await daemon.StopAsync();
        Sales.AssertSound(daemon.LedgerFile);
    }

    private Daemon NewDaemon(string store) => new(_folder.File(store), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        $"--Store:Code={store}", "--Barcodes:LoyaltyCards=299", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}"]);

    private async Task<string> OfficeAsync(params string[] verb)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", [.. verb, "--data-folder", OfficeFolder]);
        Assert.True(code == 0, output);
        return output;
    }

    private static Task<Basket> Points(Till till, string basket) =>
        till.Pay(new AddTenderRequest { Points = new Points() }, basket);

    private static Task<Basket> CustomerAsync(Till till, string basket, string number) => till.Do((checkout, headers) =>
        checkout.SetCustomerAsync(new() { CommandId = Till.NewId(), BasketId = basket, Customer = new() { Reference = number } }, headers));

    // A basket for a customer, all of it paid with points.
    private static async Task<Basket> PayAsync(Till till, string customer, string scan)
    {
        var basket = await till.Add((await till.Open()).BasketId, scan);
        await CustomerAsync(till, basket.BasketId, customer);
        basket = await Points(till, basket.BasketId);
        Assert.Equal(0, basket.Due.Minor);
        return basket;
    }

    private static async Task PointsAsync(Daemon daemon, string number, long points)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50))
        {
            var found = (await daemon.Customers.LookAsync(new LookCustomersRequest { Text = number }, Daemon.As(1))).Customers;
            if (found.Count == 1 && found[0].Points == points)
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{found}\n{daemon.Output}");
        }
    }
}
