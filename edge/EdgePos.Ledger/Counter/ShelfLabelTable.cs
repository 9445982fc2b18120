using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>All that stands on the label of an item.</summary>
/// <param name="Sku">The item's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">As it is printed.</param>
/// <param name="UnitPrice">Per kilogram, metre or litre, as it is printed; empty: none.</param>
/// <param name="Code">Bar code; empty: none.</param>
/// <param name="Amount">The price that is printed.</param>
public sealed record LabelText(string Sku, string Name, string Price, string UnitPrice, string Code, Money Amount);

/// <summary>A label that hangs at the shelf.</summary>
/// <param name="Text">What stands on it.</param>
/// <param name="SinceUs">Since when, UTC microseconds.</param>
/// <param name="Command">The command that printed it; null: staff said that it hangs.</param>
public sealed record HangingLabel(LabelText Text, long SinceUs, Guid? Command);

/// <summary>The labels that hang at the shelf, one an item.</summary>
public sealed class ShelfLabelTable : IDisposable
{
    private const string Columns = "sku, name, price, unit_price, code, price_minor, currency, since_us, command_id";

    private readonly HotStatements _statements;
    private readonly HotStatement _find, _after, _hang, _takeDown;

    internal ShelfLabelTable(SqliteConnection connection)
    {
        _statements = new HotStatements(connection);
        _find = _statements.Statement($"SELECT {Columns} FROM shelf_labels WHERE sku = $1");
        _after = _statements.Statement($"SELECT {Columns} FROM shelf_labels WHERE sku > $1 ORDER BY sku LIMIT $2");
        _hang = _statements.Statement($"""
            INSERT OR REPLACE INTO shelf_labels ({Columns})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, x''))
            """);
        _takeDown = _statements.Statement("DELETE FROM shelf_labels WHERE sku = $1");
    }

    /// <summary>The label of an item; null: none hangs.</summary>
    public HangingLabel? Find(string sku) => _find.First(RowOf, sku);

    /// <summary>The labels after an item, in the order of the items' codes.</summary>
    /// <param name="most">No more than so many; fewer are the last.</param>
    public IReadOnlyList<HangingLabel> After(string sku, int most) => _after.Rows(RowOf, sku, most);

    /// <summary>A label hangs now, in the place of the one before.</summary>
    /// <param name="command">The command that printed it; null: staff say that it hangs.</param>
    public void Hang(LabelText label, Guid? command, long nowUs) => _hang.Run(
        label.Sku, label.Name, label.Price, label.UnitPrice, label.Code, label.Amount.Minor, label.Amount.Currency.Code, nowUs,
        command?.ToBytes() ?? []);

    /// <summary>A label hangs no more.</summary>
    /// <returns>False: none hung.</returns>
    public bool TakeDown(string sku) => _takeDown.Run(sku) > 0;

    /// <summary>Gives its statements back.</summary>
    public void Dispose() => _statements.Dispose();

    private static HangingLabel RowOf(HotStatement row) => new(
        new LabelText(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), new Money(row.Number(5), Currency.Of(row.Text(6)))),
        row.Number(7), row.Bytes(8) is { Length: 16 } command ? command.ToGuid() : null);
}
