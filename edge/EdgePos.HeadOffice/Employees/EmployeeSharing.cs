using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store who works in it and what they may do: the dataset "employees".
/// </summary>
public sealed class EmployeeSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<EmployeeSharing> log)
    : StoreSharing(books, settings.Value, "employees", settings.Value.ShareEmployeesSeconds, time)
{
    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.EmployeesNotShared(log, reason);

    private protected override Func<string, SortedDictionary<string, byte[]>> Read(IBookStore from)
    {
        var known = new EmployeeBooks(from);
        var (employees, roles) = (known.All(Tenant), known.Roles(Tenant));
        return store => Rows(employees, roles, store);
    }

    private static SortedDictionary<string, byte[]> Rows(IReadOnlyList<FiledEmployee> employees, IReadOnlyList<Role> roles, string store)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (who, badges, _, _) in employees.Where(one => one.WorksIn(store)))
        {
            rows[$"employee {who.Number}"] = new EmployeesRow { Employee = who }.ToByteArray();
            foreach (string badge in badges)
                rows[$"badge {badge}"] = new EmployeesRow { Badge = new Badge { Badge_ = badge, Employee = who.Number } }.ToByteArray();
        }

        foreach (var role in roles)
            rows[$"role {role.Code}"] = new EmployeesRow { Role = role }.ToByteArray();
        return rows;
    }
}
