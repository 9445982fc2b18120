using EdgePos.Devices;
using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>A cashier whose box has a card terminal.</summary>
public sealed class CardTerminalTalkTests
{
    [Fact]
    public async Task The_cashier_sees_what_the_terminal_does_and_what_to_do_when_nobody_knows()
    {
        await using var shop = await PaymentShop.OpenAsync();
        using var hand = new Hand(shop.Daemon, 3);
        await hand.Does("SOAP", OutcomeKind.Done);
        Assert.Contains("2.50 EUR taken", (await hand.Does("card", OutcomeKind.Done)).Message, StringComparison.Ordinal);
        await hand.Does("untender 1", OutcomeKind.Done);
        Assert.Empty(shop.Terminal.Book.Charges);
        string part = (await hand.Does("card 1", OutcomeKind.Done)).Message;
        Assert.Contains("1.00 EUR taken, 1.50 EUR still to pay", part, StringComparison.Ordinal);
        shop.Faults.DeclinesWith = 0x05;
        Assert.Equal("PAYMENT_DECLINED", (await hand.Does("card", OutcomeKind.Refused)).Code);
        shop.Faults.DeclinesWith = null;
        (shop.Faults.LeavesOutStatus, shop.Faults.ForgetsLastTransaction) = (true, true);
        Assert.Contains("slip none", (await hand.Does("card", OutcomeKind.Refused)).Hint, StringComparison.Ordinal);
        Assert.Equal("PAYMENT_OPEN", (await hand.Does("cash", OutcomeKind.Refused)).Code);
        Assert.Equal("APPROVAL_NEEDED", (await hand.Does("slip 1.50 SLIP 12", OutcomeKind.Refused)).Code);
        await hand.Does("approve anna 4711", OutcomeKind.Done);
        await hand.Does("slip 1.50 SLIP 12", OutcomeKind.Done);
        Assert.Equal(BasketState.Paid, hand.Cashier.Basket!.State);
        await hand.Does("slip none AGAIN", OutcomeKind.NotUnderstood);
        await hand.Does("", OutcomeKind.Done);
    }

    [Fact]
    public async Task While_the_shopper_looks_for_a_card_the_cashier_is_told()
    {
        await using var shop = await PaymentShop.OpenAsync();
        using var hand = new Hand(shop.Daemon, 3);
        await hand.Does("SOAP", OutcomeKind.Done);
        shop.Faults.WaitsAt = TerminalMoment.BeforeHost;
        var paying = hand.Does("card", OutcomeKind.Done);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (!hand.Screen.Contains("please insert the card", StringComparison.Ordinal))
        {
            Assert.True(waiting.Elapsed < Daemon.Patience, hand.Screen);
            await Task.Delay(20);
        }

        shop.Faults.GoOn();
        await paying;
    }
}
