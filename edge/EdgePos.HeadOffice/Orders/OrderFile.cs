using System.Globalization;
using EdgePos.Files;
using EdgePos.Store;
using EdgePos.V1;
using Money = EdgePos.V1.Money;

namespace EdgePos.HeadOffice;

/// <summary>An order as a file tells of it.</summary>
/// <param name="Store">Code of the store that prepares it; empty where it is cancelled.</param>
/// <param name="Line">The line of the file that names it first.</param>
/// <param name="Cancels">True: it is cancelled, and only its number is there.</param>
internal sealed record FiledOrder(CustomerOrder Order, string Store, int Line, bool Cancels);

/// <summary>
/// Orders of a web shop as a file, a row for each line of an order. Rows of one order say the same of it, but for item, quantity and
/// price. A row whose status is "cancelled" needs no more than the number.
/// </summary>
internal static class OrderFile
{
    /// <summary>The first line.</summary>
    public const string Header = "order,store,sku,quantity_thousandths,unit_price_minor,currency,customer_number,customer_name,from,until,"
        + "paid,note,status";

    private const int LongestName = 100, LongestNote = 200, LongestStore = 16; // as the protos say

    /// <summary>Reads it. Lines that cannot be used are told, and the orders that they are of are not among those that were read.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (IReadOnlyList<FiledOrder> Orders, IReadOnlyList<BrokenLine> Broken) Read(string path)
    {
        var lines = TextFile.Read(path);
        if (lines.Count == 0 || lines[0].Text != Header)
            throw new InvalidDataException($"the first line of {path} must be {Header}");
        var orders = new Dictionary<string, FiledOrder>(StringComparer.Ordinal);
        var broken = new List<BrokenLine>();
        foreach (var line in lines.Skip(1).Where(line => line.Text != ""))
        {
            var (row, why) = ReadLine(line);
            if (row is not null && !orders.TryAdd(row.Order.Number, row))
                why = Join(orders[row.Order.Number], row);
            if (why.Length > 0)
                broken.Add(new BrokenLine(line.Number, why));
        }

        broken.AddRange(orders.Values.Where(order => !order.Cancels && IsPaidWithNothing(order.Order)).Select(order =>
            new BrokenLine(order.Line, $"order {order.Order.Number} comes to nothing: say that it is paid")));
        return ([.. orders.Values], broken);
    }

    private static bool IsPaidWithNothing(CustomerOrder order) => !order.Paid && order.Lines.All(line => line.UnitPrice.Minor == 0);

    private static (FiledOrder? Row, string Why) ReadLine(FileLine line)
    {
        if (line.Text is null || !CsvLine.TrySplit(line.Text, out var cells))
            return (null, line.Text is null ? "it is not UTF-8" : "a quote is not closed or stands in the wrong place");
        if (cells.Count != Header.Count(letter => letter == ',') + 1)
            return (null, $"it has {cells.Count} fields, not {Header.Count(letter => letter == ',') + 1}");
        var (number, status) = (cells[0], cells[12]);
        if (!OrderRules.IsNumber(number))
            return (null, $"'{number}' is no number of an order: 1 to {OrderRules.MaxNumberLength} letters, digits and -_./# signs");
        if (status == "cancelled")
            return (new FiledOrder(new CustomerOrder { Number = number }, "", line.Number, Cancels: true), "");
        if (status.Length > 0)
            return (null, $"the status '{status}' is neither empty nor cancelled");
        string why = Problem(cells);
        return why.Length > 0 ? (null, why) : (new FiledOrder(OrderOf(cells), cells[1], line.Number, Cancels: false), "");
    }

    private static string Problem(IReadOnlyList<string> cells) =>
        cells[1].Length is 0 or > LongestStore || !cells[1].All(char.IsAsciiLetterOrDigit) ? $"'{cells[1]}' is no code of a store"
        : StockRules.CheckSku(cells[2], "sku") is not null || !StoredText.IsKey(cells[2]) ? $"'{cells[2]}' is no code of an item"
        : !TryNumber(cells[3], out long quantity) || StockRules.CheckQuantity(quantity, "quantity") is not null
            ? $"'{cells[3]}' is no quantity: thousandths, above zero"
        : !TryNumber(cells[4], out long price) || price > ItemRules.MaxPriceMinor ? $"'{cells[4]}' is no price in minor units"
        : !Currency.TryParse(cells[5], out _) ? $"'{cells[5]}' is no currency"
        : !Words.Fit(cells[6], 0, Store.BasketCustomer.MaxLength) ? "the number of the customer is too long, or has a space at its ends"
        : !Words.Fit(cells[7], 0, LongestName) ? "the name of the customer is too long, or has a space at its ends"
        : !TryTime(cells[8], out long from) ? $"'{cells[8]}' is no time: YYYY-MM-DDTHH:MM with its zone"
        : !TryTime(cells[9], out long until) ? $"'{cells[9]}' is no time: YYYY-MM-DDTHH:MM with its zone"
        : until > 0 && until <= from ? "it is collected until a time before it begins"
        : cells[10] is not ("yes" or "no") ? "paid must be yes or no"
        : !Words.Fit(cells[11], 0, LongestNote) ? "the note is too long, or has a space at its ends"
        : "";

    private static CustomerOrder OrderOf(IReadOnlyList<string> cells)
    {
        _ = TryNumber(cells[3], out long quantity) & TryNumber(cells[4], out long price);
        _ = TryTime(cells[8], out long from) & TryTime(cells[9], out long until);
        return new CustomerOrder
        {
            Number = cells[0],
            Lines =
            {
                new OrderLine
                {
                    Line = 1,
                    Sku = cells[2],
                    QuantityThousandths = quantity,
                    UnitPrice = new Money { Minor = price, Currency = cells[5] },
                },
            },
            CustomerNumber = cells[6],
            CustomerName = cells[7],
            FromUs = from,
            UntilUs = until,
            Paid = cells[10] == "yes",
            Note = cells[11],
        };
    }

    // Another row of an order. Gives what is wrong with it; empty: nothing.
    private static string Join(FiledOrder order, FiledOrder row)
    {
        if (order.Cancels || row.Cancels)
            return order.Cancels && row.Cancels ? "" : $"order {row.Order.Number} is placed and cancelled in one file: take its rows out";
        if (order.Order.Lines.Count == OrderRules.MaxLines)
            return $"order {row.Order.Number} has more than {OrderRules.MaxLines} lines";
        var (one, other) = (order.Order.Clone(), row.Order.Clone());
        one.Lines.Clear();
        other.Lines.Clear();
        if (order.Store != row.Store || !one.Equals(other))
            return $"order {row.Order.Number} has another store, customer, time, note or payment than in line {order.Line}";
        var line = row.Order.Lines[0];
        if (line.UnitPrice.Currency != order.Order.Lines[0].UnitPrice.Currency)
            return $"order {row.Order.Number} has another currency than in line {order.Line}";
        line.Line = order.Order.Lines.Count + 1;
        order.Order.Lines.Add(line);
        return "";
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // Nothing is 0: at any time. A time without a zone would be another one at every store.
    private static bool TryTime(string text, out long us)
    {
        us = 0;
        if (text.Length == 0)
            return true;
        bool isTime = DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:sszzz",
            "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        us = isTime ? at.ToUs() : 0;
        return isTime && us > 0;
    }
}
