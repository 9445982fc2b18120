using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Tests;

/// <summary>Orders that head office told a box of before it was started.</summary>
internal static class ToldOrders
{
    /// <summary>An order of some soap.</summary>
    public static CustomerOrder Of(string number, bool paid = true, long thousandths = 2_000) => new()
    {
        Number = number,
        Paid = paid,
        CustomerNumber = "1001",
        CustomerName = "Jo Wezel",
        Lines =
        {
            new OrderLine
            {
                Line = 1, Sku = "SOAP", QuantityThousandths = thousandths, UnitPrice = new Money { Minor = 199, Currency = "EUR" },
            },
        },
    };

    /// <summary>The content of a version.</summary>
    public static byte[] ContentOf(IEnumerable<CustomerOrder> orders) => SentDataset.ContentOf(
        [.. orders.OrderBy(order => order.Number, StringComparer.Ordinal).Select(order => new OrdersRow { Order = order }.ToByteArray())]);

    /// <summary>Writes them where the box looks for what is current.</summary>
    /// <param name="dataFolder">The box's.</param>
    public static void Write(string dataFolder, IEnumerable<CustomerOrder> orders)
    {
        string folder = Path.Combine(dataFolder, "datasets", "orders");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "1.rows"), ContentOf(orders));
        File.WriteAllBytes(Path.Combine(folder, "1.manifest"), new Manifest { Dataset = "orders", Version = 1, MadeUs = 1 }.ToByteArray());
        File.WriteAllText(Path.Combine(folder, "current"), "1");
        File.WriteAllText(Path.Combine(folder, "highest"), "1");
    }
}
