using System.Globalization;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Which item each bar code finds, while a price book is built. In memory, and written in their order at the end: as rows come, bar
/// codes lie all over the table.
/// </summary>
internal sealed class CatalogueCodes
{
    private const string Form = "D14";

    private readonly Dictionary<long, string> _owners = [];
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Code, string By)>> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes over those of the version before, named old.</summary>
    public void Merge(SqliteConnection connection)
    {
        foreach (var (code, sku) in connection.Stream("SELECT gtin, sku FROM old.barcodes", row => (row.GetString(0), row.GetString(1))))
            _owners[NumberOf(code)] = sku;
    }

    /// <summary>An item comes; false where it has come before.</summary>
    public bool Come(string sku) => _sent.Add(sku);

    /// <summary>An item that has come gives up what it had in the version before.</summary>
    public void GiveUp(string sku, IEnumerable<string> codes)
    {
        _taken.Remove(sku);
        foreach (long code in codes.Select(NumberOf))
        {
            if (_owners.GetValueOrDefault(code) == sku)
                _owners.Remove(code);
        }
    }

    /// <summary>Of two items that have come, one has the code. One that has not come yet may come without it.</summary>
    public Refusal? Put(string code, string sku)
    {
        long number = NumberOf(code);
        if (_owners.TryGetValue(number, out string? owner))
        {
            if (_sent.Contains(owner))
                return Claimed(code, sku, owner);
            if (!_taken.TryGetValue(owner, out var lost))
                _taken[owner] = lost = [];
            lost.Add((code, sku));
        }

        _owners[number] = sku;
        return null;
    }

    /// <summary>Whoever lost a code to another item, and came with no row of its own to give it up, still has it.</summary>
    public Refusal? Check()
    {
        if (_taken.Count == 0)
            return null;
        var (of, codes) = _taken.MinBy(lost => lost.Key, StringComparer.Ordinal);
        return Claimed(codes[0].Code, codes[0].By, of);
    }

    /// <summary>Writes them.</summary>
    public void WriteTo(HotStatement insert)
    {
        long[] codes = [.. _owners.Keys];
        Array.Sort(codes);
        foreach (long code in codes)
            insert.Run(code.ToString(Form, CultureInfo.InvariantCulture), _owners[code]);
    }

    private static long NumberOf(string code) => long.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Refusal Claimed(string code, string by, string of) =>
        new(RefusalCode.PriceBookRowInvalid, "gtins", by, $"bar code {code} is that of item {of}");
}
