using EdgePos.V1;

namespace EdgePos.Files;

/// <summary>A price book as a file: sku,gtin,name,unit,price,currency,tax_percent, and any of <see cref="PriceBookColumns"/>.</summary>
/// <remarks>
/// gtin may hold several, separated by blanks; unit is each, kg, m or l; price may be empty, and so may tax_percent where
/// the item names its tax category.
/// </remarks>
public static class PriceBookFile
{
    private const string Header = "sku,gtin,name,unit,price,currency,tax_percent";
    private const int Fields = 7;
    private const int PercentDecimals = 4; // of a percentage: parts per million

    /// <summary>True where these are the lines of a price book.</summary>
    public static bool IsOne(IReadOnlyList<FileLine> lines) => lines.Count > 0
        && (lines[0].Text == Header || lines[0].Text?.StartsWith(Header + ",", StringComparison.Ordinal) == true);

    /// <summary>Reads the items, and what is wrong with the lines that are none.</summary>
    public static (IReadOnlyList<Item> Items, IReadOnlyList<BrokenLine> Broken) Read(IReadOnlyList<FileLine> lines)
    {
        var items = new List<Item>();
        var broken = new List<BrokenLine>();
        string[] further = [.. (lines[0].Text ?? "").Split(',').Skip(Fields)];
        if (PriceBookColumns.Unknown(further) is { } unknown)
            return ([], [new BrokenLine(1, $"the column '{unknown}' is not known, or comes twice")]);
        foreach (var line in lines.Skip(1).Where(line => line.Text != ""))
        {
            if (ReadLine(line, further, out string why) is { } item)
                items.Add(item);
            else
                broken.Add(new BrokenLine(line.Number, why));
        }

        return (items, broken);
    }

    private static Item? ReadLine(FileLine line, string[] further, out string why)
    {
        why = line.Text is null ? "it is not UTF-8" : "a quote is not closed or stands in the wrong place";
        if (line.Text is null || !CsvLine.TrySplit(line.Text, out var fields))
            return null;
        int wanted = Fields + further.Length;
        why = fields.Count == wanted ? "" : $"it has {fields.Count} fields, not {wanted}";
        if (why.Length > 0)
            return null;

        var item = new Item { Sku = fields[0], Name = fields[2] };
        item.Gtins.AddRange(fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        long minor = 0, ppm = 0;
        bool taxElsewhere = fields[6].Length == 0 && further.IndexOf("tax_category") is >= 0 and int at && fields[Fields + at].Length > 0;
        why = !Quantities.TryParseUnit(fields[3], out var unit) ? $"the unit '{fields[3]}' is not each, kg, m or l"
            : !Amounts.IsCurrency(fields[5]) ? $"'{fields[5]}' is no ISO 4217 code"
            : fields[4].Length > 0 && !Amounts.TryParseFiled(fields[4], fields[5], out minor)
                ? $"the price '{fields[4]}' is no amount in {fields[5]}"
            : !taxElsewhere && !Scaled.TryParse(fields[6], PercentDecimals, ".", out ppm) ? $"the tax '{fields[6]}' is no percentage"
            : "";
        for (int i = 0; i < further.Length && why.Length == 0; i++)
            why = PriceBookColumns.Read(further[i], item, fields[Fields + i]);
        if (why.Length > 0)
            return null;
        (item.Unit, item.TaxRatePpm) = (unit, ppm);
        if (fields[4].Length > 0)
            item.Price = new Money { Minor = minor, Currency = fields[5] };
        return item;
    }
}
