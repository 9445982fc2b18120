using System.Globalization;
using EdgePos.Store;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>Numbers as people read them, and tables of them.</summary>
internal static class Figures
{
    // ISO 4217's code for no currency: a box may have sent anything.
    private static readonly Currency None = Currency.Of("XXX");

    /// <summary>Money with its currency.</summary>
    public static string Of(EdgePos.V1.Money money)
    {
        var currency = Currency.TryParse(money.Currency, out var known) ? known : None;
        return $"{new Money(money.Minor, currency).Amount} {money.Currency}";
    }

    /// <summary>Thousandths of a unit.</summary>
    public static string Quantity(long thousandths) => (thousandths / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A moment by local time; nothing where it is none, as a box without a clock may say.</summary>
    /// <param name="us">Microseconds since 1970-01-01 UTC; 0: none.</param>
    public static string Time(long us, TimeZoneInfo local) =>
        us <= 0 || us >= (DateTime.MaxValue - DateTime.UnixEpoch).TotalMicroseconds - 1e12 ? ""
        : TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddMicroseconds(us), local)
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A table whose columns with a name that begins with > stand to the right.</summary>
    public static Table TableOf(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(column.StartsWith('>') ? new TableColumn(Markup.Escape(column[1..])).RightAligned().NoWrap()
                : new TableColumn(Markup.Escape(column)));
        }

        return table;
    }

    /// <summary>Adds a row of texts that are shown as they are.</summary>
    public static void Add(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
