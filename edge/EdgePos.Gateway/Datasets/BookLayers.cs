using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// The price book that head office sends, in layers: items with their prices; over them a tax table and promotions, where those
/// come by themselves. Whichever changes, one version is built of all of them.
/// </summary>
/// <param name="currentRows">The content of a dataset that is in use; null: there is none.</param>
internal sealed class BookLayers(CatalogueShelf shelf, StoreProfile store, Func<string, string?> currentRows, TimeProvider time,
    ILogger<BookLayers> log)
{
    /// <summary>Items, and whatever else is not sent by itself.</summary>
    public const string PriceBook = "price-book";

    /// <summary>Rows of the tax table.</summary>
    public const string TaxTable = "tax-table";

    /// <summary>Promotions; those of the price book are not used beside them.</summary>
    public const string Promotions = "promotions";

    private (Manifest Manifest, string Version)? _shelved;

    /// <summary>What each of the datasets is for.</summary>
    public IEnumerable<IDatasetUse> Uses() => new[] { PriceBook, TaxTable, Promotions }.Select(layer => new Layer(this, layer));

    private string? Prepare(Manifest manifest, string rows)
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.UnixEpoch.AddMicroseconds(manifest.ValidFromUs).UtcDateTime);
        return WithBuilt(manifest, rows, builder =>
        {
            var shelved = shelf.Shelve(builder, day);
            if (shelved.Refusal is not null)
                return shelved.Refusal;
            _shelved = (manifest, shelved.Value);
            return null;
        });
    }

    private string? MakeCurrent(Manifest manifest, string rows)
    {
        if (_shelved is var (prepared, version) && prepared.Equals(manifest) && shelf.SwitchToShelved(version) is not null)
            return null;
        long begun = time.GetTimestamp();
        return WithBuilt(manifest, rows, builder =>
        {
            long built = time.GetTimestamp();
            var current = shelf.Switch(builder);
            if (current.Refusal is not null)
                return current.Refusal;
            Log.PriceBookCurrent(log, current.Value.Version, current.Value.Items, builder.Added, builder.Changed);
            Log.PriceBookBuilt(log, (long)time.GetElapsedTime(begun, built).TotalMilliseconds,
                (long)time.GetElapsedTime(built).TotalMilliseconds);
            return null;
        });
    }

    private string? WithBuilt(Manifest manifest, string rows, Func<CatalogueBuilder, Refusal?> end)
    {
        _shelved = null;
        if (manifest.Currency.Length > 0 && manifest.Currency != store.Currency.Code)
            return $"its prices are in {manifest.Currency}, the store sells in {store.Currency.Code}";
        bool whole = manifest.Dataset == PriceBook || currentRows(PriceBook) is not null;
        using var builder = shelf.Build(merge: !whole); // a price book that was imported by hand is kept under the layer
        var refusal = Layers(manifest, rows).Select(layer => PutLayer(builder, layer.Name, layer.Rows))
            .FirstOrDefault(wrong => wrong is not null) ?? end(builder);
        return refusal is null ? null : Texts.Of(refusal, "en");
    }

    private IEnumerable<(string Name, string Rows)> Layers(Manifest manifest, string rows)
    {
        foreach (string layer in new[] { PriceBook, TaxTable, Promotions })
        {
            if ((layer == manifest.Dataset ? rows : currentRows(layer)) is { } file)
                yield return (layer, file);
        }
    }

    private static Refusal? PutLayer(CatalogueBuilder builder, string layer, string file)
    {
        if (layer == Promotions)
            builder.EndPromotions();
        using var rows = new BufferedStream(File.OpenRead(file), 64 * 1024);
        foreach (byte[] row in DatasetRows.All(rows))
        {
            var read = DatasetRows.Parse(PriceBookRow.Parser, row);
            var refusal = read.RowCase switch
            {
                PriceBookRow.RowOneofCase.Item when layer == PriceBook => BookRows.Put(builder, read.Item),
                PriceBookRow.RowOneofCase.TaxCategory when layer != Promotions => BookRows.Put(builder, read.TaxCategory),
                PriceBookRow.RowOneofCase.Promotion when layer != TaxTable => BookRows.Put(builder, read.Promotion),
                _ => throw new InvalidDataException($"a row that does not belong into {layer}, or that only a newer program knows"),
            };
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private sealed class Layer(BookLayers layers, string dataset) : IDatasetUse
    {
        public string Dataset => dataset;

        public string? Prepare(Manifest manifest, string rowsFile) => layers.Prepare(manifest, rowsFile);

        public string? MakeCurrent(Manifest manifest, string rowsFile) => layers.MakeCurrent(manifest, rowsFile);
    }
}
