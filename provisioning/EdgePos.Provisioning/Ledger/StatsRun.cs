using System.Globalization;
using EdgePos.Ledger;
using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>How big a ledger is, and of what.</summary>
internal sealed class StatsRun(string path, TimeProvider time, IAnsiConsole console)
{
    private const double UsInADay = 86_400e6;

    /// <summary>Tells it.</summary>
    public int Run()
    {
        using var ledger = LedgerSnapshot.Open(path);
        var figures = ledger.Figures();
        Say("file", $"{Size(figures.FileBytes)}, write-ahead log {Size(figures.LogBytes)}");
        Say("entries", $"{figures.Entries}, {Average(figures.BodyBytes, figures.Entries)} bytes each (bodies)");
        double days = Math.Max(1, ((figures.LastUs ?? 0) - (figures.FirstUs ?? 0)) / UsInADay);
        Say("sales", $"{figures.Sales}, {Text(figures.Sales / days, "0.#")} a day in {Text(days, "0.#")} {(days > 1 ? "days" : "day")}");
        Say("unconfirmed", $"{figures.Unconfirmed}");
        Say("checkpoints", $"{figures.Checkpoints}");
        string oldest = figures.OldestAnswerUs is { } us ? $", the oldest of {EntryJson.TimeOf(us)}{Age(us)}" : "";
        Say("answers", $"{figures.Answers}{oldest}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("table or index").AddColumn(new TableColumn("rows").RightAligned())
            .AddColumn(new TableColumn("size").RightAligned());
        foreach (var part in figures.Tables)
            table.AddRow(Markup.Escape(part.Name), part.Rows is { } rows ? $"{rows}" : "", part.Bytes is { } bytes ? Size(bytes) : "");
        console.Write(table);
        return ExitCodes.Ok;
    }

    private void Say(string what, string figure) => console.Profile.Out.Writer.WriteLine($"{what,-12} {figure}");

    private string Age(long us)
    {
        double days = (time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(us)).TotalDays;
        return days >= 1 ? $", {Text(days, "0")} days ago" : "";
    }

    private static string Average(long sum, long count) => count == 0 ? "0" : Text((double)sum / count, "0");

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{Text(bytes / 1e3, "0.#")} kB",
        _ => $"{Text(bytes / 1e6, "0.#")} MB",
    };

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
