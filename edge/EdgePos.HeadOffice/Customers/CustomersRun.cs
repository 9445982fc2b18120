using System.Globalization;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>
/// Takes in who the chain's customers are. Head office tells all stores within <see cref="HeadOfficeOptions.ShareCustomersSeconds"/>;
/// points go on.
/// </summary>
internal sealed class CustomersRun(Books books, string tenant, TextWriter output)
{
    /// <summary>Runs it. Gives an exit code.</summary>
    /// <param name="file">See <see cref="CustomerFile"/>.</param>
    /// <param name="dryRun">True: only says what would change.</param>
    /// <exception cref="VerbFault">The file is not what it must be; nothing was taken in.</exception>
    public int Run(string file, bool dryRun)
    {
        try
        {
            var known = new CustomerBooks(books.Store);
            var customers = CustomerFile.Read(file);
            var before = known.All(tenant).ToDictionary(one => one.Who.Number, Words, StringComparer.Ordinal);
            int added = customers.Count(one => !before.ContainsKey(one.Who.Number));
            int changed = customers.Count(one => before.TryGetValue(one.Who.Number, out string? was) && was != Words(one));
            int removed = before.Count - (customers.Count - added);
            if (!dryRun)
                known.Replace(tenant, customers);

            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(dryRun ? "Would take in" : "Took in")} {customers.Count} customers: {added} new, {changed} changed, {removed} gone."));
            return ExitCodes.Ok;
        }
        catch (InvalidDataException wrong)
        {
            throw new VerbFault(ExitCodes.DamagedData, wrong.Message);
        }
    }

    private static string Words(FiledCustomer customer) =>
        $"{Convert.ToBase64String(customer.Who.ToByteArray())} {string.Join(' ', customer.Cards)}";
}
