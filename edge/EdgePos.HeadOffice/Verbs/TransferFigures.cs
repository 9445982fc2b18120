using System.Globalization;
using EdgePos.HeadOffice.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>Transfers between stores as people read them.</summary>
internal static class TransferFigures
{
    private const int NamedMax = 5;

    private static readonly Dictionary<string, TransferState[]> ByName = new(StringComparer.Ordinal)
    {
        ["all"] = [],
        ["open"] = [TransferState.InTransit, TransferState.Short, TransferState.Over, TransferState.Mixed, TransferState.NotSent],
        ["in-transit"] = [TransferState.InTransit],
        ["arrived"] = [TransferState.Arrived],
        ["short"] = [TransferState.Short],
        ["over"] = [TransferState.Over],
        ["mixed"] = [TransferState.Mixed],
        ["not-sent"] = [TransferState.NotSent],
    };

    /// <summary>What may be asked for; "open": all that do not agree.</summary>
    public static string[] States => [.. ByName.Keys];

    /// <summary>The states of a name.</summary>
    public static TransferState[] StatesOf(string name) => ByName[name];

    /// <summary>A row for each transfer, and of those that do not agree what differs.</summary>
    /// <param name="local">Time zone of the times.</param>
    public static Table TableOf(IEnumerable<StoreTransfer> transfers, TimeZoneInfo local)
    {
        var table = Figures.TableOf("from", "to", "number", "state", "sent", "came", ">items", ">quantity", "differs");
        foreach (var row in transfers)
        {
            bool sent = row.State != TransferState.NotSent;
            var items = row.Items.Where(item => (sent ? item.SentThousandths : item.CameThousandths) != 0).ToList();
            string quantity = Quantity(items.Select(item => sent ? item.SentThousandths : item.CameThousandths));
            table.Add(row.FromStore, row.ToStore, row.Number, NameOf(row.State), Figures.Time(row.SentUs, local),
                Figures.Time(row.CameUs, local), $"{items.Count}", quantity, Differs(row, local));
        }

        return table;
    }

    /// <summary>Says what has left a store and not come to the other, by item and store.</summary>
    public static void WriteOnTheirWay(IAnsiConsole console, IEnumerable<StoreTransfer> transfers)
    {
        var open = transfers.Where(row => row.State == TransferState.InTransit)
            .SelectMany(row => row.Items.Select(item => (row.ToStore, item.Sku, item.SentThousandths, row.SentUs)))
            .GroupBy(item => (item.ToStore, item.Sku))
            .OrderBy(same => same.Key.ToStore, StringComparer.Ordinal).ThenBy(same => same.Key.Sku, StringComparer.Ordinal).ToList();
        if (open.Count == 0)
            return;
        var table = Figures.TableOf("on its way to", "item", ">quantity", ">transfers");
        foreach (var same in open)
            table.Add(same.Key.ToStore, same.Key.Sku, Quantity(same.Select(item => item.SentThousandths)), $"{same.Count()}");
        console.Write(table);
    }

    private static string NameOf(TransferState state) => ByName.FirstOrDefault(pair => pair.Value is [var one] && one == state).Key ?? "?";

    // What came more or less; of an end that is missing, how far its store is known here.
    private static string Differs(StoreTransfer row, TimeZoneInfo local)
    {
        if (row.State == TransferState.InTransit)
            return Known(row.ToStore, row.ReceiverKnownUs, local);
        if (row.State == TransferState.NotSent)
            return Known(row.FromStore, row.SenderKnownUs, local);
        var other = row.Items.Where(item => item.CameThousandths != item.SentThousandths).ToList();
        return string.Join(", ", other.Take(NamedMax).Select(item => string.Create(CultureInfo.InvariantCulture,
            $"{item.Sku} {(item.CameThousandths - (decimal)item.SentThousandths) / 1000:+0.###;-0.###}")))
            + (other.Count > NamedMax ? $" and {other.Count - NamedMax} more" : "");
    }

    private static string Quantity(IEnumerable<long> thousandths) =>
        Figures.Quantity((long)Int128.Clamp(thousandths.Aggregate(Int128.Zero, (sum, one) => sum + one), long.MinValue, long.MaxValue));

    private static string Known(string store, long us, TimeZoneInfo local) =>
        us == 0 ? $"nothing is known of {store}" : $"{store} is known until {Figures.Time(us, local)}";
}
