using System.Globalization;
using EdgePos.Files;
using EdgePos.Store;
using Right = EdgePos.V1.Right;
using Role = EdgePos.V1.Role;

namespace EdgePos.HeadOffice;

/// <summary>
/// Roles as a file: role,rights,approves,discount_percent,refund_minor,return_without_receipt_minor,void_minutes,no_sales; several with
/// spaces between. A limit that is left out is as the store has it for everybody.
/// </summary>
internal static class RoleFile
{
    private const string Header = "role,rights,approves,discount_percent,refund_minor,return_without_receipt_minor,void_minutes,no_sales";
    private const int LongestCode = 40;
    private const long PpmOfPercent = Rate.Whole / 100;

    /// <summary>What a right is called in a file: SELL is sell.</summary>
    private static readonly Dictionary<string, Right> Rights = Enum.GetValues<Right>()
        .Where(right => right != Right.Unspecified)
        .ToDictionary(right => Refusal.CodeOf($"{right}").ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Reads it: all of it, or nothing.</summary>
    /// <exception cref="InvalidDataException">Lines of it cannot be read, or a role comes twice.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<Role> Read(string path)
    {
        HashSet<string> codes = new(StringComparer.Ordinal);
        return CheckedLines.Read(path, Header, cells =>
        {
            var role = OfCells(cells);
            return codes.Add(role.Code) ? role : throw new InvalidDataException($"role {role.Code} comes twice");
        });
    }

    private static Role OfCells(IReadOnlyList<string> cells)
    {
        if (!Words.Fit(cells[0], 1, LongestCode) || !StoredText.IsKey(cells[0]))
            throw new InvalidDataException($"'{cells[0]}' is no code of a role");
        var role = new Role { Code = cells[0] };
        foreach (string name in Each(cells[1]))
        {
            role.Rights.Add(Rights.TryGetValue(name, out var right) ? right
                : throw new InvalidDataException($"there is no right '{name}', only {string.Join(' ', Rights.Keys)}"));
        }

        foreach (string name in Each(cells[2]))
        {
            role.Approves.Add(Permissions.Of(name) is not null ? name : throw new InvalidDataException(
                $"'{name}' is nothing to approve, only {string.Join(' ', Permissions.All.Select(Permissions.NameOf))}"));
        }

        if (Number(cells[3], "discount_percent", 100) is { } percent)
            role.DiscountPpm = percent * PpmOfPercent;
        if (Number(cells[4], "refund_minor", long.MaxValue) is { } refund)
            role.RefundMinor = refund;
        if (Number(cells[5], "return_without_receipt_minor", long.MaxValue) is { } back)
            role.ReturnWithoutReceiptMinor = back;
        if (Number(cells[6], "void_minutes", int.MaxValue) is { } minutes)
            role.VoidMinutes = (int)minutes;
        if (Number(cells[7], "no_sales", long.MaxValue) is { } times)
            role.NoSales = times;
        return role;
    }

    private static long? Number(string cell, string field, long most) =>
        cell.Length == 0 ? null
        : long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most ? number
        : throw new InvalidDataException($"{field} must be a whole number, {most} at most, or left out");

    private static string[] Each(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
