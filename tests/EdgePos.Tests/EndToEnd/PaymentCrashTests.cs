using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>
/// The daemon is killed, or the terminal dies, at each step of a card payment. Afterwards the terminal's own book of charges
/// and the box agree: no charge without a tender or a reversal, no tender without a charge, and none twice.
/// </summary>
public sealed class PaymentCrashTests
{
    public static TheoryData<TerminalMoment> Moments => [.. Enum.GetValues<TerminalMoment>()];

    [Theory, MemberData(nameof(Moments))]
    public async Task The_daemon_killed_at_each_step_of_a_payment_charges_once_or_not_at_all(TerminalMoment moment)
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard(); // of the same amount: something to mistake for this one
        shop.Faults.WaitsAt = moment;
        var basket = await shop.Goods("SOAP");
        string command = Till.NewId();
        var paying = shop.Pay(basket.BasketId, command: command);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        await shop.Daemon.KillAsync();
        await LostAsync(paying);
        shop.Faults.GoOn();
        await shop.Daemon.StartAsync();
        await shop.UntilSettled();
        await shop.AgreesWithTheTerminal(basket.BasketId, chargesBefore: 1);
        var again = await shop.Pay(basket.BasketId, command: command);
        Assert.Equal(shop.Terminal.Book.Charges.Count == 2 ? PaymentState.Approved : PaymentState.Aborted, again.State);
        await FinishAsync(shop, basket.BasketId);
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task The_terminal_dying_at_each_step_of_a_payment_charges_once_or_not_at_all(TerminalMoment moment)
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        shop.Faults.DiesAt = moment;
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        Assert.NotEqual(PaymentState.Unknown, paid.State);
        await shop.AgreesWithTheTerminal(basket.BasketId, chargesBefore: 1);
        await FinishAsync(shop, basket.BasketId);
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task The_daemon_killed_at_each_step_of_a_reversal_reverses_once_or_not_at_all(TerminalMoment moment)
    {
        await using var shop = await PaymentShop.OpenAsync();
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        shop.Faults.WaitsAt = moment;
        var reversing = shop.Reverse(paid.PaymentId);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        await shop.Daemon.KillAsync();
        await LostAsync(reversing);
        shop.Faults.GoOn();
        await shop.Daemon.StartAsync();
        await shop.UntilSettled();
        await shop.AgreesWithTheTerminal(basket.BasketId, chargesBefore: 0);
        await FinishAsync(shop, basket.BasketId);
    }

    [Theory]
    [InlineData(TerminalMoment.BeforeStatus)]
    [InlineData(TerminalMoment.AfterCompletion)]
    public async Task A_charge_whose_basket_a_power_cut_took_is_reversed(TerminalMoment moment)
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        shop.Faults.WaitsAt = moment;
        var paying = shop.Pay((await shop.Goods("SOAP")).BasketId);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        if (moment == TerminalMoment.AfterCompletion)
            await paying;
        await shop.Daemon.KillAsync();
        foreach (string file in Directory.GetFiles(shop.Daemon.DataFolder, "counter.db*"))
            File.Delete(file);
        shop.Faults.GoOn();
        await shop.Daemon.StartAsync();
        await shop.UntilSettled();
        Assert.Single(shop.Terminal.Book.Charges);
        Assert.Equal(["payment", "payment", "reversal"], shop.Terminal.Book.Entries.Select(entry => entry.Kind));
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task Killed_at_any_moment_the_books_of_box_and_terminal_agree()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        int rounds = Fuzz.IsNight ? 200 : 12;
        for (int round = 0; round < rounds; round++)
        {
            int charges = shop.Terminal.Book.Charges.Count;
            var basket = await shop.Goods("SOAP", "BREAD");
            var paying = shop.Pay(basket.BasketId);
            await Task.Delay(random.Next(60));
            await shop.Daemon.KillAsync();
            await LostAsync(paying);
            await shop.Daemon.StartAsync();
            await shop.UntilSettled();
            await shop.AgreesWithTheTerminal(basket.BasketId, charges);
            if ((await shop.Till.Get(basket.BasketId)).Due.Minor > 0)
                await shop.Till.Cash(basket.BasketId, 570);
            await shop.Till.Complete(basket.BasketId);
        }

        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    // The daemon's end may have been faster or slower than its answer.
    private static async Task LostAsync(Task<Payment> call)
    {
        try
        {
            await call;
        }
        catch (RpcException)
        {
            // Asked again by its command, as a register does.
        }
    }

    // The basket becomes a sale, whichever way it was paid, and the books are whole.
    private static async Task FinishAsync(PaymentShop shop, string basket)
    {
        if ((await shop.Till.Get(basket)).Due.Minor > 0)
            await shop.Till.Cash(basket, 250);
        await shop.Till.Complete(basket);
        Assert.Empty(await shop.Cares());
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }
}
