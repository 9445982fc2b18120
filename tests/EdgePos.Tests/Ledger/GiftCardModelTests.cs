using CsCheck;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Gift cards against a model of them that shares no code with the ledger.</summary>
public sealed class GiftCardModelTests : IDisposable
{
    private static readonly Gen<GiftCardStep[][]> Life = Gen.Select(
        Gen.Int[0, 6], Gen.Int[1, GiftCardCases.Cards], Gen.Int[1, GiftCardCases.Cards], Gen.Long[1, 500],
        (what, card, other, minor) => new GiftCardStep(what, card, other, minor)).Array[1, 8].Array[1, 8];

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task However_cards_are_loaded_spent_given_back_and_undone_each_holds_what_was_put_on_it_less_what_it_paid() =>
        await Life.SampleAsync(async life =>
        {
            string path = _folder.File($"{Guid.NewGuid():N}.db");
            using (var box = new GiftCardBox(path))
            {
                var cards = new GiftCardsUnderModel(box);
                foreach (var round in life)
                    await cards.RunAsync(round);
            }

            Sales.AssertSound(path);
        }, iter: 60, print: life => string.Join("\n", life.Select(round => string.Join(", ", round))));
}
