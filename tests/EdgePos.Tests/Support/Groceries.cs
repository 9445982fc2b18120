using System.IO.Compression;
using System.Runtime.CompilerServices;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>Real baskets of a grocery, with prices and 500 promotions that are made up, always the same.</summary>
internal sealed class Groceries
{
    private const int PromotionsWanted = 500;

    private static readonly string[] Departments = ["fresh", "dairy", "drinks", "pantry", "home"];

    private Groceries(IReadOnlyList<string[]> baskets)
    {
        Baskets = baskets;
        Items = [.. baskets.SelectMany(basket => basket).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>What was in each basket.</summary>
    public IReadOnlyList<string[]> Baskets { get; }

    /// <summary>All that is sold, by its name.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>A few hundred baskets, beside the tests.</summary>
    public static Groceries Sample([CallerFilePath] string here = "") =>
        new(Read(File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "../Data/groceries-sample.csv"))));

    /// <summary>All of them; skips where they are not beside the repo.</summary>
    public static Groceries Month([CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "../../../../shared/data/groceries-baskets.csv.gz");
        Assert.SkipUnless(File.Exists(path), "the month of baskets is not here: ../shared/data/groceries-baskets.csv.gz");
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return new(Read(text.ReadToEnd().Split('\n')));
    }

    /// <summary>The price book.</summary>
    public ImportPriceBookRequest Book() => new()
    {
        Items = { Items.Select(ItemOf) },
        Promotions = { Enumerable.Range(0, PromotionsWanted).Select(PromotionOf) },
    };

    /// <summary>Price of an item, minor units.</summary>
    public static long PriceOf(int item) => 49 + (item * 7919 % 950);

    private Item ItemOf(string name, int i) => new()
    {
        Sku = name,
        Name = name,
        Unit = Unit.Each,
        Price = ShopDaemon.Eur(PriceOf(i)),
        TaxRatePpm = i % 5 == 4 ? 210_000 : 90_000,
        Department = Departments[i % Departments.Length],
        Tags = { $"t{i % 40}" },
    };

    // All kinds in turn, on single items, tags and departments; exclusive and combinable; some with a threshold, a day or a coupon.
    private Promotion PromotionOf(int i)
    {
        var promotion = new Promotion
        {
            PromotionId = $"p{i}",
            Name = $"Offer {i}",
            Priority = i % 3,
            Combination = i % 7 == 0 ? Combination.Combinable : Combination.Exclusive,
            Items = (i % 4) switch
            {
                0 => new ItemSelector { Tags = { $"t{i % 40}" } },
                1 => new ItemSelector { Departments = { Departments[i % Departments.Length] }, ExceptTags = { "t1" } },
                _ => new ItemSelector { Skus = { Items[i % Items.Count], Items[i * 3 % Items.Count] } },
            },
        };
        if (i % 11 == 0)
            promotion.Threshold = new Threshold { Spend = ShopDaemon.Eur(1_000) };
        if (i % 13 == 0)
            promotion.Schedule = new Schedule { Days = 127 };
        switch (i % 10)
        {
            case 0: promotion.PercentOff = new() { PercentPpm = 50_000 + (i * 100) }; break;
            case 1: promotion.AmountOff = new() { Off = ShopDaemon.Eur(5 + (i % 20)) }; break;
            case 2: promotion.FixedPrice = new() { Price = ShopDaemon.Eur(99 + i) }; break;
            case 3: promotion.NForPrice = new() { Pieces = 2, Price = ShopDaemon.Eur(150 + i) }; break;
            case 4: promotion.NForM = new() { Pieces = 3, Paid = 2 }; break;
            case 5: promotion.BuyXGetY = new() { Buy = 1, Get = 1, PercentPpm = 500_000 }; break;
            case 6:
                promotion.SetForPrice = new() { Pieces = 1, Price = ShopDaemon.Eur(300 + i) };
                promotion.SetForPrice.Others.Add(new SetPart { Pieces = 1, From = new ItemSelector { Tags = { $"t{(i + 1) % 40}" } } });
                break;
            case 7: promotion.CheapestFree = new() { Pieces = 4, Free = 1 }; break;
            case 8: promotion.BasketPercent = new() { PercentPpm = 20_000 }; break;
            default: promotion.BasketAmount = new() { Off = ShopDaemon.Eur(25) }; break;
        }

        return promotion;
    }

    private static List<string[]> Read(IEnumerable<string> lines) =>
        [.. lines.Select(line => line.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries)).Where(basket => basket.Length > 0)];
}
