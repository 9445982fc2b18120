using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using CustomerDetails = EdgePos.V1.CustomerDetails;

namespace EdgePos.Tests;

/// <summary>Sales to write into a ledger, and a ledger to write them into.</summary>
internal static class Sales
{
    public static readonly Currency Eur = Currency.Of("EUR");
    public static readonly BoxIdentity Box = new("demo", "S1", "box1");

    // Each ledger gets an instance of its own: a key is for one thread at a time.
    private static readonly string KeyPem =
        ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    public static LedgerSetup Setup(TimeProvider? time = null, BoxIdentity? identity = null, BoxKey? key = null) =>
        new(identity ?? Box, key ?? BoxKey.OfPem(KeyPem)!, time ?? TimeProvider.System, () => RandomNumberGenerator.GetBytes(16))
        {
            LogPages = 40, // so that the log is copied into the file within a test
        };

    public static LedgerWriter Open(string path, TimeProvider? time = null, BoxIdentity? identity = null) =>
        LedgerWriter.Open(path, Setup(time, identity));

    /// <summary>A command that sells one item once; the same number is the same command.</summary>
    public static CompleteSale Sale(int number, int register = 1, long price = 250, string sku = "1", string extra = "",
        CustomerDetails? customer = null, string customerNumber = "")
    {
        var item = new Item(sku, "Soap", Unit.Each, new Money(price, Eur), new Rate(210_000));
        var basket = new Basket { Id = IdOf("basket" + register, number), Register = register, Currency = Eur };
        basket = basket.Add(item, Scan.Of(sku), null, "v").Value.PayCash(new Money(price, Eur)).Value;
        if (customerNumber.Length > 0)
            basket = basket with { Customer = new BasketCustomer(customerNumber, "", "") };
        byte[] digest = SHA256.HashData(BitConverter.GetBytes(number).Concat(System.Text.Encoding.UTF8.GetBytes(extra)).ToArray());
        var command = IdOf("command" + register, number);
        return new CompleteSale(register, command, digest, "", WireSales.SaleOf(basket, command),
            customer is null ? null : SaleCustomer.Of(customer, SHA256.HashData(digest)));
    }

    /// <summary>The ledger is proven, all of it.</summary>
    public static CheckResult AssertSound(string path, JournalMark? mark = null)
    {
        var result = LedgerCheck.Run(path, mark, null, CancellationToken.None);
        Xunit.Assert.True(result.IsSound, string.Join("; ", result.Findings));
        return result;
    }

    public static Guid IdOf(string what, int number) =>
        new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{what} {number}")).AsSpan(0, 16));

    /// <summary>Walks the whole chain as a stranger would; returns the number of sales.</summary>
    public static long VerifyChain(LedgerReader reader)
    {
        var head = reader.Head();
        byte[] previous = EntryHash.Genesis(head.Epoch);
        long seq = 0, sales = 0;
        while (reader.Entries(seq, 1000, long.MaxValue) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                Xunit.Assert.Equal(++seq, entry.Header.Seq);
                previous = EntryHash.Of(previous, entry.Header, entry.Body);
                Xunit.Assert.Equal(Convert.ToHexString(previous), Convert.ToHexString(entry.Hash));
                sales += entry.Header.Kind == SaleCompleted.Descriptor.FullName ? 1 : 0;
            }
        }

        Xunit.Assert.Equal((head.Seq, Convert.ToHexString(head.Hash)), (seq, Convert.ToHexString(previous)));
        return sales;
    }
}
