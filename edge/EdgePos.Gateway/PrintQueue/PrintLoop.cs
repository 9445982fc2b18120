using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Prints what the durable queue holds: a <see cref="PrintLane"/> for each printer.</summary>
internal sealed class PrintLoop : BackgroundService
{
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private readonly List<PrintLane> _lanes = [];
    private readonly CounterLoop _counter;
    private readonly PrinterPort _port;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;

    public PrintLoop(CounterLoop counter, Documents documents, PrinterPort port, TimeProvider time,
        IServiceProvider services, ILogger<PrintLoop> log)
    {
        (_counter, _port, _time, _random, _log) = (counter, port, time, services.GetRequiredService<Random>(), log);
        var all = new Dictionary<string, (PrintLane Lane, List<PrintLane> TakesOver)>();
        foreach (var printer in port.All)
        {
            var takesOver = new List<PrintLane>();
            var lane = new PrintLane(printer, takesOver, counter, documents, time, services.GetRequiredService<Random>(), Wake, log);
            all[lane.Printer] = (lane, takesOver);
            _lanes.Add(lane);
        }

        foreach (var (printer, (_, takesOver)) in all)
            takesOver.AddRange(port.TakenOverBy(printer).Where(all.ContainsKey).Select(name => all[name].Lane));
    }

    /// <summary>Why something is not printed, in words; empty when all is well.</summary>
    public string Trouble => string.Join("; ", _lanes.Where(lane => lane.Trouble.Length > 0)
        .Select(lane => _lanes.Count > 1 ? $"{lane.Printer}: {lane.Trouble}" : lane.Trouble));

    /// <summary>Says that there is a job.</summary>
    public void Wake() => _lanes.ForEach(lane => lane.Wake());

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_lanes.Count == 0)
            return;
        await BeginAsync(stoppingToken);
        var running = _lanes.Select(lane => lane.RunAsync(stoppingToken)).ToList();
        Wake();
        await await Task.WhenAny(running); // one that broke is a bug, and ends the daemon
        await Task.WhenAll(running);
    }

    // What was under way when the daemon ended, and jobs of a printer that is no longer there.
    private async Task BeginAsync(CancellationToken stopping)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await _counter.Do(file =>
                {
                    int interrupted = file.PrintJobs.MarkInterrupted();
                    if (interrupted > 0)
                        Log.PrintInterrupted(_log, interrupted);
                    foreach (string gone in file.PrintJobs.Printers().Except(_lanes.Select(lane => lane.Printer)))
                        file.PrintJobs.Assign(gone, _port.For(0)!);
                    return true;
                });
                return;
            }
            catch (LedgerFault fault)
            {
                Log.PrinterTrouble(_log, "print queue", fault.Hint, tries);
                await Task.Delay(Retry.Wait(tries, _random), _time, stopping);
            }
        }
    }
}
