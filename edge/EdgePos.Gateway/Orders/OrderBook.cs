using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>What customers have ordered of this store, as head office told last. Safe from any thread.</summary>
/// <param name="current">The version in use; null: there is none.</param>
/// <param name="box">Name of this box.</param>
internal sealed class OrderBook(Func<(Manifest Manifest, string Rows)?> current, string box = "") : IDatasetUse
{
    /// <summary>Name of the dataset.</summary>
    public const string Name = "orders";

    private const int LongestName = 100, LongestNote = 200;
    private const long LastUs = 253_402_300_799_999_999; // the end of the year 9999: what comes after it is no time

    private readonly KeyedRows<OrdersRow> _rows = new(current, OrdersRow.Parser, row =>
        row.Order?.Number ?? throw new InvalidDataException("a row that only a newer program knows"));

    /// <inheritdoc/>
    public string Dataset => Name;

    /// <summary>Who has ordered must not stay in versions that nobody goes back to.</summary>
    public int KeptMost => 1;

    /// <summary>The manifest of what head office told; null: nothing.</summary>
    public Manifest? Manifest => _rows.Manifest;

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, row => Problem(row.Order));

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, row => Problem(row.Order));

    /// <summary>An order; null: head office tells of none of that number.</summary>
    public CustomerOrder? Find(string number) => _rows.Find(number)?.Order;

    /// <summary>All of them, in the order of their numbers.</summary>
    public IReadOnlyList<CustomerOrder> All() => [.. _rows.From("", _ => true).Rows.Select(row => row.Order)];

    /// <summary>What head office tells of an order.</summary>
    public OrderTold ToldOf(CustomerOrder? order) =>
        order is null ? (Manifest is null ? OrderTold.Unknown : OrderTold.Nothing)
        : order.Cancelled ? OrderTold.Cancelled
        : order.PreparedBox.Length > 0 && order.PreparedBox != box ? OrderTold.Elsewhere
        : OrderTold.Ordered;

    private static string? Problem(CustomerOrder order) =>
        !OrderRules.IsNumber(order.Number) ? "this is no number of an order"
        : order.Lines.Count is 0 or > OrderRules.MaxLines ? $"it has no lines, or more than {OrderRules.MaxLines}"
        : !Words.Fit(order.CustomerNumber, 0, Store.BasketCustomer.MaxLength) ? "the number of its customer is too long"
        : !Words.Fit(order.CustomerName, 0, LongestName) ? "the name of its customer is too long"
        : !Words.Fit(order.Note, 0, LongestNote) ? "its note is too long"
        : !Words.Fit(order.PreparedBox, 0, LongestName) ? "the name of a box is too long"
        : order.FromUs < 0 || order.UntilUs is < 0 or > LastUs ? "it is collected at no time"
        : order.Lines.Select((line, i) => Problem(line, i + 1)).FirstOrDefault(wrong => wrong is not null);

    private static string? Problem(OrderLine line, int number) =>
        line.Line != number ? "its lines are not numbered from 1"
        : StockRules.CheckSku(line.Sku, "sku") is not null ? $"line {number} has no code of an item"
        : StockRules.CheckQuantity(line.QuantityThousandths, "quantity") is not null ? $"nobody orders so much, line {number}"
        : line.UnitPrice is not { Minor: >= 0 and <= ItemRules.MaxPriceMinor } || !Currency.TryParse(line.UnitPrice.Currency, out _)
            ? $"line {number} has no price" : null;
}
