using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>Users and groups of a machine. Source: passwd(5), group(5).</summary>
internal sealed class Accounts(Machine machine)
{
    private readonly IReadOnlyList<string[]> _users = Rows(machine, "/etc/passwd", 4), _groups = Rows(machine, "/etc/group", 4);

    /// <summary>Name of a user; its number where it has none.</summary>
    public string User(uint number) => _users.FirstOrDefault(row => row[2] == Text(number))?[0] ?? Text(number);

    /// <summary>True where there is a user of a name.</summary>
    public bool HasUser(string name) => _users.Any(row => row[0] == name);

    /// <summary>Name of a group; its number where it has none.</summary>
    public string Group(uint number) => _groups.FirstOrDefault(row => row[2] == Text(number))?[0] ?? Text(number);

    /// <summary>The groups that a user is in, by their numbers.</summary>
    public IEnumerable<uint> GroupsOf(uint user)
    {
        var row = _users.FirstOrDefault(one => one[2] == Text(user));
        return row is null ? []
            : Numbers([row[3], .. _groups.Where(group => group[3].Split(',').Contains(row[0])).Select(group => group[2])]);
    }

    /// <summary>Numbers among words.</summary>
    public static IEnumerable<uint> Numbers(IEnumerable<string> words) =>
        words.Where(word => uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(word => uint.Parse(word, CultureInfo.InvariantCulture));

    private static List<string[]> Rows(Machine machine, string file, int fields) =>
        [.. (machine.Read(file) ?? "").Split('\n').Select(line => line.Split(':')).Where(row => row.Length >= fields)];

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
