using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>A customer's display: shows a basket as it changes, until it is sold or given up.</summary>
internal sealed class WatchRun(BoxClient box, Screen screen, Texts texts, TimeProvider time, Random random)
{
    /// <summary>Runs until the basket is closed; comes back by itself when the box does.</summary>
    /// <returns>An exit code: not all, where the box knows no such basket.</returns>
    public async Task<int> RunAsync(string basketId, CancellationToken stop)
    {
        Basket? last = null;
        for (int failures = 0; ;)
        {
            try
            {
                using var call = box.Checkout.WatchBasket(new WatchBasketRequest { BasketId = basketId }, box.Streaming(stop));
                await foreach (var basket in call.ResponseStream.ReadAllAsync(stop))
                {
                    (last, failures) = (basket, 0);
                    screen.Draw(basket, null, ClosingWord(basket), reminder: null);
                }

                if (last is { State: BasketState.Completed or BasketState.Abandoned })
                    return ExitCodes.Ok;
            }
            catch (RpcException fault) when (!stop.IsCancellationRequested)
            {
                if (Verdicts.Of(fault) == Verdict.Refused)
                {
                    screen.Draw(last, null, new Outcome(OutcomeKind.Refused, fault.Status.Detail), reminder: null);
                    return ExitCodes.NotAll;
                }

                screen.Draw(last, null, new Outcome(OutcomeKind.Unanswered, texts.Of(Say.WatchLost)), reminder: null);
            }

            await Task.Delay(Backoff.Wait(failures++, random, TimeSpan.Zero), time, stop);
        }
    }

    private Outcome? ClosingWord(Basket basket) => basket.State switch
    {
        BasketState.Completed => new Outcome(OutcomeKind.Done, texts.Of(Say.WatchThanks)),
        BasketState.Abandoned => new Outcome(OutcomeKind.Done, texts.Of(Say.WatchAbandoned)),
        _ => null,
    };
}
