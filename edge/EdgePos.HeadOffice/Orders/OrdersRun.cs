using System.Globalization;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Takes in orders of a web shop, each once, and cancels some. Head office tells their stores within
/// <see cref="HeadOfficeOptions.ShareOrdersSeconds"/>.
/// </summary>
internal sealed class OrdersRun(Books books, string tenant, TextWriter output, TimeProvider time)
{
    private const int BrokenShown = 10;

    /// <summary>Runs it. Gives an exit code.</summary>
    /// <param name="file">See <see cref="OrderFile"/>.</param>
    /// <param name="dryRun">True: only says what would change.</param>
    /// <exception cref="VerbFault">The file is not what it must be; nothing was taken in.</exception>
    public int Run(string file, bool dryRun)
    {
        var orders = new OrderBooks(books.Store);
        var (read, broken) = Read(file);
        var before = orders.Known(tenant, read.Select(one => one.Order.Number));
        List<FiledOrder> added = [], cancelled = [];
        List<string> late = [];
        int known = 0;
        foreach (var one in read)
        {
            var kept = before.GetValueOrDefault(one.Order.Number);
            if (Problem(one, kept) is { Length: > 0 } why)
                broken.Add(new BrokenLine(one.Line, why));
            else if (kept is null)
                added.Add(one);
            else if (one.Cancels && kept.CancelledUs == 0)
                cancelled.Add(one);
            else
                known++;
            if (one.Cancels && kept is { CancelledUs: 0 } && IsHandedOver(one.Order.Number))
                late.Add(one.Order.Number);
        }

        if (broken.Count > 0)
        {
            var told = broken.OrderBy(line => line.Number).Take(BrokenShown).Select(line => $"line {line.Number}: {line.Why}");
            throw new VerbFault(ExitCodes.DamagedData,
                $"{broken.Count} lines of {file} cannot be used, nothing was taken in. {string.Join("; ", told)}");
        }

        if (!dryRun)
            orders.Take(tenant, added, cancelled.Select(one => one.Order.Number), time.NowUs());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(dryRun ? "Would take in" : "Took in")} {read.Count} orders: "
            + $"{added.Count} new, {cancelled.Count} cancelled, {known} known already."));
        Tell(added, late);
        return ExitCodes.Ok;
    }

    private static (IReadOnlyList<FiledOrder> Orders, List<BrokenLine> Broken) Read(string file)
    {
        try
        {
            var (orders, broken) = OrderFile.Read(file);
            return (orders, [.. broken]);
        }
        catch (InvalidDataException wrong)
        {
            throw new VerbFault(ExitCodes.DamagedData, wrong.Message);
        }
    }

    private static string Problem(FiledOrder one, TakenOrder? kept)
    {
        string number = one.Order.Number;
        return one.Cancels ? kept is null ? $"order {number} is not known: there is nothing to cancel" : ""
            : kept is null || (kept.Store == one.Store && IsSame(kept, one.Order) && kept.CancelledUs == 0) ? ""
            : kept.CancelledUs > 0 ? $"order {number} was cancelled: what is ordered again needs a number of its own"
            : $"order {number} is known with other content: cancel it, and order anew under another number";
    }

    // Of an order that is long done a file may still say who placed it.
    private static bool IsSame(TakenOrder kept, CustomerOrder filed) =>
        kept.Order.Equals(kept.Named ? filed : TakenOrder.Nameless(filed));

    private bool IsHandedOver(string number)
    {
        using var connection = books.Store.OpenToRead();
        return OrderReport.Rows(connection, tenant, new() { Number = number }).Any(row => row.State == EdgePos.V1.OrderState.HandedOver);
    }

    private void Tell(List<FiledOrder> added, List<string> late)
    {
        var heard = new DatasetBooks(books.Store).Stores(tenant);
        foreach (string store in added.Select(one => one.Store).Distinct().Except(heard).Order(StringComparer.Ordinal))
            output.WriteLine($"Store {store} was never heard of: it is told once its box has sent something.");
        foreach (string number in late)
            output.WriteLine($"Order {number} was handed over already: settle it with the customer.");
    }
}
