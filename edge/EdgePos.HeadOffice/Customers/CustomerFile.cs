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
    private const int CardsMost = 10;
    private const int LongestNumber = 40, LongestName = 100, LongestNote = 200; // as the protos say

    /// <summary>Reads it: all of it, or nothing.</summary>
    /// <exception cref="InvalidDataException">Lines of it cannot be read, or two customers have one number or one card.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<FiledCustomer> Read(string path)
    {
        HashSet<string> numbers = new(StringComparer.Ordinal), cards = new(StringComparer.Ordinal);
        return CheckedLines.Read(path, Header, cells =>
        {
            var customer = OfCells(cells);
            if (!numbers.Add(customer.Who.Number))
                throw new InvalidDataException($"number {customer.Who.Number} comes twice");
            return customer.Cards.FirstOrDefault(card => !cards.Add(card)) is { } twice
                ? throw new InvalidDataException($"card {twice} comes twice") : customer;
        });
    }

    private static FiledCustomer OfCells(IReadOnlyList<string> cells)
    {
        var (number, name, group, exemption, blocked, note) = (cells[0], cells[1], cells[2], cells[3], cells[5], cells[6]);
        string[] each = cells[4].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string why = !Words.Fit(number, 1, LongestNumber) || !StoredText.IsKey(number) ? $"'{number}' is no number of a customer"
            : !Words.Fit(name, 0, LongestName) ? "the name is too long, or has a space at its ends"
            : !Words.Fit(group, 0, LongestNumber) ? "the group is too long, or has a space at its ends"
            : !Words.Fit(exemption, 0, LongestNumber) ? "the exemption is too long, or has a space at its ends"
            : each.Length > CardsMost || each.Any(card => !Words.Fit(card, 1, LongestNumber)) ? $"a customer has {CardsMost} cards at most"
            : !Words.Fit(blocked, 0, LongestNote) || !Words.Fit(note, 0, LongestNote) ? "blocked or note is too long" : "";
        return why.Length > 0 ? throw new InvalidDataException(why) : new FiledCustomer(new Customer
        {
            Number = number,
            Name = name,
            Group = group,
            Exemption = exemption,
            Blocked = blocked,
            Note = note,
        }, each);
    }
}
