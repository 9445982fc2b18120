using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What needs somebody's leave: who may give it, for what, how often and how long.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task A_supervisor_allows_at_the_register_or_from_another_and_the_journal_names_both()
    {
        await using var shop = await OpenAsync();
        var basket = await BasketAsync(shop);
        var discount = Discount(basket, 500_000);
        await RefusedAsync(shop, discount);
        var given = await Approve(shop, "2", discount.CommandId);
        Assert.Equal(("discount", "2"), (given.Permission, given.Employee));
        Assert.Equal(given, await Approve(shop, "2", discount.CommandId)); // said twice
        var reduced = await shop.Daemon.Checkout.SetDiscountAsync(discount, Daemon.As(1));
        Assert.Equal("2", reduced.Lines[0].Reduction.ApprovedBy);
        Assert.Equal(reduced.Version, (await shop.Daemon.Checkout.SetDiscountAsync(discount, Daemon.As(1))).Version); // sent again

        // Another register: the supervisor is told, allows, and is told that it is over.
        await shop.EnterAsync("2", 2);
        using var watching = shop.Staff.WatchApprovals(new WatchApprovalsRequest(), Daemon.As(2));
        var again = Discount(await BasketAsync(shop), 400_000);
        await RefusedAsync(shop, again);
        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        var asked = watching.ResponseStream.Current;
        Assert.Equal((1, again.CommandId, "1", "discount", false),
            (asked.Register, asked.CommandId, asked.Employee, asked.Permission, asked.Over));
        await Approve(shop, "2", again.CommandId, at: 2, register: 1);
        Assert.True(await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((again.CommandId, true), (watching.ResponseStream.Current.CommandId, watching.ResponseStream.Current.Over));
        await shop.Daemon.Checkout.SetDiscountAsync(again, Daemon.As(1));

        await shop.EnterAsync("3", 3);
        var acts = await shop.ActsAsync(new ListAuditRequest { Kinds = { "ApprovalGiven" } }, register: 3);
        Assert.Equal([("2", 1), ("2", 2)], acts.Select(act => (act.Employee, act.Register)));
        Assert.All(acts, act => Assert.Contains("\"asked_by\": \"1\"", act.What, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_approval_is_for_that_command_once()
    {
        await using var shop = await OpenAsync();
        string basket = await BasketAsync(shop);
        var asked = Discount(basket, 300_000);
        await RefusedAsync(shop, asked);
        await Approve(shop, "2", asked.CommandId);

        var more = asked.Clone();
        more.Reduction.PercentPpm = 900_000; // the same command id, another amount
        await RefusedAsync(shop, more);
        var other = Discount(basket, 300_000); // the same amount, another command
        await RefusedAsync(shop, other);
        await Till.Refused(StatusCode.NotFound, "APPROVAL_NOT_ASKED", () => Approve(shop, "2", Till.NewId()), "command_id");
        await Till.Refused(StatusCode.NotFound, "APPROVAL_NOT_ASKED", () => Approve(shop, "2", other.CommandId, register: 2), "command_id");

        await shop.Daemon.Checkout.SetDiscountAsync(asked, Daemon.As(1)); // what was asked and allowed
        await Till.Refused(StatusCode.NotFound, "APPROVAL_NOT_ASKED", () => Approve(shop, "2", asked.CommandId), "command_id");
    }

    [Fact]
    public async Task Not_everybody_may_allow_and_nobody_their_own()
    {
        await using var shop = await OpenAsync();
        await shop.ChoosePinAsync("8");
        var asked = Discount(await BasketAsync(shop), 300_000);
        await RefusedAsync(shop, asked);
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_NOT_YOURS", () => Approve(shop, "8", asked.CommandId), "employee");
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_NOT_YOURS", () => Approve(shop, "1", asked.CommandId), "employee");
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_WRONG", () => Approve(shop, "2", asked.CommandId, pin: "999111"), "pin");
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_WRONG", () => Approve(shop, "BADGE-9", asked.CommandId), "pin");

        // A supervisor who sells: beyond their own limit somebody else must allow it.
        await shop.Staff.SignInAsync(new SignInRequest { Employee = "2", Pin = StaffShop.Pin }, Daemon.As(1));
        var own = Discount(await BasketAsync(shop), 300_000);
        await RefusedAsync(shop, own);
        await Till.Refused(StatusCode.PermissionDenied, "OWN_APPROVAL", () => Approve(shop, "2", own.CommandId), "employee");
        await shop.ChoosePinAsync("3");
        await Approve(shop, "3", own.CommandId);
        await shop.Daemon.Checkout.SetDiscountAsync(own, Daemon.As(1));

        // The header of a store in which nobody signs in says nothing here.
        var forged = Discount(await BasketAsync(shop), 300_000);
        Metadata headers = [.. Daemon.As(1), new Metadata.Entry("edgepos-approval", $"3:{StaffShop.Pin}")];
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED",
            () => shop.Daemon.Checkout.SetDiscountAsync(forged, headers).ResponseAsync);
    }

    [Fact]
    public async Task What_somebody_may_do_alone_is_their_roles_and_a_manager_needs_nobody()
    {
        await using var shop = await OpenAsync();
        await shop.Daemon.Tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = ShopDaemon.Eur(5_000) }, Daemon.As(1));
        for (int i = 0; i < 3; i++)
            await NoSale();
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => NoSale());
        string fourth = Till.NewId();
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => NoSale(fourth));
        await Approve(shop, "2", fourth);
        await NoSale(fourth);
        await NoSale(fourth); // sent again
        await shop.EnterAsync("3");
        await NoSale();
        await shop.Daemon.Checkout.SetDiscountAsync(Discount(await BasketAsync(shop), 900_000), Daemon.As(1));

        async Task NoSale(string? command = null) => await shop.Daemon.Tills.MoveAsync(new MoveCashRequest
        {
            CommandId = command ?? Till.NewId(),
            Kind = CashMovementKind.NoSale,
            Reason = "change",
        }, Daemon.As(1));
    }

    private static async Task<StaffShop> OpenAsync()
    {
        var shop = await StaffShop.OpenAsync();
        await shop.EnterAsync("3", 2);
        await new Till(shop.Daemon, 2).ImportUsual();
        await shop.EnterAsync("1");
        await shop.ChoosePinAsync("2");
        return shop;
    }

    private static async Task<string> BasketAsync(StaffShop shop)
    {
        var till = new Till(shop.Daemon);
        return (await till.Add((await till.Open()).BasketId, "SOAP")).BasketId;
    }

    private static SetDiscountRequest Discount(string basket, long ppm) => new()
    {
        CommandId = Till.NewId(),
        BasketId = basket,
        Line = 1,
        Reduction = new Reduction { PercentPpm = ppm, Reason = "damaged" },
    };

    private static Task RefusedAsync(StaffShop shop, SetDiscountRequest request) => Till.Refused(StatusCode.FailedPrecondition,
        "APPROVAL_NEEDED", () => shop.Daemon.Checkout.SetDiscountAsync(request, Daemon.As(1)).ResponseAsync, "approval");

    private static async Task<Approval> Approve(
        StaffShop shop, string employee, string command, int at = 1, int register = 0, string pin = StaffShop.Pin) =>
        await shop.Staff.ApproveAsync(
            new ApproveRequest { Register = register, CommandId = command, Employee = employee, Pin = pin }, Daemon.As(at));
}
