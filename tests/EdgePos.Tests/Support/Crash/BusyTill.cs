using System.Collections.Concurrent;
using EdgePos.Register;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// A register that sells without a pause to a daemon that is killed all the time. It asks with the same command id until
/// it is answered, checks each answer against what it scanned, and after each new start looks up what it remembers.
/// </summary>
internal sealed class BusyTill(Daemon daemon, int register, Random random, KilledShop shop, CancellationToken stop) : IDisposable
{
    private static readonly string[] Skus = ["COLA", "SOAP", "BREAD"];
    private static readonly Dictionary<string, long> Prices = new() { ["COLA"] = 199, ["SOAP"] = 250, ["BREAD"] = 320 };

    private readonly GrpcChannel _channel = daemon.NewChannel();
    private readonly List<Remembered> _remembered = [];
    private long _lastZ;

    // Since: the start of the daemon in whose time the basket was last touched. Unsure: Complete was asked for, once, and
    // nobody knows what became of it.
    private sealed record Remembered(Basket Basket, int Since, bool Unsure = false);

    private Checkout.CheckoutClient Checkout => new(_channel);

    private Tills.TillsClient Tills => new(_channel);

    public void Dispose() => _channel.Dispose();

    /// <summary>Sells basket after basket; the last one is brought to its end.</summary>
    public async Task SellUntilAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await LookUpAsync();
            await ServeAsync();
        }
    }

    /// <summary>Looks up every basket that was last touched before the daemon was started anew.</summary>
    public async Task LookUpAsync()
    {
        int starts = shop.Starts;
        foreach (var known in _remembered.Where(known => known.Since < starts).ToList())
        {
            _remembered.Remove(known);
            var request = new GetBasketRequest { BasketId = known.Basket.BasketId };
            var now = await AskAsync(to => Checkout.GetBasketAsync(request, to));
            shop.CountLookedUp();
            if (known.Unsure)
                await SettleAsync(known.Basket, now);
            else if (known.Basket.State == BasketState.Completed)
                AssertSold(known.Basket, now);
            else
                Assert.Equal(Plain(known.Basket), Plain(now));
            if (known.Basket.State == BasketState.Open && random.Next(2) == 0)
                await PayAsync(now);
            else if (known.Basket.State == BasketState.Open)
                Remember(now);
        }
    }

    private async Task ServeAsync()
    {
        string id = Till.NewId();
        var basket = await AskAsync(to => Checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = id }, to));
        var scans = new List<(string Sku, long Thousandths, long Minor)>();
        for (int lines = random.Next(1, 4); lines > 0; lines--)
        {
            string sku = Skus[random.Next(Skus.Length)];
            int pieces = random.Next(1, 4);
            var request = new AddItemRequest
            {
                CommandId = Till.NewId(),
                BasketId = id,
                Scanned = sku,
                QuantityThousandths = 1000 * pieces,
            };
            basket = await AskAsync(to => Checkout.AddItemAsync(request, to));
            scans.Add((sku, 1000 * pieces, Prices[sku] * pieces));
            Assert.Equal((id, BasketState.Open, scans.Sum(scan => scan.Minor)), (basket.BasketId, basket.State, basket.Total.Minor));
            Assert.Equal(scans, basket.Lines.Select(line => (line.Sku, line.QuantityThousandths, line.Amount.Minor)));
        }

        switch (random.Next(16))
        {
            case 0:
                var request = new AbandonBasketRequest { CommandId = Till.NewId(), BasketId = id };
                Remember(await AskAsync(to => Checkout.AbandonBasketAsync(request, to)));
                break;
            case 1:
                Remember(basket); // the customer has gone to fetch something
                break;
            case 2:
                await ChangeTillAsync();
                await PayAsync(basket);
                break;
            default:
                await PayAsync(basket);
                break;
        }
    }

    // Opens the till, or counts what it should hold and closes it: whatever was killed meanwhile, no cent is missing.
    private async Task ChangeTillAsync()
    {
        var till = await AskAsync(to => Tills.GetAsync(new GetTillRequest(), to));
        Assert.Equal(_lastZ, till.LastZNumber);
        if (till.Open)
        {
            var close = new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = till.Totals.Expected };
            var report = await AskAsync(to => Tills.CloseAsync(close, to));
            Assert.Equal((++_lastZ, 0L, till.Totals), (report.ZNumber, report.Difference.Minor, report.Totals));
            return;
        }

        var open = new OpenTillRequest { CommandId = Till.NewId(), Float = new Money { Minor = 5_000, Currency = "EUR" } };
        Assert.Equal(open.CommandId, (await AskAsync(to => Tills.OpenAsync(open, to))).SessionId);
    }

    private async Task PayAsync(Basket basket)
    {
        var request = new AddTenderRequest
        {
            CommandId = Till.NewId(),
            BasketId = basket.BasketId,
            Amount = basket.Total,
            Cash = new Cash(),
        };
        var paid = await AskAsync(to => Checkout.AddTenderAsync(request, to));
        Assert.Equal((BasketState.Paid, basket.Total, basket.Lines), (paid.State, paid.Total, paid.Lines));
        await CompleteAsync(paid);
    }

    // One in four asks twice at once, as a register does whose first call hangs; one in four dies at the first trouble.
    private async Task CompleteAsync(Basket paid)
    {
        var request = new CompleteRequest { CommandId = Till.NewId(), BasketId = paid.BasketId };
        switch (random.Next(4))
        {
            case 0:
                var both = await Task.WhenAll(CompleteAsync(request), CompleteAsync(request));
                Assert.Equal(both[0].Receipt, both[1].Receipt);
                Assert.True(both.Any(answer => answer.Replayed), $"{both[0].Receipt.ReceiptNumber} was carried out twice");
                shop.CountRaced();
                Note(paid, both[0].Receipt);
                break;
            case 1:
                try
                {
                    Note(paid, (await Checkout.CompleteAsync(request, Options())).Receipt);
                }
                catch (RpcException fault) when (Verdicts.Of(fault) == Verdict.Again)
                {
                    _remembered.Add(new Remembered(paid, shop.Starts, Unsure: true));
                }

                break;
            default:
                Note(paid, (await CompleteAsync(request)).Receipt);
                break;
        }
    }

    private Task<CompleteResponse> CompleteAsync(CompleteRequest request) => AskAsync(to => Checkout.CompleteAsync(request, to));

    // The register came back without its memory: the basket is what the ledger says, sold or still to be sold.
    private async Task SettleAsync(Basket paid, Basket now)
    {
        if (shop.NumberOf(paid.BasketId) is not { } number)
        {
            Assert.Equal(Plain(paid), Plain(now));
            await CompleteAsync(now);
            return;
        }

        AssertSold(Completed(paid, number), now);
        var other = new CompleteRequest { CommandId = Till.NewId(), BasketId = paid.BasketId };
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_CLOSED", () => CompleteAsync(other));
    }

    private void Note(Basket paid, Receipt receipt)
    {
        Assert.Equal((paid.BasketId, register, paid.Total, paid.Lines),
            (receipt.BasketId, receipt.Register, receipt.Total, receipt.Lines));
        shop.Answered.Enqueue(new AnsweredSale(paid.BasketId, receipt));
        shop.CountAnswered();
        Remember(Completed(paid, receipt.ReceiptNumber));
    }

    private void Remember(Basket basket) => _remembered.Add(new Remembered(basket, shop.Starts));

    private static void AssertSold(Basket sold, Basket now) => Assert.Equal(
        (BasketState.Completed, sold.ReceiptNumber, sold.Total, sold.Lines), (now.State, now.ReceiptNumber, now.Total, now.Lines));

    private static Basket Completed(Basket paid, string number) =>
        new(paid) { State = BasketState.Completed, ReceiptNumber = number };

    private static Basket Plain(Basket basket) => new(basket) { Replayed = false };

    private async Task<T> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call)
    {
        while (true)
        {
            try
            {
                return await call(Options());
            }
            catch (RpcException fault) when (Verdicts.Of(fault) != Verdict.Refused)
            {
                await Task.Delay(random.Next(20, 120), stop);
            }
        }
    }

    private CallOptions Options() =>
        new(Daemon.As(register), (TimeProvider.System.GetUtcNow() + Daemon.Patience).UtcDateTime, stop);
}
