using System.Globalization;
using System.Text;

namespace EdgePos.Fleet;

/// <summary>The tables of edge/EdgePos.HeadOffice/FLEET.md: what was measured, and what follows from it for larger fleets.</summary>
internal sealed class FleetPage(Measured measured)
{
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override string ToString()
    {
        _text.Clear();
        Parts();
        Others();
        _text.AppendLine(new FleetArithmetic(FleetInputs.Of(measured)).ToString());
        return _text.ToString();
    }

    private void Parts()
    {
        var columns = new List<Part> { measured.Day };
        if (measured.Drain is { } drain)
            columns.Add(drain);
        string speed = measured.Speed > 0 ? $"{Number(measured.Speed)} times as fast as ours" : "all at once";
        Line($"{measured.Plan.Stores} stores, {measured.Plan.Days} day(s) {speed}, {measured.Consumers} head offices on one PostgreSQL, "
            + $"{Environment.ProcessorCount} processors for all of it");
        Line("");
        Line($"| measured | {(measured.Speed > 0 ? "as it happens" : "all at once")} |{(columns.Count > 1 ? " catching up |" : "")}");
        Line($"| --- | ---: |{(columns.Count > 1 ? " ---: |" : "")}");
        Row("sales", part => part.Tally.Sales);
        Row("entries", part => part.Tally.Entries);
        Row("entries to a sale", part => PerSale(part, tally => tally.Entries));
        Row("batches to a sale", part => PerSale(part, tally => tally.Batches));
        Row("entries in a batch", part => (double)part.Tally.Entries / part.Tally.Batches);
        Row("bytes of a batch, payload", part => (double)part.Tally.BatchBytes / part.Tally.Batches);
        Row("bytes of batches to a sale, payload", part => PerSale(part, tally => tally.BatchBytes));
        Row("bytes of batches to a sale, MQTT both ways", part => PerSale(part, tally => tally.BatchWire));
        Row("confirmations to a sale", part => PerSale(part, tally => tally.Confirmations));
        Row("bytes of confirmations to a sale, MQTT both ways", part => PerSale(part, tally => tally.ConfirmationWire));
        Row("words of the live lane to a sale", part => PerSale(part, tally => tally.Lives));
        Row("bytes of the live lane to a sale, MQTT both ways", part => PerSale(part, tally => tally.LiveWire));
        Row("MB that the broker received", part => (part.Until.BrokerBytes.Received - part.From.BrokerBytes.Received) / 1e6);
        Row("MB that the broker sent", part => (part.Until.BrokerBytes.Sent - part.From.BrokerBytes.Sent) / 1e6);
        Row("seconds", part => part.Took.TotalSeconds);
        Row("entries committed a second", part => part.EntriesASecond);
        Row("processor seconds for 1,000 entries: head office", part => part.OfficeSeconds);
        Row("processor seconds for 1,000 entries: PostgreSQL", part => part.DatabaseSeconds);
        Row("processor seconds for 1,000 entries: broker", part => part.BrokerSeconds);
        Row("rows in PostgreSQL to a sale", part => part.Rows);
        Row("bytes of tables to a sale", part => part.TableBytes);
        Row("bytes of indexes to a sale", part => part.IndexBytes);
        Row("bytes of write-ahead log to a sale", part => part.LogBytes);
        Row("confirmations that were late", part => part.Tally.Lates);
        Row("times that head office asked again", part => part.Tally.Resends);
        Line("");

        void Row(string what, Func<Part, double> of) =>
            Line($"| {what} |{string.Concat(columns.Select(part => $" {Number(of(part))} |"))}");
    }

    private void Others()
    {
        var health = measured.Health;
        Line("| measured | |");
        Line("| --- | ---: |");
        if (health.Tally.Lives > 0)
            Words(health, health.Tally.Lives);
        Line($"| MB of a head office, the largest | {Number((measured.Drain ?? health).Until.Office.PeakBytes / 1e6)} |");
        Line($"| MB of the broker, the most | {Number(measured.BrokerPeakBytes / 1e6)} |");
        if (measured.IdleConnections > 0)
        {
            string many = Number(measured.IdleConnections);
            Line($"| bytes of the broker for an idle connection, of {many} | {Number(measured.BrokerBytesAConnection)} |");
        }

        Line("");
    }

    private void Words(Part health, double words)
    {
        Line($"| words of health | {Number(words)} |");
        Line($"| bytes of one, MQTT both ways | {Number(health.Tally.LiveWire / words)} |");
        Line($"| times that one is written by all head offices together | {Number(Written(health) / words)} |");
        foreach (var (who, of) in new (string, Func<Reading, ProcessUse>)[]
        {
            ("head offices together", reading => reading.Office), ("PostgreSQL", reading => reading.Database),
            ("broker", reading => reading.Broker),
        })
        {
            Line($"| processor seconds for 1,000 of them: {who} | {Number(health.CpuOf(of).TotalSeconds / words * 1000)} |");
        }
    }

    private static double Written(Part health) => health.Until.Books.HealthRows - health.From.Books.HealthRows;

    private static double PerSale(Part part, Func<Tally, long> of) => (double)of(part.Tally) / part.Tally.Sales;

    private void Line(string text) => _text.AppendLine(text);

    /// <summary>A number as a person reads it: three digits that count.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
