using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>A cashier who sells gift cards and is paid with them, and the real box.</summary>
public sealed class GiftCardTalkTests(GiftCardShop shop) : IClassFixture<GiftCardShop>
{
    [Fact]
    public async Task A_script_tops_a_card_up_asks_what_is_on_it_pays_with_it_and_puts_a_refund_back()
    {
        string card = GiftCardTill.NewNumber(), shown = LineText.Masked(card);
        var (code, output) = await shop.Daemon.RegisterAsync($"""
            till open 0
            topup 25 {card}
            !topup 25 {card}
            cash

            !CARD25
            balance {card}
            SOAP
            BREAD
            giftcard 1 {card}
            giftcard {card}

            receipt
            topup 5 {card} CARD
            card 5 REF

            return-item SOAP UNWANTED
            giftcard {card}

            balance {card}
            !balance 629999999999
            till
            till close 25
            """);
        Assert.True(code == 0, output);
        foreach (string text in new[]
        {
            $"Gift card {shown}: 25.00 EUR goes on it once this is paid.", "GIFT_CARD_TWICE", $"Gift card {shown}: 25.00 EUR on it",
            "1.00 EUR taken, 4.70 EUR still to pay", "4.70 EUR taken, exactly paid", $"Gift card {shown}: 19.30 EUR on it",
            "2.50 EUR given back", $"Gift card {shown}: 26.80 EUR on it", "GIFT_CARD_NEEDED", "GIFT_CARD_UNKNOWN",
            "Gift cards sold", "Gift card (3)",
        })
            Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cashier_is_asked_for_the_card_and_offered_what_is_on_it()
    {
        string card = GiftCardTill.NewNumber();
        using var hand = new Hand(shop.Daemon, 7, card, "y", "n");
        await hand.Does("CARD25", OutcomeKind.Done);
        await hand.Does("cash", OutcomeKind.Done);
        await hand.Does("", OutcomeKind.Done);
        Assert.Contains("Scan the gift card that Gift card goes on", hand.Screen, StringComparison.Ordinal);
        for (int i = 0; i < 10; i++)
            await hand.Does("BREAD", OutcomeKind.Done);
        await hand.Does($"giftcard 32 {card}", OutcomeKind.Done);
        Assert.Equal((BasketState.Open, 700L), (hand.Cashier.Basket!.State, hand.Cashier.Basket.Due.Minor));
        Assert.Contains("Take 25.00 EUR?", hand.Screen, StringComparison.Ordinal);
        await hand.Does("untender 1", OutcomeKind.Done);
        Assert.Equal("GIFT_CARD_TOO_LOW", (await hand.Does($"giftcard 32 {card}", OutcomeKind.Refused)).Code);
        Assert.Contains(hand.Draw(), row => row.Contains("Bread", StringComparison.Ordinal));
        await hand.Does("abandon", OutcomeKind.Done);
    }
}
