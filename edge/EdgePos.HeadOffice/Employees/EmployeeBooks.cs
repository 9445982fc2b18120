using System.Data.Common;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>The chain's employees and roles, in the books. Its statements run the same on both databases.</summary>
internal sealed class EmployeeBooks(IBookStore books)
{
    private const char Between = '\n';

    /// <summary>All employees, by their numbers; with what proves the PIN that they were given to begin with.</summary>
    public IReadOnlyList<FiledEmployee> All(string tenant)
    {
        using var connection = books.OpenToRead();
        return [.. connection.Query("SELECT row, badges, stores FROM employees WHERE tenant = $1 ORDER BY number", EmployeeOf, tenant)];
    }

    /// <summary>All roles that were published, by their codes.</summary>
    public IReadOnlyList<Role> Roles(string tenant)
    {
        using var connection = books.OpenToRead();
        return [.. connection.Query(
            "SELECT row FROM roles WHERE tenant = $1 ORDER BY code", row => Role.Parser.ParseFrom(row.Bytes(0)), tenant)];
    }

    /// <summary>Puts these in the place of all that were, in one transaction.</summary>
    public void Replace(string tenant, IReadOnlyList<FiledEmployee> employees, IReadOnlyList<Role> roles)
    {
        using var connection = books.OpenToWrite();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("DELETE FROM employees WHERE tenant = $1", tenant);
            connection.Run("DELETE FROM roles WHERE tenant = $1", tenant);
            foreach (var (who, badges, stores, _) in employees)
            {
                connection.Run("INSERT INTO employees VALUES ($1, $2, $3, $4, $5)",
                    tenant, who.Number, who.ToByteArray(), string.Join(Between, badges), string.Join(Between, stores));
            }

            foreach (var role in roles)
                connection.Run("INSERT INTO roles VALUES ($1, $2, $3)", tenant, role.Code, role.ToByteArray());
            transaction.Commit();
        }

        connection.EmptyLog();
    }

    private static FiledEmployee EmployeeOf(DbDataReader row) => new(
        Employee.Parser.ParseFrom(row.Bytes(0)), Each(row.GetString(1)), Each(row.GetString(2)), StartPin: "");

    private static string[] Each(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries);
}
