using EdgePos.Files;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>An employee as a file tells of one.</summary>
/// <param name="Who">Without what proves a PIN: that is made when it is taken in.</param>
/// <param name="Badges">What a scanner reads of theirs.</param>
/// <param name="Stores">Codes of the stores that they work in; none: all.</param>
/// <param name="StartPin">The PIN that they are given to begin with; empty: none new.</param>
internal sealed record FiledEmployee(Employee Who, IReadOnlyList<string> Badges, IReadOnlyList<string> Stores, string StartPin)
{
    /// <summary>True where they work in a store.</summary>
    public bool WorksIn(string store) => Stores.Count == 0 || Stores.Contains(store);
}

/// <summary>
/// The chain's employees as a file: number,name,role,badges,stores,blocked,start_pin; several badges or stores with spaces between.
/// </summary>
internal static class EmployeeFile
{
    private const string Header = "number,name,role,badges,stores,blocked,start_pin";
    private const int BadgesMost = 5, StoresMost = 200;
    private const int LongestNumber = 20, LongestCode = 40, LongestName = 100, LongestNote = 200; // as the protos say

    /// <summary>Reads it: all of it, or nothing.</summary>
    /// <param name="roles">Codes of the roles that there are.</param>
    /// <exception cref="InvalidDataException">Lines of it cannot be read, or two employees have one number or one badge.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<FiledEmployee> Read(string path, HashSet<string> roles)
    {
        HashSet<string> numbers = new(StringComparer.Ordinal), badges = new(StringComparer.Ordinal);
        var employees = CheckedLines.Read(path, Header, cells =>
        {
            var employee = OfCells(cells, roles);
            if (!numbers.Add(employee.Who.Number))
                throw new InvalidDataException($"number {employee.Who.Number} comes twice");
            return employee.Badges.FirstOrDefault(badge => !badges.Add(badge)) is { } twice
                ? throw new InvalidDataException($"badge {twice} comes twice") : employee;
        });
        // A badge that is somebody's number would sign in somebody else.
        return employees.SelectMany(one => one.Badges).FirstOrDefault(numbers.Contains) is { } both
            ? throw new InvalidDataException($"{path}: {both} is a badge and a number") : employees;
    }

    private static FiledEmployee OfCells(IReadOnlyList<string> cells, HashSet<string> roles)
    {
        string[] badges = Each(cells[3]), stores = Each(cells[4]);
        string why = !Words.Fit(cells[0], 1, LongestNumber) || !StoredText.IsKey(cells[0]) ? $"'{cells[0]}' is no number of an employee"
            : !Words.Fit(cells[1], 0, LongestName) ? "the name is too long, or has a space at its ends"
            : !roles.Contains(cells[2]) ? $"there is no role '{cells[2]}', only {string.Join(", ", roles.Order())}"
            : badges.Length > BadgesMost || badges.Any(badge => !Words.Fit(badge, 1, LongestCode))
                ? $"an employee has {BadgesMost} badges at most"
            : stores.Length > StoresMost ? $"an employee works in {StoresMost} stores at most, or in all"
            : !Words.Fit(cells[5], 0, LongestNote) ? "blocked is too long"
            : cells[6].Length > 0 && !PinRules.IsPin(cells[6]) ? $"a PIN has {PinRules.Shortest} to {PinRules.Longest} digits" : "";
        return why.Length > 0 ? throw new InvalidDataException(why) : new FiledEmployee(new Employee
        {
            Number = cells[0],
            Name = cells[1],
            Role = cells[2],
            Blocked = cells[5],
        }, badges, stores, cells[6]);
    }

    private static string[] Each(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
