using System.Collections.Immutable;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Baskets on disk. A change writes the rows that changed and no others.</summary>
public sealed class BasketTable
{
    private readonly SqliteCommand _find, _lines, _tenders, _open, _forgotten, _save, _saveLine, _saveTender,
        _dropLines, _dropTenders, _findCommand, _keepCommand;

    internal BasketTable(SqliteConnection connection)
    {
        _find = connection.Statement("""
            SELECT register, currency, version, last_line, price_book, receipt_number, abandoned
            FROM baskets WHERE basket_id = $1
            """);
        _lines = connection.Statement("""
            SELECT line, sku, name, scanned, unit, thousandths, price_minor, tax_rate_ppm, amount_minor, void,
                batch, serial, sell_by, quantity_fixed
            FROM basket_lines WHERE basket_id = $1 ORDER BY line
            """);
        _tenders = connection.Statement("SELECT tender, amount_minor FROM basket_tenders WHERE basket_id = $1 ORDER BY tender");
        _open = connection.Statement("SELECT basket_id FROM baskets WHERE open = 1");
        _forgotten = connection.Statement("""
            SELECT basket_id FROM baskets b WHERE open = 1 AND changed_us < $1
            AND NOT EXISTS (SELECT 1 FROM basket_tenders t WHERE t.basket_id = b.basket_id) LIMIT 100
            """);
        _dropLines = connection.Statement("DELETE FROM basket_lines WHERE basket_id = $1");
        _dropTenders = connection.Statement("DELETE FROM basket_tenders WHERE basket_id = $1");
        _save = connection.Statement("""
            INSERT INTO baskets VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (basket_id) DO UPDATE SET version = excluded.version, last_line = excluded.last_line,
                price_book = excluded.price_book, receipt_number = excluded.receipt_number,
                abandoned = excluded.abandoned, open = excluded.open, changed_us = excluded.changed_us
            """);
        _saveLine = connection.Statement("""
            INSERT OR REPLACE INTO basket_lines VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """);
        _saveTender = connection.Statement("INSERT OR REPLACE INTO basket_tenders VALUES ($1, $2, $3)");
        _findCommand = connection.Statement("SELECT basket_id, request_digest FROM basket_commands WHERE command_id = $1");
        _keepCommand = connection.Statement("INSERT INTO basket_commands VALUES ($1, $2, $3)");
    }

    /// <summary>A basket, open or closed; null where it is not here (any more).</summary>
    public Basket? Find(Guid id)
    {
        byte[] key = id.ToBytes();
        return _find.Rows(row =>
        {
            var currency = Currency.Of(row.GetString(1));
            return new Basket
            {
                Id = id,
                Register = row.GetInt32(0),
                Currency = currency,
                Version = row.GetInt64(2),
                LastLine = row.GetInt32(3),
                PriceBook = row.GetString(4),
                ReceiptNumber = row.GetString(5),
                Abandoned = row.GetBoolean(6),
                Lines = [.. _lines.Rows(line => LineOf(line, currency), key)],
                Tenders = [.. _tenders.Rows(tender => new CashTender(tender.GetInt32(0), new(tender.GetInt64(1), currency)), key)],
            };
        }, key).FirstOrDefault();
    }

    /// <summary>The ids of all baskets that are not closed.</summary>
    public IReadOnlyList<Guid> OpenIds() => _open.Rows(row => row.Bytes(0).ToGuid());

    /// <summary>The ids of open baskets without a tender that nobody has touched since a moment, a hundred at most.</summary>
    public IReadOnlyList<Guid> OpenUntouchedSince(long us) => _forgotten.Rows(row => row.Bytes(0).ToGuid(), us);

    /// <summary>The basket that a command changed, and the command's digest; null where it has not been carried out.</summary>
    public (Guid BasketId, byte[] Digest)? FindCommand(Guid commandId)
    {
        var found = _findCommand.Rows(row => (row.Bytes(0).ToGuid(), row.Bytes(1)), commandId.ToBytes());
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Remembers that a command was carried out.</summary>
    public void KeepCommand(Guid basketId, Guid commandId, byte[] digest) =>
        _keepCommand.Run(basketId.ToBytes(), commandId.ToBytes(), digest);

    /// <summary>Writes a basket. Rows that are the same as in <paramref name="before"/> are left alone.</summary>
    public void Save(Basket? before, Basket after, long nowUs)
    {
        byte[] key = after.Id.ToBytes();
        bool open = after.State is BasketState.Open or BasketState.Paid;
        _save.Run(key, after.Register, after.Currency.Code, after.Version, after.LastLine, after.PriceBook,
            after.ReceiptNumber, after.Abandoned ? 1 : 0, open ? 1 : 0, nowUs);
        foreach (var line in Changed(before?.Lines ?? [], after.Lines))
        {
            _saveLine.Run(key, line.Number, line.Item.Sku, line.Item.Name, line.Scanned, (int)line.Item.Unit,
                line.Quantity.Thousandths, line.Item.Price!.Value.Minor, line.Item.TaxRate.Ppm, line.Amount.Minor, line.Void ? 1 : 0,
                line.Batch, line.Serial, DayNumber.Of(line.SellBy), line.QuantityFixed ? 1 : 0);
        }

        foreach (var tender in Changed(before?.Tenders ?? [], after.Tenders))
            _saveTender.Run(key, tender.Number, tender.Amount.Minor);
    }

    /// <summary>Writes a basket whose rows here are not to be relied on.</summary>
    public void Replace(Basket basket, long nowUs)
    {
        _dropLines.Run(basket.Id.ToBytes());
        _dropTenders.Run(basket.Id.ToBytes());
        Save(null, basket, nowUs);
    }

    private static IEnumerable<T> Changed<T>(ImmutableArray<T> before, ImmutableArray<T> after) where T : class =>
        after.Where((row, i) => i >= before.Length || !ReferenceEquals(row, before[i]));

    private static BasketLine LineOf(SqliteDataReader row, Currency currency)
    {
        var unit = (Unit)row.GetInt32(4);
        var item = new Item(row.GetString(1), row.GetString(2), unit, new Money(row.GetInt64(6), currency), new Rate(row.GetInt64(7)));
        return new BasketLine(row.GetInt32(0), item, row.GetString(3), new Quantity(row.GetInt64(5), unit),
            new Money(row.GetInt64(8), currency), row.GetBoolean(9))
        {
            Batch = row.GetString(10),
            Serial = row.GetString(11),
            SellBy = row.GetInt64(12) is > 0 and var day ? DayNumber.ToDay(day) : null,
            QuantityFixed = row.GetBoolean(13),
        };
    }
}
