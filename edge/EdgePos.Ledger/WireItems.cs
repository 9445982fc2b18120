using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;
using Item = EdgePos.Store.Item;
using ListPrice = EdgePos.Store.ListPrice;
using TaxCategory = EdgePos.Store.TaxCategory;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Ledger;

/// <summary>Rows of a price book as messages, and back.</summary>
public static class WireItems
{
    /// <summary>A row as the price book keeps it.</summary>
    public static V1.Item ToWire(this BookRow row)
    {
        var item = row.Item;
        var message = new V1.Item
        {
            Sku = item.Sku,
            Name = item.Name,
            Unit = item.Unit.ToWire(),
            Price = item.Price?.ToWire(),
            TaxRatePpm = item.TaxRate.Ppm,
            TaxCategory = item.TaxCategory,
            Department = item.Department,
            MinimumAge = item.MinimumAge,
            AsksSerial = item.Is(ItemTraits.AsksSerial),
            OpenPrice = item.Is(ItemTraits.OpenPrice),
            NotForSale = item.Is(ItemTraits.NotForSale),
            NoDiscount = item.Is(ItemTraits.NoDiscount),
            GiftCard = item.Is(ItemTraits.GiftCard),
            DepositSku = row.DepositSku,
        };
        message.Prices.AddRange(row.Prices.Select(price => new V1.ListPrice
        {
            Group = price.Group,
            FromUs = price.FromUs,
            UntilUs = price.UntilUs,
            Price = price.Price.ToWire(),
        }));
        message.Tags.AddRange(item.Tags);
        message.Bundle.AddRange(item.Bundle.Select(WireLines.ToWire));
        return message;
    }

    /// <summary>The row of a message; a refusal names what does not read.</summary>
    public static Result<BookRow> RowOf(V1.Item item)
    {
        Refusal Bad(string field, string what) => new(RefusalCode.PriceBookRowInvalid, field, item.Sku, what);

        if (item.Price is { } usual && !Currency.TryParse(usual.Currency, out _))
            return Bad("price", $"'{usual.Currency}' is no ISO 4217 code");
        foreach (var price in item.Prices)
        {
            if (price.Price is null)
                return Bad("prices", "a price says no price");
            if (!Currency.TryParse(price.Price.Currency, out _))
                return Bad("prices", $"'{price.Price.Currency}' is no ISO 4217 code");
        }

        return new BookRow(new Item(item.Sku, item.Name, (Unit)(int)item.Unit, item.Price?.OfWire(), new Rate(item.TaxRatePpm))
        {
            TaxCategory = item.TaxCategory,
            Department = item.Department,
            Tags = item.Tags.Count < 2 ? [.. item.Tags] : [.. item.Tags.Distinct().Order(StringComparer.Ordinal)],
            MinimumAge = item.MinimumAge,
            Traits = (item.AsksSerial ? ItemTraits.AsksSerial : 0) | (item.OpenPrice ? ItemTraits.OpenPrice : 0)
                | (item.NotForSale ? ItemTraits.NotForSale : 0) | (item.NoDiscount ? ItemTraits.NoDiscount : 0)
                | (item.GiftCard ? ItemTraits.GiftCard : 0),
            Bundle = item.Bundle.Count == 0 ? [] : [.. item.Bundle.Select(WireLines.OfWire)],
        })
        {
            DepositSku = item.DepositSku,
            Prices = item.Prices.Count == 0 ? []
                : [.. item.Prices.Select(price => new ListPrice(price.Group, price.FromUs, price.UntilUs, price.Price.OfWire()))],
        };
    }

    /// <summary>A row of the tax table.</summary>
    public static V1.TaxCategory ToWire(this TaxCategory row)
    {
        var message = new V1.TaxCategory { Code = row.Code, From = row.From == DateOnly.MinValue ? "" : row.From.ToWire() };
        message.Parts.AddRange(row.Parts.Select(WireLines.ToWire));
        return message;
    }

    /// <summary>A row of the tax table; a refusal names what does not read.</summary>
    public static Result<TaxCategory> RowOf(V1.TaxCategory row)
    {
        var from = DateOnly.MinValue;
        if (row.From.Length > 0
            && !DateOnly.TryParseExact(row.From, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out from))
            return new Refusal(RefusalCode.PriceBookRowInvalid, "from", row.Code, $"'{row.From}' is no day: YYYY-MM-DD");
        return new TaxCategory(row.Code, from, [.. row.Parts.Select(WireLines.OfWire)]);
    }
}
