using EdgePos.HeadOffice.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>What came back in other stores, as people read it.</summary>
internal static class ReturnFigures
{
    /// <summary>A row for each time that something came back.</summary>
    /// <param name="local">Time zone of the times.</param>
    public static Table TableOf(IEnumerable<ReturnedReceipt> receipts, TimeZoneInfo local)
    {
        var table = Figures.TableOf("receipt", "state", "store", "with receipt", "at", "item", ">quantity", ">refund", "how");
        foreach (var receipt in receipts)
        {
            foreach (var at in receipt.Places)
            {
                table.Add(receipt.ReceiptNumber, NameOf(receipt, at), at.Store, at.ReceiptNumber, Figures.Time(at.AtUs, local), at.Sku,
                    Figures.Quantity(at.Thousandths), Figures.Of(at.Refund), at.Claimed ? "without asking" : "");
            }
        }

        return table;
    }

    private static string NameOf(ReturnedReceipt receipt, ReturnedAt at)
    {
        if (receipt.State == ReturnedState.UnknownReceipt)
            return "no such receipt";
        var item = receipt.Items.FirstOrDefault(one => one.Sku == at.Sku);
        return item is not null && item.ReturnedThousandths > item.SoldThousandths
            ? $"{Figures.Quantity(item.ReturnedThousandths)} of {Figures.Quantity(item.SoldThousandths)} came back"
            : "good";
    }
}
