using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>Prints what the durable queue holds: a <see cref="PrintLane"/> for each printer.</summary>
internal sealed class PrintLoop : BackgroundService
{
    private readonly List<PrintLane> _lanes = [];
    private readonly PrinterPort _port;
    private readonly ILogger _log;

    public PrintLoop(CounterLoop counter, Documents documents, PrinterPort port, TimeProvider time,
        IServiceProvider services, ILogger<PrintLoop> log)
    {
        (_port, _log) = (port, log);
        foreach (var printer in port.All)
        {
            var helped = port.TakenOverBy(printer.Description.Name);
            _lanes.Add(new PrintLane(printer, () => _lanes.Where(lane => helped.Contains(lane.Printer)), counter, documents, time,
                services.GetRequiredService<Random>(), Wake, log));
        }
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
        await _lanes[0].SurelyAsync(Begin, stoppingToken);
        var running = _lanes.Select(lane => lane.RunAsync(stoppingToken)).ToList();
        Wake();
        await await Task.WhenAny(running); // one that broke is a bug, and ends the daemon
        await Task.WhenAll(running);
    }

    // What was under way when the daemon ended, and jobs of a printer that is no longer there.
    private void Begin(CounterFile file)
    {
        int interrupted = file.PrintJobs.MarkInterrupted();
        if (interrupted > 0)
            Log.PrintInterrupted(_log, interrupted);
        foreach (string gone in file.PrintJobs.Printers().Except(_lanes.Select(lane => lane.Printer)))
            file.PrintJobs.Assign(gone, _port.For(0)!);
    }
}
