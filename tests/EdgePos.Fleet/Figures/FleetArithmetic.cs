using System.Text;

namespace EdgePos.Fleet;

/// <summary>From measured inputs to 1,000, 10,000 and 100,000 stores: each row is named by its formula.</summary>
internal sealed class FleetArithmetic(FleetInputs inputs)
{
    private const double Day = 86_400, DaysAYear = 360;
    private const double Giga = 1e9, Mega = 1e6;

    private static readonly double[] Fleets = [1_000, 10_000, 100_000];

    private readonly StringBuilder _text = new();

    private double UpASale => inputs.BatchesASale + inputs.LivesASale;

    private double PeakOfDay => DayPlan.BusiestDay * DayPlan.BusiestHour / 3600; // of an average day's sales, in a second

    /// <inheritdoc/>
    public override string ToString()
    {
        _text.Clear();
        _text.AppendLine("| | formula | 1,000 stores | 10,000 | 100,000 |");
        _text.AppendLine("| --- | --- | ---: | ---: | ---: |");
        Messages();
        Bytes();
        Books();
        Processors();
        return _text.ToString();
    }

    private void Messages()
    {
        Row("sales a day", $"stores x {N(inputs.SalesAStore)}", Sales);
        Row("entries a day", $"sales x {N(inputs.EntriesASale)}", Entries);
        Row("messages up a day", $"sales x {N(UpASale)} + stores x {N(Day / FleetInputs.HealthSeconds)} of health",
            stores => (Sales(stores) * UpASale) + HealthADay(stores));
        Row("messages up a second, average", "of a day / 86,400", stores => ((Sales(stores) * UpASale) + HealthADay(stores)) / Day);
        Row("sales a second in the busiest hour of the busiest day",
            $"sales x {N(DayPlan.BusiestDay)} x {N(DayPlan.BusiestHour * 100)} % / 3,600", PeakSales);
        Row("entries a second then", $"x {N(inputs.EntriesASale)}", PeakEntries);
        Row("messages up a second then", $"sales a second x {N(UpASale)} + stores / {N(FleetInputs.HealthSeconds)} of health",
            stores => (PeakSales(stores) * UpASale) + (stores / FleetInputs.HealthSeconds));
        Row("messages down a second then", $"sales a second x {N(inputs.ConfirmationsASale)} confirmations",
            stores => PeakSales(stores) * inputs.ConfirmationsASale);
    }

    private void Bytes()
    {
        double aStore = (inputs.SalesAStore * (inputs.BatchBytesASale + inputs.LiveBytesASale + inputs.ConfirmationBytesASale))
            + (Day / FleetInputs.HealthSeconds * inputs.HealthBytes);
        double messages = (inputs.SalesAStore * (UpASale + inputs.ConfirmationsASale)) + (Day / FleetInputs.HealthSeconds);
        double line = messages * FleetInputs.LineBytesAMessage;
        Row("GB of MQTT a day, both ways", $"stores x ({N(inputs.SalesAStore)} x ({N(inputs.BatchBytesASale)} + {N(inputs.LiveBytesASale)} "
            + $"+ {N(inputs.ConfirmationBytesASale)}) + 1,440 x {N(inputs.HealthBytes)}) bytes", stores => stores * aStore / Giga);
        Row("GB of TLS and TCP around it", $"messages both ways x {N(FleetInputs.LineBytesAMessage)} bytes",
            stores => stores * line / Giga);
        Row("MB a day of one store's line", "both, / stores", _ => (aStore + line) / Mega);
        Row("connections", "stores", stores => stores);
        Row("GB of memory of brokers for them", $"connections x {N(inputs.BytesAConnection)} bytes, without TLS",
            stores => stores * inputs.BytesAConnection / Giga);
        Row("GB that boxes may have in flight when all come back at once", "stores x 1 MiB (RelayOptions.WindowBytes)",
            stores => stores * 1024 * 1024 / Giga);
    }

    private void Books()
    {
        Row("million rows in PostgreSQL a day", $"sales x {N(inputs.RowsASale)}", stores => Sales(stores) * inputs.RowsASale / Mega);
        Row("GB on disk a day, tables and indexes", $"sales x {N(inputs.DiskASale)} bytes",
            stores => Sales(stores) * inputs.DiskASale / Giga);
        Row("TB on disk a year", $"x {N(DaysAYear)} days / 1,000", stores => Sales(stores) * inputs.DiskASale * DaysAYear / Giga / 1000);
        Row("GB of write-ahead log a day", $"sales x {N(inputs.LogASale)} bytes", stores => Sales(stores) * inputs.LogASale / Giga);
    }

    private void Processors()
    {
        double health = 1 / FleetInputs.HealthSeconds;
        Row("processors of head offices at the peak, every entry a transaction", Formula(inputs.Live.Office, inputs.Health.Office),
            stores => Offices(stores, inputs.Live.Office));
        Row("the same, entries in batches", Formula(inputs.Backlog.Office, inputs.Health.Office),
            stores => Offices(stores, inputs.Backlog.Office));
        Row("processors of PostgreSQL, every entry a transaction", Formula(inputs.Live.Database, inputs.Health.Database),
            stores => (PeakEntries(stores) * inputs.Live.Database) + (stores * health * inputs.Health.Database));
        Row("the same, entries in batches", Formula(inputs.Backlog.Database, inputs.Health.Database),
            stores => (PeakEntries(stores) * inputs.Backlog.Database) + (stores * health * inputs.Health.Database));
        Row("processors of brokers", Formula(inputs.Live.Broker, inputs.Health.Broker),
            stores => (PeakEntries(stores) * inputs.Live.Broker) + (stores * health * inputs.Health.Broker));
        Row($"head offices of one processor each, {N(FleetInputs.Load * 100)} % busy, every entry a transaction",
            $"their processors / {N(FleetInputs.Load)}", stores => Math.Ceiling(Offices(stores, inputs.Live.Office) / FleetInputs.Load));
        Row("the same, entries in batches", $"their processors / {N(FleetInputs.Load)}",
            stores => Math.Ceiling(Offices(stores, inputs.Backlog.Office) / FleetInputs.Load));
        double oneEntry = inputs.Backlog.Office + inputs.Backlog.Database + inputs.Backlog.Broker;
        Row("hours to catch up with a day, on the machine that was measured",
            $"entries / {N(inputs.BacklogEntriesASecond)} a second / 3,600",
            stores => Entries(stores) / inputs.BacklogEntriesASecond / 3600);
        Row("hours to catch up with a day, 32 processors for all of it", $"entries x {N(oneEntry * 1e6)} us / 32 / 3,600",
            stores => Entries(stores) * oneEntry / 32 / 3600);
    }

    private static string Formula(double entry, double health) =>
        $"entries a second x {N(entry * 1e6)} us + stores / {N(FleetInputs.HealthSeconds)} x {N(health * 1e6)} us";

    private double Offices(double stores, double entry) =>
        (PeakEntries(stores) * entry) + (stores / FleetInputs.HealthSeconds * inputs.Health.Office);

    private double Sales(double stores) => stores * inputs.SalesAStore;

    private double Entries(double stores) => Sales(stores) * inputs.EntriesASale;

    private double PeakSales(double stores) => Sales(stores) * PeakOfDay;

    private double PeakEntries(double stores) => PeakSales(stores) * inputs.EntriesASale;

    private static double HealthADay(double stores) => stores * Day / FleetInputs.HealthSeconds;

    private void Row(string what, string formula, Func<double, double> of) =>
        _text.AppendLine($"| {what} | {formula} |{string.Concat(Fleets.Select(stores => $" {N(of(stores))} |"))}");

    private static string N(double value) => FleetPage.Number(value);
}
