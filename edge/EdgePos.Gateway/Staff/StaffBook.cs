using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using Right = EdgePos.Store.Right;
using Role = EdgePos.Store.Role;

namespace EdgePos.Gateway;

/// <summary>
/// Who works in the store, and what each role may do, as head office told last. In memory: every call asks. Safe from any thread.
/// </summary>
/// <param name="current">The version in use; null: there is none.</param>
internal sealed class StaffBook(Func<(Manifest Manifest, string Rows)?> current) : IDatasetUse
{
    /// <summary>Name of the dataset.</summary>
    public const string Name = "employees";

    private const int LongestNumber = 20, LongestCode = 40, LongestName = 100, LongestNote = 200;
    private const string Employees = "employee ", Badges = "badge ", Roles = "role ";

    private readonly KeyedRows<EmployeesRow> _rows = new(current, EmployeesRow.Parser, KeyOf);
    private Known? _known;

    /// <inheritdoc/>
    public string Dataset => Name;

    /// <summary>Who has left must not come back by going back a version.</summary>
    public int KeptMost => 1;

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, Problem);

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile)
    {
        if (_rows.Check(rowsFile, Problem) is { } wrong)
            return wrong;
        Volatile.Write(ref _known, Read(rowsFile));
        return null;
    }

    /// <summary>True where head office told of somebody.</summary>
    public bool IsKnown => Now.Employees.Count > 0;

    /// <summary>The employee of a number or a badge, and whether it was a badge; null: there is none.</summary>
    public (Employee Who, bool ByBadge)? Find(string numberOrBadge) =>
        Now.Employees.TryGetValue(numberOrBadge, out var who) ? (who, false)
        : Now.Badges.TryGetValue(numberOrBadge, out string? number) && Now.Employees.TryGetValue(number, out who) ? (who, true) : null;

    /// <summary>What a role may do; one that nobody told of may nothing.</summary>
    public Role RoleOf(string code) => Now.Roles.TryGetValue(code, out var role) ? role : new Role(code, [], []);

    private Known Now => Volatile.Read(ref _known) ?? ReadFirst();

    // A box that was started anew reads what was in use before; what has become current meanwhile stands.
    private Known ReadFirst()
    {
        var read = current() is var (_, file) ? Read(file) : Known.Nobody;
        return Interlocked.CompareExchange(ref _known, read, null) ?? read;
    }

    private static Known Read(string file)
    {
        using var rows = new BufferedStream(File.OpenRead(file), 64 * 1024);
        var all = DatasetRows.All(rows).Select(row => DatasetRows.Parse(EmployeesRow.Parser, row)).ToList();
        var told = all.Where(row => row.Role is not null).Select(row => OfWire(row.Role)).ToList();
        return new Known(
            all.Select(row => row.Employee).OfType<Employee>().ToFrozenDictionary(one => one.Number, StringComparer.Ordinal),
            all.Select(row => row.Badge).OfType<Badge>().ToFrozenDictionary(one => one.Badge_, one => one.Employee, StringComparer.Ordinal),
            Role.Usual.Where(usual => told.All(role => role.Code != usual.Code)).Concat(told)
                .ToFrozenDictionary(role => role.Code, StringComparer.Ordinal));
    }

    private static Role OfWire(V1.Role role) => new(role.Code,
        [.. role.Rights.Where(right => right != V1.Right.Unspecified).Select(AccessWords.OfWire)],
        [.. role.Approves.Select(Permissions.Of).OfType<Permission>()])
    {
        Discount = role.HasDiscountPpm ? new Rate(role.DiscountPpm) : null,
        RefundMinor = role.HasRefundMinor ? role.RefundMinor : null,
        ReturnWithoutReceiptMinor = role.HasReturnWithoutReceiptMinor ? role.ReturnWithoutReceiptMinor : null,
        VoidMinutes = role.HasVoidMinutes ? role.VoidMinutes : null,
        NoSales = role.HasNoSales ? role.NoSales : null,
    };

    private static string KeyOf(EmployeesRow row) => row.RowCase switch
    {
        EmployeesRow.RowOneofCase.Badge => Badges + row.Badge.Badge_,
        EmployeesRow.RowOneofCase.Employee => Employees + row.Employee.Number,
        EmployeesRow.RowOneofCase.Role => Roles + row.Role.Code,
        EmployeesRow.RowOneofCase.None => throw new InvalidDataException("a row that only a newer program knows"),
    };

    private static string? Problem(EmployeesRow row) => row.RowCase switch
    {
        EmployeesRow.RowOneofCase.Badge => Words.Fit(row.Badge.Badge_, 1, LongestCode)
            && Words.Fit(row.Badge.Employee, 1, LongestNumber) ? null : "this is no badge",
        EmployeesRow.RowOneofCase.Employee => Problem(row.Employee),
        _ => Problem(row.Role),
    };

    private static string? Problem(Employee employee) =>
        !Words.Fit(employee.Number, 1, LongestNumber) ? "this is no number of an employee"
        : !Words.Fit(employee.Role, 1, LongestCode) ? "its role is none"
        : !Words.Fit(employee.Name, 0, LongestName) || !Words.Fit(employee.Blocked, 0, LongestNote) ? "its words are too long"
        : employee.StartPin is { } proof && !PinHash.IsProof(proof.Salt.Length, proof.Rounds, proof.Hash.Length)
            ? "its PIN cannot be checked" : null;

    private static string? Problem(V1.Role role) =>
        !Words.Fit(role.Code, 1, LongestCode) ? "its code is none"
        : role.Rights.Any(right => !Enum.IsDefined(right)) ? "it has a right that only a newer program knows"
        : role.Approves.FirstOrDefault(name => Permissions.Of(name) is null) is { } unknown ? $"'{unknown}' is nothing to approve"
        : role.DiscountPpm is < 0 or > Rate.Whole || role.RefundMinor < 0 || role.ReturnWithoutReceiptMinor < 0
            || role.VoidMinutes < 0 || role.NoSales < 0 ? "a limit is below zero, or too high" : null;

    private sealed record Known(FrozenDictionary<string, Employee> Employees, FrozenDictionary<string, string> Badges,
        FrozenDictionary<string, Role> Roles)
    {
        public static Known Nobody { get; } = new(FrozenDictionary<string, Employee>.Empty, FrozenDictionary<string, string>.Empty,
            Role.Usual.ToFrozenDictionary(role => role.Code, StringComparer.Ordinal));
    }
}
