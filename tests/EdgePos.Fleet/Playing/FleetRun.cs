using System.Globalization;
using Npgsql;

namespace EdgePos.Fleet;

/// <summary>What is played and measured.</summary>
/// <param name="Connections">Over how many connections the stores are spread.</param>
/// <param name="Speed">How many times as fast as ours the days go by; 0: at once.</param>
/// <param name="HealthRounds">How often every box says how it is.</param>
/// <param name="IdleConnections">Connections to measure the broker's memory with.</param>
internal sealed record RunWishes(int Connections, double Speed, int HealthRounds, int IdleConnections);

/// <summary>A whole run: the days, the live lane alone, the days that nobody could hear of, idle connections, and the proof.</summary>
internal sealed class FleetRun(FleetPlan plan, RunWishes wishes, FleetServers servers, TimeProvider time)
{
    private const double HealthASecond = 400; // what head office's live lane takes without dropping any

    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2); // the broker and PostgreSQL count with a delay

    private static readonly TimeSpan StatisticsDelay = TimeSpan.FromSeconds(11); // PostgreSQL, an idle session's

    private readonly long _begun = time.GetTimestamp();
    private readonly Shelf _shelf = new(plan.Baskets);
    private long _saidAt;
    private Tally _said;
    private long _brokerPeak;

    /// <summary>What was measured, once it has run.</summary>
    public Measured? Measured { get; private set; }

    /// <summary>Runs; gives what differs between head office's books and the fleet's.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop)
    {
        double idle = await IdleAsync(stop); // while the broker's memory is still as it began
        using var gauge = await BrokerGauge.OpenAsync(servers.Broker, stop);
        await using var play = new FleetPlay(
            plan, _shelf, servers.Broker, wishes.Connections, wishes.Speed, HealthASecond, time);
        _saidAt = time.GetTimestamp();
        var begun = await ReadAsync(default, gauge, stop);
        play.Start();
        await play.UntilDoneAsync(Patience, () => Say(play, "the day"), stop);
        var day = await ReadAsync(play.Tally, gauge, stop);
        await play.SayHealthAsync(wishes.HealthRounds, () => Say(play, "health"), stop);
        await WrittenAsync(stop);
        var health = await ReadAsync(play.Tally, gauge, stop);
        await play.EndAllAsync(Patience, () => Say(play, "catching up"), stop);
        var drain = await ReadAsync(play.Tally, gauge, stop);
        await play.StopAsync();
        Measured = new Measured
        {
            Plan = plan,
            Speed = wishes.Speed,
            Consumers = servers.Consumers,
            Day = new Part("the day", begun, day),
            Health = new Part("health", day, health),
            Drain = plan.DaysCutOff > 0 ? new Part("catching up", health, drain) : null,
            BrokerPeakBytes = _brokerPeak,
            BrokerBytesAConnection = idle,
            IdleConnections = wishes.IdleConnections,
        };
        return [.. play.Forks, .. await CompareAsync(plan, servers.Database, stop)];
    }

    /// <summary>What differs between the books in a database and what a fleet makes.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(FleetPlan plan, string database, CancellationToken stop)
    {
        Console.WriteLine("comparing head office's books with the fleet's ...");
        await using var books = new NpgsqlConnection(database);
        await books.OpenAsync(stop);
        return BooksComparison.Differences(books, FleetBooks.Of(plan, new Shelf(plan.Baskets)), plan.Tenant);
    }

    private async Task<Reading> ReadAsync(Tally tally, BrokerGauge gauge, CancellationToken stop)
    {
        var at = time.GetElapsedTime(_begun) - (tally == default ? TimeSpan.Zero : Settle);
        await Task.Delay(Settle, time, stop);
        if (tally == default)
            at = time.GetElapsedTime(_begun);
        return await Reading.TakeAsync(at, tally, servers, gauge, stop);
    }

    // Words of health are acknowledged before they are written: waits until no more of them come.
    private async Task WrittenAsync(CancellationToken stop)
    {
        long written = -1, begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < Patience)
        {
            long now = (await BooksSize.OfAsync(servers.Database, stop)).HealthRows;
            if (now == written)
                return;
            written = now;
            await Task.Delay(StatisticsDelay, time, stop);
        }
    }

    private async Task<double> IdleAsync(CancellationToken stop)
    {
        if (wishes.IdleConnections == 0)
            return 0;
        long before = servers.BrokerUse.MemoryBytes;
        await using var boxes = await IdleBoxes.OpenAsync(wishes.IdleConnections, servers.Broker, plan, stop);
        return (double)(servers.BrokerUse.MemoryBytes - before) / wishes.IdleConnections;
    }

    private void Say(FleetPlay play, string what)
    {
        _brokerPeak = Math.Max(_brokerPeak, servers.BrokerUse.MemoryBytes);
        var since = time.GetElapsedTime(_saidAt);
        if (since < SayEvery)
            return;
        var now = play.Tally;
        string at = DateTime.UnixEpoch.AddMicroseconds(play.Clock.NowUs).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-12} {at}  {play.Done,6} stores done, ")
            + string.Create(CultureInfo.InvariantCulture, $"{play.Behind,6} behind, {now.Sales,9} sales, ")
            + string.Create(CultureInfo.InvariantCulture, $"{now.Entries,9} entries confirmed, ")
            + string.Create(CultureInfo.InvariantCulture, $"{(now.Entries - _said.Entries) / since.TotalSeconds,7:0}/s, ")
            + string.Create(CultureInfo.InvariantCulture, $"{now.Lates} late, {now.Resends} asked again"));
        (_saidAt, _said) = (time.GetTimestamp(), now);
    }
}
