using EdgePos.Devices;
using EdgePos.Gateway;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Gateway;

/// <summary>What a customer sees of a basket: two lines of twenty, from the first item to thank you.</summary>
public sealed class DisplayTextTests
{
    private static readonly Item Soap250 = new("1", "Soap", Unit.Each, Euro(250), new Rate(210_000));
    private static readonly Item Cheese = new("9", "Old cheese from the farm", Unit.Kilogram, Euro(1995), new Rate(90_000));

    [Fact]
    public void A_customer_sees_the_item_the_total_the_change_and_a_thank_you()
    {
        var basket = Empty;
        Shows("      Welcome", "", basket);
        basket = Added(basket, Soap250, null);
        Shows("Soap            2.50", "Total EUR       2.50", basket);
        basket = Added(basket, Soap250, 3000);
        Shows("3x Soap         7.50", "Total EUR      10.00", basket);
        basket = Added(basket, Cheese, 250);
        Shows("0.250kg Old che 4.99", "Total EUR      14.99", basket);
        basket = basket.VoidLine(3).Value;
        Shows("0.250kg Old ch -4.99", "Total EUR      10.00", basket);
        basket = basket.PayCash(Euro(400)).Value;
        Shows("Total EUR      10.00", "Still to pay    6.00", basket);
        basket = basket.PayCash(Euro(1000)).Value;
        Shows("Total EUR      10.00", "Change          4.00", basket);
        Shows("Change          4.00", "     Thank you!", basket with { ReceiptNumber = "1" });
    }

    [Fact]
    public void A_sale_that_is_paid_exactly_ends_with_its_total()
    {
        var paid = Added(Empty, Soap250, null).PayCash(Euro(250)).Value;
        Shows("Total EUR       2.50", "        Paid", paid);
        Shows("Total EUR       2.50", "     Thank you!", paid with { ReceiptNumber = "1" });
    }

    [Fact]
    public void A_basket_that_is_given_up_or_put_aside_leaves_a_welcome()
    {
        var basket = Added(Empty, Soap250, null);
        Shows("      Welcome", "", basket with { Abandoned = true });
        Shows("      Welcome", "", basket with { Suspended = true });
    }

    [Fact]
    public void The_texts_are_in_the_language_of_the_store_and_fit()
    {
        var basket = Added(Empty, Soap250, null);
        Assert.Equal(new DisplayLines("Soap            2,50", "Totaal EUR      2,50"), DisplayText.Of(basket, "nl"));
        Assert.Equal("   Kassa gesloten", DisplayText.Closed("nl").Upper);
        Assert.Equal("  Register closed", DisplayText.Closed("en").Upper);
        foreach (string language in Texts.Languages)
        {
            foreach (string key in (string[])["TOTAL", "CHANGE", "DUE", "BACK", "PAID", "THANKS", "WELCOME", "CLOSED"])
                Assert.InRange(Texts.Get($"DISPLAY_{key}", language).Length, 1, 15);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(40)]
    public void An_amount_is_never_cut_on_any_width(int columns)
    {
        var basket = Added(Empty, Soap250, 99_000);
        var lines = DisplayText.Of(basket, "en", columns);
        Assert.Equal((columns, columns), (lines.Upper.Length, lines.Lower.Length));
        Assert.EndsWith(" 247.50", lines.Upper, StringComparison.Ordinal);
        Assert.EndsWith(" 247.50", lines.Lower, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_display_of_a_register_follows_its_basket_and_no_other()
    {
        await using var one = VirtualDisplay.Start("cd5220", "0", TimeProvider.System);
        using var hotPlug = new HotPlug("/nowhere");
        using var stop = new CancellationTokenSource();
        Assert.True(LinkAddress.TryParse(one.Port.Address, out var address, out _));
        var display = new CustomerDisplay(
            new DeviceDescription("display", DeviceClass.CustomerDisplay, "cd5220", "", 1), address, new(),
            new DeviceSurroundings(new DeviceFeed(TimeProvider.System), hotPlug, TimeProvider.System, () => new Random(1)));
        var running = display.RunAsync(stop.Token);
        var follower = new DisplayFollower(register => register == 1 ? [display] : Array.Empty<CustomerDisplay>(), "en");

        var basket = Added(Empty, Soap250, null);
        follower.Follow(basket);
        await StandsAsync("Soap            2.50");
        follower.Follow(Empty with { Id = Guid.CreateVersion7(), Register = 2 });
        follower.Follow(Added(Empty with { Id = Guid.CreateVersion7() }, Soap250, null) with { Abandoned = true }); // forgotten days ago
        follower.Follow(basket.PayCash(Euro(250)).Value with { ReceiptNumber = "1" });
        await StandsAsync("Total EUR       2.50");
        Assert.Equal("     Thank you!", one.Lines.Lower);
        follower.Close(1);
        await StandsAsync("  Register closed");
        follower.Welcome(1);
        await StandsAsync("      Welcome");
        await stop.CancelAsync();
        await running;

        async Task StandsAsync(string upper)
        {
            using var patience = new CancellationTokenSource(Daemon.Patience, TimeProvider.System);
            while (one.Lines.Upper != upper)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    private static Basket Added(Basket basket, Item item, long? thousandths) =>
        basket.Add(item, Scan.Of(item.Sku), thousandths, "v").Value;

    private static Money Euro(long minor) => new(minor, Currency.Of("EUR"));

    private static void Shows(string upper, string lower, Basket basket) =>
        Assert.Equal(new DisplayLines(upper, lower), DisplayText.Of(basket, "en"));
}
