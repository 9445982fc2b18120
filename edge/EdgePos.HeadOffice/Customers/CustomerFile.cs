using EdgePos.Files;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>A customer as a file tells of one.</summary>
/// <param name="Who">Without points: those are counted.</param>
/// <param name="Cards">What a scanner reads of their cards.</param>
internal sealed record FiledCustomer(Customer Who, IReadOnlyList<string> Cards);

/// <summary>The chain's customers as a file: number,name,group,exemption,cards,blocked,note; several cards with spaces between.</summary>
internal static class CustomerFile
{
    private const string Header = "number,name,group,exemption,cards,blocked,note";
    private const int BrokenShown = 10, CardsMost = 10;
    private const int LongestNumber = 40, LongestName = 100, LongestNote = 200; // as the protos say

    /// <summary>Reads it: all of it, or nothing.</summary>
    /// <exception cref="InvalidDataException">Lines of it cannot be read, or two customers have one number or one card.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<FiledCustomer> Read(string path)
    {
        var lines = TextFile.Read(path);
        if (lines.Count == 0 || lines[0].Text != Header)
            throw new InvalidDataException($"the first line of {path} must be {Header}");
        var customers = new List<FiledCustomer>();
        var broken = new List<string>();
        HashSet<string> numbers = new(StringComparer.Ordinal), cards = new(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1).Where(line => line.Text != ""))
        {
            var (customer, why) = ReadLine(line.Text);
            if (customer is not null && !numbers.Add(customer.Who.Number))
                why = $"number {customer.Who.Number} comes twice";
            else if (customer?.Cards.FirstOrDefault(card => !cards.Add(card)) is { } twice)
                why = $"card {twice} comes twice";
            if (why.Length > 0)
                broken.Add($"line {line.Number}: {why}");
            else
                customers.Add(customer!);
        }

        return broken.Count == 0 ? customers : throw new InvalidDataException(
            $"{broken.Count} lines of {path} cannot be used, nothing was taken in. {string.Join("; ", broken.Take(BrokenShown))}");
    }

    private static (FiledCustomer? Customer, string Why) ReadLine(string? line)
    {
        if (line is null || !CsvLine.TrySplit(line, out var cells))
            return (null, line is null ? "it is not UTF-8" : "a quote is not closed or stands in the wrong place");
        if (cells is not [var number, var name, var group, var exemption, var cards, var blocked, var note])
            return (null, $"it has {cells.Count} fields, not {Header.Split(',').Length}");
        string[] each = cards.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string why = !Words.Fit(number, 1, LongestNumber) || !StoredText.IsKey(number) ? $"'{number}' is no number of a customer"
            : !Words.Fit(name, 0, LongestName) ? "the name is too long, or has a space at its ends"
            : !Words.Fit(group, 0, LongestNumber) ? "the group is too long, or has a space at its ends"
            : !Words.Fit(exemption, 0, LongestNumber) ? "the exemption is too long, or has a space at its ends"
            : each.Length > CardsMost || each.Any(card => !Words.Fit(card, 1, LongestNumber)) ? $"a customer has {CardsMost} cards at most"
            : !Words.Fit(blocked, 0, LongestNote) || !Words.Fit(note, 0, LongestNote) ? "blocked or note is too long" : "";
        return why.Length > 0 ? (null, why) : (new FiledCustomer(new Customer
        {
            Number = number,
            Name = name,
            Group = group,
            Exemption = exemption,
            Blocked = blocked,
            Note = note,
        }, each), "");
    }
}
