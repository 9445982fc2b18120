using System.Globalization;
using System.Security.Cryptography;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Role = EdgePos.Store.Role;

namespace EdgePos.HeadOffice;

/// <summary>Takes in who works in the chain's stores. Head office tells each store of its own within a minute.</summary>
internal sealed class EmployeesRun(Books books, string tenant, TextWriter output)
{
    /// <summary>Runs it. Gives an exit code.</summary>
    /// <param name="file">See <see cref="EmployeeFile"/>.</param>
    /// <param name="rolesFile">See <see cref="RoleFile"/>; empty: the roles stay as they are.</param>
    /// <param name="dryRun">True: only says what would change.</param>
    /// <exception cref="VerbFault">A file is not what it must be; nothing was taken in.</exception>
    public int Run(string file, string rolesFile, bool dryRun)
    {
        try
        {
            var known = new EmployeeBooks(books.Store);
            var roles = rolesFile.Length > 0 ? RoleFile.Read(rolesFile) : known.Roles(tenant);
            var before = known.All(tenant).ToDictionary(one => one.Who.Number, StringComparer.Ordinal);
            var employees = EmployeeFile.Read(file, [.. Role.Usual.Select(role => role.Code), .. roles.Select(role => role.Code)]);
            Parallel.ForEach(employees, one => Prove(one, before.GetValueOrDefault(one.Who.Number)?.Who.StartPin));
            int added = employees.Count(one => !before.ContainsKey(one.Who.Number));
            int changed = employees.Count(one => before.TryGetValue(one.Who.Number, out var was) && Words(was) != Words(one));
            int removed = before.Count - (employees.Count - added);
            if (!dryRun)
                known.Replace(tenant, employees, roles);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(dryRun ? "Would take in" : "Took in")} {employees.Count} employees: {added} new, {changed} changed, {removed} gone; "
                + $"{roles.Count} roles besides the usual ones."));
            return ExitCodes.Ok;
        }
        catch (InvalidDataException wrong)
        {
            throw new VerbFault(ExitCodes.DamagedData, wrong.Message);
        }
    }

    // The same PIN as before is proven by the same proof: what has not changed is not told again.
    private static void Prove(FiledEmployee employee, PinProof? before)
    {
        if (employee.StartPin.Length == 0 || (before is not null && PinHash.Proves(
            employee.StartPin, before.Salt.ToByteArray(), before.Rounds, before.Hash.ToByteArray(), [])))
        {
            employee.Who.StartPin = before;
            return;
        }

        byte[] salt = RandomNumberGenerator.GetBytes(PinHash.SaltBytes);
        employee.Who.StartPin = new PinProof
        {
            Salt = ByteString.CopyFrom(salt),
            Rounds = PinHash.Rounds,
            Hash = ByteString.CopyFrom(PinHash.Of(employee.StartPin, salt, PinHash.Rounds, [])),
        };
    }

    private static string Words(FiledEmployee one) =>
        $"{Convert.ToBase64String(one.Who.ToByteArray())} {string.Join(' ', one.Badges)} / {string.Join(' ', one.Stores)}";
}
