using System.Globalization;
using EdgePos.V1;

namespace EdgePos.Files;

/// <summary>What a price book may say of an item in further columns, each by its name in the first line.</summary>
public static class PriceBookColumns
{
    private static readonly Dictionary<string, Func<Item, string, string>> ByName = new(StringComparer.Ordinal)
    {
        ["department"] = (item, value) => Take(() => item.Department = value),
        ["tags"] = (item, value) => Take(() => item.Tags.AddRange(Words(value))),
        ["tax_category"] = (item, value) => Take(() => item.TaxCategory = value),
        ["minimum_age"] = MinimumAge,
        ["deposit_sku"] = (item, value) => Take(() => item.DepositSku = value),
        ["flags"] = (item, value) => Words(value).Select(flag => Flag(item, flag)).FirstOrDefault(why => why.Length > 0) ?? "",
    };

    /// <summary>The first name that is none, or comes twice; null: they are all known.</summary>
    public static string? Unknown(IReadOnlyList<string> names) =>
        names.Where((name, i) => !ByName.ContainsKey(name) || names.Take(i).Contains(name)).FirstOrDefault();

    /// <summary>Puts what a column says into the item; gives what is wrong with it, else nothing.</summary>
    public static string Read(string name, Item item, string value) => value.Length == 0 ? "" : ByName[name](item, value);

    private static string MinimumAge(Item item, string value)
    {
        bool good = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int age);
        item.MinimumAge = age;
        return good ? "" : $"the minimum_age '{value}' is no number of years";
    }

    private static string Flag(Item item, string flag) => flag switch
    {
        "serial" => Take(() => item.AsksSerial = true),
        "open_price" => Take(() => item.OpenPrice = true),
        "not_for_sale" => Take(() => item.NotForSale = true),
        "no_discount" => Take(() => item.NoDiscount = true),
        "gift_card" => Take(() => item.GiftCard = true),
        _ => $"the flag '{flag}' is not serial, open_price, not_for_sale, no_discount or gift_card",
    };

    private static string Take(Action put)
    {
        put();
        return "";
    }

    private static string[] Words(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
