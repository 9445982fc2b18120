using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>An order that is paid at the counter, as a basket.</summary>
public static class OrderBasketRules
{
    /// <summary>What stands at its lines as the reason of their price.</summary>
    public const string Reason = "order";

    /// <summary>
    /// A basket with what was picked, at the prices of the order: no promotion of the store comes on top of them, and no deposit, which
    /// an order names where it has one.
    /// </summary>
    /// <param name="empty">A basket without lines.</param>
    /// <param name="goods">What was picked, each with its item and the price of one unit.</param>
    /// <param name="priceBook">Version of the price book that the items are of.</param>
    public static Result<Basket> Take(
        this Basket empty, string order, IReadOnlyList<(PickedGoods Picked, Item Item, Money Price)> goods, string priceBook)
    {
        var lines = ImmutableArray.CreateBuilder<BasketLine>();
        foreach (var (picked, item, price) in goods.Where(one => one.Picked.Thousandths > 0))
        {
            if (price.Currency != empty.Currency)
                return new Refusal(RefusalCode.CurrencyMismatch, OrderRules.Field, $"{price.Currency}", $"{empty.Currency}");
            var quantity = new Quantity(picked.Thousandths, item.Unit);
            if (LineRules.PriceOf(quantity, price) is not { Refusal: null } amount)
                return LineRules.PriceOf(quantity, price).Refusal!;
            var sold = item with { Price = price, Deposit = null };
            lines.Add(new BasketLine(lines.Count + 1, sold, item.Sku, quantity, amount.Value, Void: false)
            {
                QuantityFixed = true,
                PriceFixed = true,
                ListPrice = item.Price ?? price,
                PriceChange = (Reason, ""),
            });
        }

        return BasketRules.Within(empty with
        {
            Lines = lines.ToImmutable(),
            Order = order,
            AgeSeen = goods.Select(one => one.Item.MinimumAge).DefaultIfEmpty().Max(),
            PriceBook = priceBook,
        });
    }
}
