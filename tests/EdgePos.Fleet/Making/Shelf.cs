using System.Globalization;
using EdgePos.Store;

namespace EdgePos.Fleet;

/// <summary>
/// What the stores sell. The grocery's data name groups of goods, so each group has some articles; prices are made up of the
/// code, always the same. The gift shop's data have codes and prices of their own.
/// </summary>
internal sealed class Shelf(RealBaskets baskets)
{
    /// <summary>Articles in a group of goods: a stated assumption.</summary>
    public const int ArticlesInGroup = 30;

    /// <summary>What all stores pay with.</summary>
    public static readonly Currency Currency = Currency.Of("EUR");

    private static readonly string[] Packs =
        ["250 g", "500 g", "1 kg", "1 l", "6 x 33 cl", "organic", "fresh", "family pack", "value", "deluxe"];
    private static readonly string[] Departments = ["fresh", "dairy", "drinks", "pantry", "home"];

    private readonly Dictionary<string, int> _groups = baskets.Groups.Select((group, i) => (group, i))
        .ToDictionary(pair => pair.group, pair => pair.i, StringComparer.Ordinal);

    // Made when first asked for. Two that make the same one at once make the same one.
    private readonly Item?[] _articles = new Item?[baskets.Groups.Count * ArticlesInGroup];

    /// <summary>An article of a group of goods; a few of them sell much better than the rest.</summary>
    public Item Grocery(string group, ref Dice dice)
    {
        double share = dice.Share();
        return Article((_groups[group] * ArticlesInGroup) + (int)(share * share * share * ArticlesInGroup));
    }

    /// <summary>Any article of a grocery.</summary>
    public Item AnyGrocery(ref Dice dice) => Article(dice.Next(_articles.Length));

    /// <summary>An article of the gift shop.</summary>
    public static Item Gift(InvoiceLine line) =>
        new(line.Code, line.Name, Unit.Each, new Money(line.PriceMinor, Currency), new Rate(210_000)) { Department = "gifts" };

    private Item Article(int number) => _articles[number] ??= Make(number);

    private Item Make(int number)
    {
        int group = number / ArticlesInGroup, nth = number % ArticlesInGroup;
        string digits = string.Create(CultureInfo.InvariantCulture, $"87{group:00000}{nth:00000}");
        return new Item(digits + Gtin.CheckDigit(digits), $"{baskets.Groups[group]} {Packs[nth % Packs.Length]}", Unit.Each,
            new Money(49 + (number * 7919L % 950), Currency), new Rate(group % 5 == 4 ? 210_000 : 90_000))
        {
            Department = Departments[group % Departments.Length],
        };
    }
}
