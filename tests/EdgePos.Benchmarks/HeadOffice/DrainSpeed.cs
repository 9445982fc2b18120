using EdgePos.Fleet;
using Google.Protobuf;
using Npgsql;

namespace EdgePos.Benchmarks;

/// <summary>
/// A store comes back after a month: its journal goes from the real daemon through a real Mosquitto and the real head office into
/// a real PostgreSQL, confirmed. Held to the slower of a bare publisher and a bare COPY of the same; and what the shop feels of it.
/// </summary>
internal sealed class DrainSpeed(BenchTable table, string gateway, string headOffice, string folder, int sales, CancellationToken stop)
{
    private const int SmallPart = 20; // the memory of a box with a twentieth of the backlog is what the large one's is held to
    private const int BrokerPort = 5397;
    private const int DatabasePort = 5398;
    private const int ReportsPort = 5390;
    private const int Calls = 1500;
    private const int Items = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task RunAsync()
    {
        if (Servers.Missing is { } missing)
        {
            Console.WriteLine($"drain: left out, {missing} is not installed");
            return;
        }

        await using var servers = await Servers.StartAsync(folder, BrokerPort, DatabasePort, stop);
        double small = await MemoryOfSmallAsync(servers);

        var backlog = new Backlog(Path.Combine(folder, "box"));
        await backlog.SellAsync(sales);
        byte[][] batches = [.. backlog.Batches().Select(batch => batch.ToByteArray())];
        Console.WriteLine($"a backlog of {sales} sales: {batches.Length} batches, {batches.Sum(batch => (long)batch.Length) >> 20} MB");

        await using var box = await BoxAsync("box", 5399);
        string database = await servers.NewDatabaseAsync("drained", stop);
        await using var source = NpgsqlDataSource.Create(database);
        var (seconds, liveSeconds) = await DrainAsync(servers, box, source, database, backlog);
        table.Add("gateway's memory at its highest, a month behind, to a day and a half behind", "MB",
            Megabytes(box), small, Goal.Most(1.2));
        table.Add("stock of a store a month behind is right, to 5 seconds", "s", liveSeconds, 5, Goal.Most(1));

        double published = await BarePublisher.SecondsAsync(BrokerPort, batches, stop);
        double copied = await new BareCopy(source).SecondsAsync(stop);
        Console.WriteLine($"bare publisher {published:0.0} s, bare COPY {copied:0.0} s, the drain {seconds:0.0} s");
        table.Add("draining a month, confirmed, to the slower of a bare publisher and a bare COPY", "sales/s",
            sales / seconds, sales / Math.Max(published, copied), Goal.Least(0.8));

        await FeelAsync(servers, box);
    }

    private async Task<double> MemoryOfSmallAsync(Servers servers)
    {
        var backlog = new Backlog(Path.Combine(folder, "small"));
        await backlog.SellAsync(sales / SmallPart);
        await using var box = await BoxAsync("small", 5389);
        string database = await servers.NewDatabaseAsync("small", stop);
        await using var source = NpgsqlDataSource.Create(database);
        await DrainAsync(servers, box, source, database, backlog);
        return Megabytes(box);
    }

    // Seconds from head office's coming until all is confirmed, and until all stock is right.
    private async Task<(double Drained, double Live)> DrainAsync(
        Servers servers, BenchBox box, NpgsqlDataSource source, string database, Backlog backlog)
    {
        await using var office = Office(database);
        long begun = TimeProvider.System.GetTimestamp();
        double live = 0;
        while (true)
        {
            var status = await box.StatusAsync();
            double now = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            if (live == 0 && await StockIsRightAsync(source, backlog))
                live = now;
            if (status.ConfirmedSeq == status.JournalSeq && live > 0)
            {
                Console.WriteLine($"drained in {now:0.0} s; processor seconds: head office {office.Use().Cpu.TotalSeconds:0.0}, "
                    + $"box {box.Use.Cpu.TotalSeconds:0.0}, PostgreSQL {servers.DatabaseUse.Cpu.TotalSeconds:0.0}");
                return (now, live);
            }

            if (now > Patience.TotalSeconds)
                throw new TimeoutException($"confirmed {status.ConfirmedSeq} of {status.JournalSeq}: {status.HeadOfficeReason}");
            await Task.Delay(TimeSpan.FromMilliseconds(live == 0 ? 250 : 20), TimeProvider.System, stop);
        }
    }

    // As reports take it: what is committed, and over it what the box has said ahead of its journal.
    private async Task<bool> StockIsRightAsync(NpgsqlDataSource source, Backlog backlog)
    {
        try
        {
            await using var command = source.CreateCommand("""
                SELECT sku, coalesce(live_stock.moved, stock.moved) FROM stock FULL JOIN live_stock USING (stream, sku)
                """);
            await using var rows = await command.ExecuteReaderAsync(stop);
            int right = 0;
            while (await rows.ReadAsync(stop))
                right += backlog.Sold.GetValueOrDefault(rows.GetString(0)) == -rows.GetInt64(1) ? 1 : 0;
            return right == backlog.Sold.Count;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    // A head office that has lost its books is sent everything again: the same drain, now with a shop that is open.
    private async Task FeelAsync(Servers servers, BenchBox box)
    {
        await box.ImportAsync(BenchBook.Parts(Items, promotions: 0).Select(part =>
        {
            part.Merge = true; // beside what the box sells already
            return part;
        }));
        await ShopAsync(box, () => Task.FromResult(false)); // until all is warm
        var idle = await ShopAsync(box, () => Task.FromResult(false));
        string database = await servers.NewDatabaseAsync("again", stop);
        await using var office = Office(database);
        await using var source = NpgsqlDataSource.Create(database);
        while (await CommittedAsync(source) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
        long end = (await box.StatusAsync()).JournalSeq;
        var busy = await ShopAsync(box, async () => await CommittedAsync(source) >= end);
        Console.WriteLine($"{busy.Scans.Count} scans and {busy.Sales.Count} sales while it drained");
        Add("a scan", busy.Scans, idle.Scans);
        Add("a sale", busy.Sales, idle.Sales);
    }

    private void Add(string what, List<double> busy, List<double> idle) => table.Add(
        $"p99 of {what} while a month drains, to idle", "us",
        BenchTable.Percentile(busy, 99), BenchTable.Percentile(idle, 99), Goal.Most(1.5));

    private async Task<(List<double> Scans, List<double> Sales)> ShopAsync(BenchBox box, Func<Task<bool>> done)
    {
        List<double> scans = [], made = [];
        while (made.Count < Calls && !await done())
        {
            scans.AddRange(await box.TimeScansAsync(6));
            string basket = await box.PaidAsync();
            made.Add(await BenchBox.TimeAsync(() => box.CompleteCall(basket)));
        }

        return (scans, made);
    }

    private async Task<long> CommittedAsync(NpgsqlDataSource source)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT coalesce(max(seq), 0) FROM streams");
            return (long)(await command.ExecuteScalarAsync(stop))!;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    private ServerProcess Office(string database) => Servers.Start(headOffice,
        "--HeadOffice:Tenant=demo", $"--HeadOffice:BrokerPort={BrokerPort}", $"--HeadOffice:Database={database}",
        $"--HeadOffice:DataFolder={folder}", $"--HeadOffice:ReportsPort={ReportsPort}");

    private static double Megabytes(BenchBox box) => box.Use.PeakBytes / (1024.0 * 1024);

    private Task<BenchBox> BoxAsync(string name, int port) => BenchBox.StartAsync(
        gateway, Path.Combine(folder, name), port, BrokerPort, stop, "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1",
        $"--Relay:BrokerPort={BrokerPort}");
}
