using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>A cashier who prepares orders and hands them over, and the real box.</summary>
public sealed class OrderTalkTests
{
    public static TheoryData<string, object> Typing() => new()
    {
        { "orders", new TypedOrder.ToDo() },
        { "bestellingen", new TypedOrder.ToDo() },
        { "handover W-1", new TypedOrder.HandOver("W-1", AgeSeen: false) },
        { "uitreiken W-1 gezien", new TypedOrder.HandOver("W-1", AgeSeen: true) },
        { "handover", new Typed.Wrong(Say.NotLikeThat, "handover", Say.HintHandOver) },
        { "handover W-1 now", new Typed.Wrong(Say.NotLikeThat, "handover W-1 now", Say.HintHandOver) },
        { "giveup W-1 refused", new TypedOrder.GiveUp("W-1", GiveUpReason.Refused) },
        { "opgeven W-1 niet-afgehaald", new TypedOrder.GiveUp("W-1", GiveUpReason.Uncollected) },
        { "giveup W-1 because", new Typed.Wrong(Say.NotLikeThat, "giveup W-1 because", Say.HintGiveUp) },
        { "prepare", new Typed.Wrong(Say.NotLikeThat, "prepare", Say.HintPrepare) },
        { "prepare W-1 x=1", new Typed.Wrong(Say.NotLikeThat, "prepare W-1 x=1", Say.HintPrepare) },
        { "prepare W-1 1=2=3", new Typed.Wrong(Say.NotLikeThat, "prepare W-1 1=2=3", Say.HintPrepare) },
    };

    [Theory, MemberData(nameof(Typing))]
    public void What_is_typed_is_understood(string line, object typed) => Assert.Equal(typed, Typed.Read(line));

    [Fact]
    public void A_place_may_have_blanks_and_lines_may_be_short()
    {
        var typed = Assert.IsType<TypedOrder.Prepare>(Typed.Read("klaarzetten W-1 rek 7 2=1 3=0 4=0,250"));
        Assert.Equal(("W-1", "rek 7"), (typed.Number, typed.Place));
        Assert.Equal([(2, 1_000L), (3, 0L), (4, 250L)], typed.Short);
    }

    [Fact]
    public async Task A_script_prepares_orders_hands_them_over_and_gives_one_up()
    {
        await using var shop = await ToldShop.OpenAsync(
            [ToldOrders.Of("W-1"), ToldOrders.Of("W-2", paid: false), ToldOrders.Of("W-3")]);
        var (code, output) = await shop.Daemon.RegisterAsync("""
            till open 0
            orders
            prepare W-1 B7
            prepare W-2 B8 1=1
            !prepare W-2
            !handover W-3
            handover W-1
            handover W-2
            cash

            giveup W-3 unavailable
            !handover W-2
            !giveup W-9 refused
            orders
            till close 2
            """);
        Assert.True(code == 0, output);
        foreach (string text in new[]
        {
            "Orders to do: 3.", "W-2  to prepare  1001 Jo Wezel  3.98 EUR", "1: 2 x SOAP (SOAP)",
            "Order W-1 is prepared. Lines that are short: 0.",
            "Order W-2 is prepared. Lines that are short: 1.", "ORDER_PREPARED_ALREADY", "ORDER_NOT_PREPARED",
            "Order W-1 is paid: hand it over.", "Order W-2: 1.99 EUR to pay.", "Order W-3 is given up",
            "ORDER_DONE", "ORDER_NOT_FOUND",
            "Orders to do: 0.",
        })
            Assert.Contains(text, output, StringComparison.Ordinal);
    }
}
