using EdgePos.Files;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>A price book, a tax table or promotions as rows, in the order of their names: so that versions differ in few rows.</summary>
internal static class BookContent
{
    private const int BrokenShown = 10;

    /// <summary>Reads a price book by columns, or the JSON of an ImportPriceBookRequest (proto3 JSON mapping).</summary>
    /// <returns>The rows by their keys, and the currency of the prices; empty where there are none.</returns>
    /// <exception cref="InvalidDataException">It is neither, or lines of it cannot be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (SortedDictionary<string, byte[]> Rows, string Currency) Read(string path)
    {
        var book = ReadFile(path);
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var row in book.Items.Select(item => new PriceBookRow { Item = item })
            .Concat(book.TaxCategories.Select(tax => new PriceBookRow { TaxCategory = tax }))
            .Concat(book.Promotions.Select(promotion => new PriceBookRow { Promotion = promotion })))
        {
            if (!rows.TryAdd(KeyOf(row), row.ToByteArray()))
                throw new InvalidDataException($"{KeyOf(row)} is in {path} twice");
        }

        string[] currencies = [.. book.Items.Select(item => item.Price?.Currency ?? "").Where(code => code.Length > 0).Distinct()];
        return currencies.Length <= 1 ? (rows, currencies.FirstOrDefault(""))
            : throw new InvalidDataException($"{path} has prices in {string.Join(" and ", currencies)}; a price book has one currency");
    }

    /// <summary>What a row is about.</summary>
    public static string KeyOf(byte[] row) => KeyOf(DatasetRows.Parse(PriceBookRow.Parser, row));

    /// <summary>The first row that a dataset does not take; null: it takes them all.</summary>
    public static string? Stranger(string dataset, IEnumerable<string> keys) => dataset switch
    {
        "tax-table" => keys.FirstOrDefault(key => !key.StartsWith("tax ", StringComparison.Ordinal)),
        "promotions" => keys.FirstOrDefault(key => !key.StartsWith("promotion ", StringComparison.Ordinal)),
        _ => null,
    };

    private static ImportPriceBookRequest ReadFile(string path)
    {
        var lines = TextFile.Read(path);
        if (PriceBookFile.IsOne(lines))
        {
            var (items, broken) = PriceBookFile.Read(lines);
            if (broken.Count > 0)
            {
                throw new InvalidDataException($"{broken.Count} lines of {path} cannot be read, nothing was published. "
                    + string.Join("; ", broken.Take(BrokenShown).Select(line => $"line {line.Number}: {line.Why}")));
            }

            return new ImportPriceBookRequest { Items = { items } };
        }

        try
        {
            return JsonParser.Default.Parse<ImportPriceBookRequest>(string.Join('\n', lines.Select(line => line.Text)));
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidDataException($"{path} is neither a price book by columns nor the JSON of one: {fault.Message}", fault);
        }
    }

    private static string KeyOf(PriceBookRow row) => row.RowCase switch
    {
        PriceBookRow.RowOneofCase.Item => $"item {row.Item.Sku}",
        PriceBookRow.RowOneofCase.TaxCategory => $"tax {row.TaxCategory.Code} {row.TaxCategory.From}",
        PriceBookRow.RowOneofCase.Promotion => $"promotion {row.Promotion.PromotionId}",
        _ => throw new InvalidDataException("a row says nothing"),
    };
}
