using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EdgePos.Tests.Gateway;

/// <summary>The good requests of the calls about staff; see <see cref="BadInputRequests"/>.</summary>
internal static class BadInputStaff
{
    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Staff.SignIn"] = [Elsewhere(new SignInRequest { Employee = "1", Pin = StaffShop.Pin })],
            ["Staff.SignOut"] = [Elsewhere(new SignOutRequest())],
            ["Staff.GetSignedIn"] = [Elsewhere(new GetSignedInRequest())],
            ["Staff.ChangePin"] =
                [Elsewhere(new ChangePinRequest { Employee = "1", Pin = StaffShop.StartPin, NewPin = StaffShop.Pin })],
            ["Staff.ResetPin"] = [ResetAsync],
            ["Staff.Clock"] = [ClockAsync],
            ["Staff.ListHours"] = [Elsewhere(new ListHoursRequest { FromUs = 1, ToUs = 2, Employee = "1" })],
            ["Staff.Approve"] = [AskAsync],
            ["Staff.WatchApprovals"] = [WatchAsync],
            ["Audit.List"] =
            [
                Elsewhere(new ListAuditRequest
                {
                    FromUs = 1, Employee = "1", Register = 1, ToUs = long.MaxValue, Kinds = { "TimeClocked" },
                }),
            ],
        };

    // A register of its own: wrong PINs are counted for each.
    private static Func<BadInputShop, Task<GoodRequest>> Elsewhere(IMessage request) =>
        shop => Task.FromResult(new GoodRequest(request, Register: shop.NewRegister()));

    private static async Task<GoodRequest> ClockAsync(BadInputShop shop)
    {
        using var hours = new Staff.StaffClient(shop.Daemon.Channel).ListHours(new ListHoursRequest { Employee = "1" }, Daemon.As(1));
        var last = ClockKind.Out;
        while (await hours.ResponseStream.MoveNext(CancellationToken.None))
            last = hours.ResponseStream.Current.Kind;
        return new GoodRequest(new ClockRequest
        {
            CommandId = Till.NewId(),
            Kind = last is ClockKind.In or ClockKind.BreakEnded ? ClockKind.Out
                : last is ClockKind.BreakBegun ? ClockKind.BreakEnded : ClockKind.In,
            Employee = "1",
            Pin = StaffShop.Pin,
        }, Register: shop.NewRegister());
    }

    private static async Task<GoodRequest> ResetAsync(BadInputShop shop)
    {
        int register = shop.NewRegister();
        await new Staff.StaffClient(shop.Daemon.Channel).SignInAsync(
            new SignInRequest { Employee = "3", Pin = StaffShop.Pin }, Daemon.As(register));
        return new GoodRequest(new ResetPinRequest { Employee = "8" }, Register: register);
    }

    // A command that was refused, and waits for somebody's leave.
    private static async Task<GoodRequest> AskAsync(BadInputShop shop)
    {
        int register = shop.NewRegister();
        var till = new Till(shop.Daemon, register);
        var basket = await till.Add((await till.Open()).BasketId, "SOAP");
        var discount = new SetDiscountRequest
        {
            CommandId = Till.NewId(),
            BasketId = basket.BasketId,
            Line = 1,
            Reduction = new Reduction { PercentPpm = 900_000, Reason = "damaged" },
        };
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED",
            () => shop.Daemon.Checkout.SetDiscountAsync(discount, Daemon.As(register)).ResponseAsync);
        return new GoodRequest(new ApproveRequest
        {
            Register = register,
            CommandId = discount.CommandId,
            Employee = "2",
            Pin = StaffShop.Pin,
        }, Register: register);
    }

    private static async Task<GoodRequest> WatchAsync(BadInputShop shop)
    {
        await AskAsync(shop);
        return new GoodRequest(new WatchApprovalsRequest());
    }
}
