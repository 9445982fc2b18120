using System.Globalization;
using System.Text;

namespace EdgePos.Benchmarks;

/// <summary>A grocer's price book as a file for `publish`: bar codes that lie as they do in a shop, departments, tags, deposits.</summary>
internal static class BookFile
{
    private const string Header = "sku,gtin,name,unit,price,currency,tax_percent,department,tags,deposit_sku";

    private static readonly string[] Words =
        ["Organic", "Fresh", "Mild", "Dark", "Whole", "Smoked", "Sparkling", "Frozen", "Light", "Extra", "Ripe", "Salted"];

    private static readonly string[] Goods =
        ["milk", "bread", "cheese", "coffee", "apples", "rice", "water", "butter", "soap", "tea", "yoghurt", "pasta", "ham"];

    /// <summary>Writes one.</summary>
    /// <param name="priceOf">Cents of an item, by its number.</param>
    public static void Write(string file, int items, Func<int, long> priceOf)
    {
        var text = new StringBuilder();
        text.Append(Header).Append("\nSOAP,,Soap,each,2.50,EUR,21,,,\nDEPOSIT,,Deposit,each,0.15,EUR,0,,,\n");
        for (int i = 0; i < items; i++)
        {
            string name = $"{Words[i % Words.Length]} {Goods[i / 7 % Goods.Length]} of brand {(i * 31L) % 977}, {50 + (i % 40 * 25)} g";
            text.Append(CultureInfo.InvariantCulture, $"{BenchBook.SkuOf(i)},{Gtin(i)},\"{name}\",each,{priceOf(i) / 100m:0.00},EUR,")
                .Append(CultureInfo.InvariantCulture, $"{(i % 4 == 0 ? 21 : 9)},d{i % 20},t{i % 200},{(i % 25 == 0 ? "DEPOSIT" : "")}\n");
        }

        File.WriteAllText(file, text.ToString());
    }

    // In the order of the items they jump to and fro, since a chain numbers its items as it lists them.
    private static string Gtin(int item)
    {
        string digits = string.Create(CultureInfo.InvariantCulture, $"87{(item * 7_368_787L) % 10_000_000_000:0000000000}");
        int sum = digits.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }
}
