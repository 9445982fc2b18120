using EdgePos.V1;

namespace EdgePos.Benchmarks;

/// <summary>A price book of any size, with promotions of all kinds.</summary>
internal static class BenchBook
{
    /// <summary>Code of an item.</summary>
    public static string SkuOf(int item) => $"SKU{item:000000}";

    /// <summary>Items of a size of price book, in messages that fit.</summary>
    public static IEnumerable<ImportPriceBookRequest> Parts(int items, int promotions)
    {
        foreach (int[] part in Enumerable.Range(0, items).Chunk(5_000))
            yield return new ImportPriceBookRequest { Items = { part.Select(ItemOf) } };
        yield return new ImportPriceBookRequest { Promotions = { Enumerable.Range(0, promotions).Select(PromotionOf) } };
    }

    public static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };

    private static Item ItemOf(int i) => new()
    {
        Sku = SkuOf(i),
        Name = $"Item {i} of a price book",
        Unit = Unit.Each,
        Price = Eur(99 + (i % 900)),
        TaxRatePpm = 90_000,
        Department = $"d{i % 20}",
        Tags = { $"t{i % 200}" },
    };

    // A tenth on departments, a tenth on tags, the rest on a few items each, as a shop has them.
    private static Promotion PromotionOf(int i)
    {
        var promotion = new Promotion { PromotionId = $"p{i}", Name = $"Offer {i}", Priority = i % 3 };
        promotion.Items = (i % 10) switch
        {
            0 => new ItemSelector { Departments = { $"d{i % 20}" } },
            1 => new ItemSelector { Tags = { $"t{i % 200}" } },
            _ => new ItemSelector { Skus = { Enumerable.Range(0, 5).Select(n => SkuOf((i * 7) + n)) } },
        };
        switch (i % 5)
        {
            case 0: promotion.PercentOff = new() { PercentPpm = 100_000 }; break;
            case 1: promotion.NForM = new() { Pieces = 3, Paid = 2 }; break;
            case 2: promotion.NForPrice = new() { Pieces = 2, Price = Eur(150) }; break;
            case 3: promotion.BuyXGetY = new() { Buy = 1, Get = 1, PercentPpm = 500_000 }; break;
            default: promotion.AmountOff = new() { Off = Eur(10) }; break;
        }

        return promotion;
    }
}
