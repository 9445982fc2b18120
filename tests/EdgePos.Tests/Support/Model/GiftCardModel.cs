using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests;

/// <summary>One thing that is done with gift cards: small numbers, so that the same cards meet again and again.</summary>
/// <param name="What">0 to 6, see <see cref="GiftCardsUnderModel"/>.</param>
internal readonly record struct GiftCardStep(int What, int Card, int Other, long Minor);

/// <summary>The gift cards of a ledger, and the same by plain lists.</summary>
internal sealed class GiftCardsUnderModel(GiftCardBox box)
{
    // What a sale did to its cards, whether one of its lines can come back, and whether it has.
    private sealed record Sale(string Receipt, (int Card, long Minor)[] Loads, (int Card, long Minor)[] Pays)
    {
        public bool IsBack { get; set; }
    }

    private readonly Dictionary<int, long> _balances = [];
    private readonly List<Sale> _sales = [];

    /// <summary>All is handed over at once, so that it lands in one transaction or a few; then asked again.</summary>
    public async Task RunAsync(GiftCardStep[] steps)
    {
        // What came back before cannot be asked for by rule; within a round the ledger is the one who refuses it.
        var open = _sales.Where(sale => !sale.IsBack).ToList();
        var asked = steps.Select(step => Prepare(step, open)).OfType<(CompleteSale Command, RefusalCode? Refused, Sale? Made)>()
            .ToList().ConvertAll(step => (step.Command, step.Refused, step.Made, Answer: box.DoAsync(step.Command)));
        foreach (var (command, refused, made, answer) in asked)
        {
            Assert.Equal(refused, (await answer).Refusal?.Code);
            if (refused is not null)
                continue;
            if (made is not null)
                _sales.Add(made with { Receipt = WireSales.ReceiptOf((await answer).Value).ReceiptNumber });
            var again = await box.DoAsync(command);
            Assert.True(again.Value.Replayed);
            Assert.Equal(WireSales.ReceiptOf((await answer).Value), WireSales.ReceiptOf(again.Value));
        }

        foreach (int card in Enumerable.Range(1, GiftCardCases.Cards))
        {
            Assert.Equal(_balances.TryGetValue(card, out long balance) ? balance : null, box.Balance(card));
            Assert.True(balance >= 0);
        }
    }

    private (CompleteSale, RefusalCode?, Sale?)? Prepare(GiftCardStep step, List<Sale> open)
    {
        var (_, card, other, minor) = step;
        var sale = open.Count > 0 ? open[(int)(minor % open.Count)] : null;
        return step.What switch
        {
            0 or 1 => Made(box.Load(card, minor), [(card, minor)], []),
            2 => Made(box.Spend(card, minor), [], [(card, minor)]),
            3 when card != other => Made(box.LoadAndSpend(card, minor, other, minor + 1), [(card, minor)], [(other, minor + 1)]),
            4 => (box.Refund(card, minor), Move([(card, minor)], []), null),
            5 when sale is { Loads.Length: 1, Pays.Length: 0 } => Back(box.Return(sale.Receipt), sale),
            6 when sale is not null => Back(box.Undo(sale.Receipt), sale),
            _ => null,
        };
    }

    private (CompleteSale, RefusalCode?, Sale?) Made(CompleteSale command, (int, long)[] loads, (int, long)[] pays)
    {
        var refused = Move(loads, [.. pays.Select(pay => (pay.Item1, pay.Item2, RefusalCode.GiftCardTooLow))]);
        return (command, refused, refused is null ? new Sale("", loads, pays) : null);
    }

    private (CompleteSale, RefusalCode?, Sale?) Back(CompleteSale command, Sale sale)
    {
        if (sale.IsBack)
            return (command, RefusalCode.ReturnedAlready, null);
        var refused = Move(sale.Pays, [.. sale.Loads.Select(load => (load.Card, load.Minor, RefusalCode.GiftCardSpent))]);
        sale.IsBack = refused is null;
        return (command, refused, null);
    }

    // All of it or nothing.
    private RefusalCode? Move((int Card, long Minor)[] puts, (int Card, long Minor, RefusalCode Refused)[] takes)
    {
        foreach (var (card, minor, refused) in takes)
        {
            if (_balances.GetValueOrDefault(card) < minor)
                return refused;
        }

        foreach (var (card, minor) in puts)
            _balances[card] = _balances.GetValueOrDefault(card) + minor;
        foreach (var (card, minor, _) in takes)
            _balances[card] -= minor;
        return null;
    }
}

/// <summary>How large the random lives of gift cards are.</summary>
internal static class GiftCardCases
{
    public const int Cards = 3;
}
