using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Baskets that are put aside, taken up elsewhere, and never changed behind a register's back.</summary>
public sealed class ParkingTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Daemon _daemon;
    private readonly Till _till, _other;

    public ParkingTests()
    {
        _daemon = new Daemon(_folder.Path, Daemon.Alone);
        (_till, _other) = (new Till(_daemon), new Till(_daemon, register: 2));
    }

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        await _till.ImportUsual();
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_basket_that_is_put_aside_survives_a_crash_and_is_taken_up_at_another_register()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        Assert.Equal(BasketState.Suspended, (await SuspendAsync(_till, id, "lady in red")).State);
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_SUSPENDED", () => _till.Add(id, "COLA"), "basket_id");
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_SUSPENDED", () => _till.Complete(id), "basket_id");
        await _daemon.KillAsync();
        await _daemon.StartAsync();

        var parked = Assert.Single((await ListAsync()).Baskets);
        Assert.Equal((id, 1, 250L, 1, "lady in red"), (parked.BasketId, parked.Register, parked.Total.Minor, parked.Lines, parked.Note));
        var basket = await ResumeAsync(_other, id);
        Assert.Equal((BasketState.Open, 2, "lady in red"), (basket.State, basket.Register, basket.Note));
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_NOT_SUSPENDED", () => ResumeAsync(_till, id), "basket_id");
        Assert.Empty((await ListAsync()).Baskets);
        await _other.Cash(id, 250);
        Assert.Equal("S1-2-1", (await _other.Complete(id)).Receipt.ReceiptNumber);
    }

    [Fact]
    public async Task A_basket_on_which_something_was_paid_is_not_put_aside()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        await _till.Cash(id, 100);
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_HAS_TENDERS", () => SuspendAsync(_till, id), "basket_id");
    }

    [Fact]
    public async Task Two_registers_on_one_basket_lose_no_change()
    {
        string id = (await _till.Open()).BasketId;
        long seen = (await _till.Add(id, "SOAP")).Version;
        await _other.Do((checkout, headers) => checkout.AddItemAsync(
            new AddItemRequest { BasketId = id, CommandId = Till.NewId(), Scanned = "COLA", BasketVersion = seen }, headers));
        var late = new VoidLineRequest { BasketId = id, CommandId = Till.NewId(), Line = 1, BasketVersion = seen };
        await Till.Refused(StatusCode.Aborted, "BASKET_CHANGED",
            () => _till.Do((checkout, headers) => checkout.VoidLineAsync(late, headers)), "basket_version");
        Assert.Equal(449, (await _till.Get(id)).Total.Minor);
        late.BasketVersion = (await _till.Get(id)).Version;
        Assert.Equal(199, (await _till.Do((checkout, headers) => checkout.VoidLineAsync(late, headers))).Total.Minor);
    }

    [Fact]
    public async Task No_more_are_put_aside_than_the_store_may_have()
    {
        for (int i = 0; i < 200; i++)
            await SuspendAsync(_till, (await _till.Open()).BasketId);
        string id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "TOO_MANY_SUSPENDED", () => SuspendAsync(_till, id));
    }

    private static Task<Basket> SuspendAsync(Till till, string id, string note = "") => till.Do((checkout, headers) =>
        checkout.SuspendBasketAsync(new SuspendBasketRequest { BasketId = id, CommandId = Till.NewId(), Note = note }, headers));

    private static Task<Basket> ResumeAsync(Till till, string id) => till.Do((checkout, headers) =>
        checkout.ResumeBasketAsync(new ResumeBasketRequest { BasketId = id, CommandId = Till.NewId() }, headers));

    private async Task<ListBasketsResponse> ListAsync() =>
        await _daemon.Checkout.ListBasketsAsync(new ListBasketsRequest { SuspendedOnly = true }, Daemon.As(1));
}
