using System.Globalization;
using EdgePos.Store;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>What is to be published.</summary>
/// <param name="Dataset">"price-book", "tax-table", "promotions" or "configuration".</param>
/// <param name="File">
/// A price book by columns, or the JSON of an ImportPriceBookRequest; or settings, see <see cref="SettingsContent"/>.
/// </param>
/// <param name="Stores">Codes of the stores; empty: every store that has ever sent anything.</param>
/// <param name="ValidFrom">It becomes current then; null: as soon as it is there.</param>
/// <param name="DryRun">True: only says what would change.</param>
internal sealed record PublishOrder(string Dataset, string File, IReadOnlyList<string> Stores, DateTimeOffset? ValidFrom, bool DryRun);

/// <summary>Publishes a dataset to stores. Boxes that are connected hear of it within seconds, the others when they come.</summary>
internal sealed class PublishRun(PublishOrder order, Books books, HeadOfficeOptions options, IAnsiConsole console, TimeProvider time)
{
    /// <summary>What can be published.</summary>
    public static readonly string[] Datasets = ["price-book", "tax-table", "promotions", SettingsContent.Dataset];

    /// <summary>Runs it. Gives an exit code.</summary>
    /// <exception cref="IOException">The books or the file cannot be used.</exception>
    /// <exception cref="VerbFault">The file is not what it must be; nothing was published.</exception>
    public int Run()
    {
        try
        {
            return Publish();
        }
        catch (InvalidDataException wrong)
        {
            throw new VerbFault(ExitCodes.DamagedData, wrong.Message);
        }
    }

    private int Publish()
    {
        var what = Content(order.ValidFrom?.ToUs() ?? 0);
        using var key = SigningKey.OpenOrMake(options.DataFolder);
        var datasets = new DatasetBooks(books.Store);
        var stores = order.Stores.Count > 0 ? order.Stores : datasets.Stores(options.Tenant);
        if (stores.Count == 0)
            throw new InvalidDataException("no store has sent anything yet; name the stores with --store");
        var making = new DatasetMaking(datasets, key, time);
        Show(stores, store => making.Publish(options.Tenant, store, what, order.DryRun));
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, order.DryRun
            ? $"Nothing was published: this was a dry run of {what.Rows.Count} rows for {stores.Count} stores."
            : (FormattableString)$"Published {what.Rows.Count} rows for {stores.Count} stores{When()}.");
        return ExitCodes.Ok;
    }

    private Publication Content(long from)
    {
        if (order.Dataset == SettingsContent.Dataset)
            return new(order.Dataset, SettingsContent.Read(order.File), Currency: "", from) { KeyOf = SettingsContent.KeyOf };
        var (rows, currency) = BookContent.Read(order.File);
        return BookContent.Stranger(order.Dataset, rows.Keys) is { } stranger
            ? throw new InvalidDataException($"{stranger} does not belong into {order.Dataset}")
            : new(order.Dataset, rows, currency, from);
    }

    private string When() => order.ValidFrom is { } moment
        ? string.Create(CultureInfo.InvariantCulture, $", current from {moment:yyyy-MM-dd HH:mm zzz} on") : "";

    private void Show(IReadOnlyList<string> stores, Func<string, Difference> publish)
    {
        const int shown = 50;
        var table = new Table().AddColumns("store", "version", "added", "changed", "removed", "whole, kB", "difference, kB");
        console.Progress().Start(progress =>
        {
            var task = progress.AddTask($"{order.Dataset}", maxValue: stores.Count);
            foreach (string store in stores)
            {
                var done = publish(store);
                task.Increment(1);
                if (table.Rows.Count < shown)
                {
                    long[] figures =
                        [done.Version, done.Added, done.Changed, done.Removed, done.PackedBytes / 1000, done.DeltaBytes / 1000];
                    table.AddRow([Markup.Escape(store), .. figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture))]);
                }
            }
        });
        console.Write(table);
        if (stores.Count > shown)
            console.WriteLine($"... and {stores.Count - shown} more stores.");
    }
}
