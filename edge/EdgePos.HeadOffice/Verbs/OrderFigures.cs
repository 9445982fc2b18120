using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>Orders as people read them.</summary>
internal static class OrderFigures
{
    private static readonly Dictionary<string, OrderState[]> ByName = new(StringComparer.Ordinal)
    {
        ["all"] = [],
        ["to-do"] = [OrderState.Open, OrderState.Prepared],
        ["open"] = [OrderState.Open],
        ["prepared"] = [OrderState.Prepared],
        ["handed-over"] = [OrderState.HandedOver],
        ["given-up"] = [OrderState.GivenUp],
        ["cancelled"] = [OrderState.Cancelled],
    };

    /// <summary>What may be asked for; "to-do": all that wait for somebody.</summary>
    public static string[] States => [.. ByName.Keys];

    /// <summary>The states of a name.</summary>
    public static OrderState[] StatesOf(string name) => ByName[name];

    /// <summary>A row for each order.</summary>
    /// <param name="local">Time zone of the times.</param>
    public static Table TableOf(IEnumerable<OrderReportRow> orders, TimeZoneInfo local)
    {
        var table = Figures.TableOf("order", "store", "state", "customer", "until", ">total", "paid", "place",
            ">short", "receipt", "since", "look at");
        foreach (var row in orders)
        {
            table.Add(row.Number, row.Store, NameOf(row.State), $"{row.CustomerNumber} {row.CustomerName}".Trim(),
                Figures.Time(row.UntilUs, local), Figures.Of(row.Total), row.Paid ? "yes" : "no", row.Place,
                row.ShortLines > 0 ? $"{row.ShortLines}" : "", row.ReceiptNumber, Figures.Time(row.ChangedUs, local), row.Wrong);
        }

        return table;
    }

    private static string NameOf(OrderState state) => ByName.FirstOrDefault(pair => pair.Value is [var one] && one == state).Key ?? "?";
}
