using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Reads who a receipt is to be made out to.</summary>
internal static class CustomerReading
{
    private const int LongestLine = 100, LongestEmail = 254, LongestNumber = 32, MostAddressLines = 5;

    /// <summary>The details, salted, or what is wrong with them.</summary>
    public static Result<SaleCustomer> Of(CustomerDetails who)
    {
        // Only what is known is kept: what a newer register says besides would be kept, and never shown.
        var known = new CustomerDetails { Name = who.Name, Email = who.Email, Phone = who.Phone, TaxNumber = who.TaxNumber };
        known.Address.AddRange(who.Address);
        if (known.CalculateSize() == 0)
            return Wrong("customer", "customer must say something, or be absent");
        return TooLong(who) is { } field
            ? Wrong($"customer.{field}", $"customer.{field} is too long, or has a character that cannot be printed")
            : who.Address.Count > MostAddressLines || who.Address.Any(string.IsNullOrWhiteSpace)
                ? Wrong("customer.address", $"customer.address must have at most {MostAddressLines} lines, none of them empty")
                : SaleCustomer.Of(known, RandomNumberGenerator.GetBytes(SaleCustomer.SaltBytes));
    }

    private static string? TooLong(CustomerDetails who) =>
        !IsGood(who.Name, LongestLine) ? "name"
        : !who.Address.All(line => IsGood(line, LongestLine)) ? "address"
        : !IsGood(who.Email, LongestEmail) ? "email"
        : !IsGood(who.Phone, LongestNumber) ? "phone"
        : !IsGood(who.TaxNumber, LongestNumber) ? "tax_number"
        : null;

    private static bool IsGood(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl);

    private static Refusal Wrong(string field, string why) => new(RefusalCode.FieldInvalid, field, why);
}
