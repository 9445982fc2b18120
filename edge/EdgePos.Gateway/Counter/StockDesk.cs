using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What the store wants of sales that take more than there is. The ledger asks again when a basket becomes a sale.</summary>
internal sealed class StockDesk(StockReader stock, IOptions<StockOptions> options)
{
    private readonly BelowZero _belowZero = options.Value.BelowZero;

    /// <summary>True: what is not there is neither sold nor held.</summary>
    public bool Refuses => _belowZero == BelowZero.Refuse;

    /// <summary>A basket whose last line was added or changed; refused where this store refuses what it takes.</summary>
    public Result<Basket> Check(Basket basket) => Refuses && basket.LastLine > 0
        && Shortages(basket, [basket.Lines[basket.LastLine - 1].Item.Sku]).FirstOrDefault() is { } shortage ? shortage : basket;

    /// <summary>What a cashier is to be told of a basket's stock; nothing where this store allows or refuses it.</summary>
    public IReadOnlyList<Refusal> WarningsOf(Basket basket) => _belowZero != BelowZero.Warn ? []
        : [.. Shortages(basket, [.. basket.Sold.Select(line => line.Item.Sku).Distinct()])];

    private IEnumerable<Refusal> Shortages(Basket basket, IReadOnlyList<string> skus) =>
        stock.Of(skus, basket.Id, basket.Order).Levels.Select(level =>
        {
            var lines = basket.Sold.Where(line => line.Item.Sku == level.Sku).ToList();
            return lines.Count == 0 ? null : StockRules.CheckShortage(
                level, lines[0].Item.Name, lines.Sum(line => line.Quantity.Thousandths), "quantity_thousandths");
        }).OfType<Refusal>();
}
