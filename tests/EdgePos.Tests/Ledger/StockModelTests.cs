using CsCheck;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Stock against a model of it that shares no code with it.</summary>
public sealed class StockModelTests : IDisposable
{
    private static readonly Gen<StockStep[]> Day = Gen.Select(Gen.Int[0, 11], Gen.Int[1, 3], Gen.Int[1, 5],
        (what, sku, pieces) => new StockStep(what, sku, pieces)).Array[1, 60];

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_is_done_to_stock_it_is_what_plain_lists_say() => await Day.SampleAsync(
        async steps =>
        {
            using var box = new StockBox(_folder, $"{Guid.NewGuid():N}.db");
            var stock = new StockUnderModel(box);
            foreach (var step in steps)
            {
                await stock.DoAsync(step);
                stock.AssertSame();
            }
        }, iter: 60, print: steps => string.Join(", ", steps));
}
