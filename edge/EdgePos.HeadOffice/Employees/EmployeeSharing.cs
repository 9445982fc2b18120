using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store who works in it and what they may do: the dataset "employees", a version where something has changed.
/// </summary>
public sealed class EmployeeSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<EmployeeSharing> log)
    : Sharing(settings.Value.ShareEmployeesSeconds, time)
{
    private const string Dataset = "employees";

    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.EmployeesNotShared(log, reason);

    /// <inheritdoc/>
    protected override string Share()
    {
        Tell();
        return "";
    }

    /// <summary>Makes what is new for each store. Nothing where there are no employees, and never were.</summary>
    /// <exception cref="InvalidDataException">There are more than a dataset can hold.</exception>
    internal void Tell()
    {
        var datasets = new DatasetBooks(books.Store);
        var known = new EmployeeBooks(books.Store);
        var employees = known.All(_options.Tenant);
        var roles = known.Roles(_options.Tenant);
        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        var making = new DatasetMaking(datasets, key, Time);
        foreach (string store in datasets.Stores(_options.Tenant))
        {
            if (employees.Count == 0 && datasets.Last(_options.Tenant, store, Dataset, 1).Count == 0)
                continue;
            var what = new Publication(Dataset, Rows(employees, roles, store), Currency: "", ValidFromUs: 0);
            making.Replace(_options.Tenant, store, what);
        }
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
