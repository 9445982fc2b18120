using EdgePos.Fleet;

namespace EdgePos.Benchmarks;

/// <summary>
/// A hundred thousand prices come down to a shop that sells, through a real Mosquitto, from `publish price-book` of the real head
/// office: bytes on the wire, how long until they are sold at, and what the shop feels of it meanwhile.
/// </summary>
internal sealed class PriceBookDown(BenchTable table, string gateway, string headOffice, string folder, int rounds, CancellationToken stop)
{
    private const int Items = 100_000;
    private const int OneOf = 100; // so many items one has a new price, where only some have
    private const int WarmSales = 300;
    private const int IdleSales = 60; // before each price book
    private const int BrokerPort = 5387;
    private const int DatabasePort = 5388;
    private const int ReportsPort = 5385;
    private const int BoxPort = 5386;

    private string BoxFolder => Path.Combine(folder, "box");

    public async Task RunAsync()
    {
        if (Servers.Missing is { } missing)
        {
            Console.WriteLine($"book: left out, {missing} is not installed");
            return;
        }

        await using var servers = await Servers.StartAsync(folder, BrokerPort, DatabasePort, stop);
        string database = await servers.NewDatabaseAsync("published", stop);
        await using var office = await PublishingOffice.StartAsync(
            headOffice, database, Path.Combine(folder, "office"), BrokerPort, ReportsPort);
        await using var line = new CountingLine(BrokerPort);
        await using var box = await BenchBox.StartAsync(gateway, BoxFolder, BoxPort, BrokerPort, stop,
            "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={line.Port}",
            $"--Relay:HeadOfficeKeyFile={office.KeyFile}");
        using var coming = await ComingBook.HearAsync(BrokerPort, box, line, BoxFolder, stop);
        await RoundsAsync(office, box, coming);
    }

    private async Task RoundsAsync(PublishingOffice office, BenchBox box, ComingBook coming)
    {
        await office.PublishAsync(Items, PriceOf(1));
        await coming.ComeAsync(shop: null);
        await new PacedShop(box, stop).SellAsync(WarmSales);
        PacedShop idle = new(box, stop), busy = new(box, stop);
        List<BookCame> each = [], some = [];
        List<double> bare = [];
        for (int round = 2; round < rounds + 2; round++)
        {
            var price = PriceOf(round);
            await idle.SellAsync(IdleSales);
            await office.PublishAsync(Items, price);
            each.Add(await coming.ComeAsync(busy));
            await office.PublishAsync(Items, i => price(i) + (i % OneOf == 0 ? 1 : 0));
            some.Add(await coming.ComeAsync(busy));
            var insert = new BareInsert(Path.Combine(BoxFolder, "catalogue", $"{await box.PriceBookAsync()}.db"));
            bare.Add(insert.Milliseconds(Path.Combine(folder, "bare.db")));
        }

        Add("each has a new price", each, bare, Goal.Most(2));
        Add($"1 in {OneOf} has a new price", some, bare);
        Console.WriteLine($"{busy.Scans.Count} scans and {busy.Sales.Count} sales while they came");
        Add("a scan", busy.Scans, idle.Scans);
        Add("a sale", busy.Sales, idle.Sales);
    }

    private static Func<int, long> PriceOf(int round) => item => 99 + ((item + (round * 37L)) % 900);

    private void Add(string what, List<BookCame> came, List<double> bare, Goal? goal = null)
    {
        Console.WriteLine($"where {what}, in ms: fetched and unpacked {Middle(one => one.Fetched):0}, "
            + $"built {Middle(one => one.Built):0}, checked and switched {Middle(one => one.Switched):0}");
        string book = $"price book of {Items / 1000},000 items where {what}";
        table.Add($"{book}: bytes on the wire, to its rows", "kB",
            Middle(one => one.WireBytes / 1000), Middle(one => one.ContentBytes / 1000));
        table.Add($"{book}: manifest to sold at, to a bare SQLite insert", "ms", Middle(one => one.Milliseconds),
            BenchTable.Median(bare), [.. came.Zip(bare, (one, limit) => one.Milliseconds / limit)], goal);

        double Middle(Func<BookCame, double> figure) => BenchTable.Median(came.Select(figure));
    }

    private void Add(string what, List<double> busy, List<double> idle) => table.Add(
        $"p99 of {what} while price books come and are built, to idle", "us",
        BenchTable.Percentile(busy, 99), BenchTable.Percentile(idle, 99), Goal.Most(1.5));
}
