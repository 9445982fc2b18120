using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The daemon is killed while a card is loaded and spent: each command is asked until it is answered, and counts once.</summary>
public sealed class GiftCardCrashTests : IDisposable
{
    private const int Kills = 6, Rounds = 40;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_again_and_again_a_card_holds_what_was_answered_and_no_more()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var daemon = await new Daemon(_folder.File("data"), GiftCardShop.Settings).StartAsync();
        var till = new GiftCardTill(daemon);
        await till.Till.Import(false, GiftCardShop.Items);
        string card = GiftCardTill.NewNumber();

        using var over = new CancellationTokenSource();
        var killing = Task.Run(async () =>
        {
            for (int kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(random.Next(1, 300));
                await daemon.KillAsync();
                await daemon.StartAsync();
            }
        });
        long balance = 0;
        for (int round = 0; round < Rounds || !killing.IsCompleted; round++)
        {
            // 4.00 on, 2.50 off: what a command does twice shows.
            balance += await LoadAsync(till, card, 400) - await SpendAsync(till, card, 250);
            Assert.Equal(balance, await SurelyAsync(() => till.Balance(card)));
        }

        await killing;
        await daemon.StopAsync();
        Assert.Equal(balance, new EdgePos.Ledger.LedgerReader(daemon.LedgerFile).FindGiftCard(card)!.Balance.Minor);
        Sales.AssertSound(daemon.LedgerFile);
    }

    private static async Task<long> LoadAsync(GiftCardTill till, string card, long minor)
    {
        string open = Till.NewId(), add = Till.NewId(), pay = Till.NewId(), end = Till.NewId();
        return await SurelyAsync(async () =>
        {
            await till.Till.Open(open);
            await till.Load(open, card, minor, command: add);
            await till.Till.Cash(open, minor, pay);
            return (await till.Till.Complete(open, end)).Receipt.Total.Minor;
        });
    }

    private static async Task<long> SpendAsync(GiftCardTill till, string card, long minor)
    {
        string open = Till.NewId(), add = Till.NewId(), pay = Till.NewId(), end = Till.NewId();
        return await SurelyAsync(async () =>
        {
            await till.Till.Open(open);
            await till.Till.Add(open, "SOAP", command: add);
            await till.Till.Do((checkout, headers) => checkout.AddTenderAsync(new AddTenderRequest
            {
                BasketId = open,
                CommandId = pay,
                Amount = ShopDaemon.Eur(minor),
                GiftCard = new GiftCard { Number = card },
            }, headers));
            return (await till.Till.Complete(open, end)).Receipt.Tenders.Single().Amount.Minor;
        });
    }

    // A power cut could cost the counter a moment; the end of a process does not, so the same commands find their basket.
    private static async Task<T> SurelyAsync<T>(Func<Task<T>> ask)
    {
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (RpcException fault) when (waiting.Elapsed < Daemon.Patience
                && fault.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
            {
                await Task.Delay(20);
            }
        }
    }
}
