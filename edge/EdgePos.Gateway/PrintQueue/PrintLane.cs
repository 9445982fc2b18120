using System.Threading.Channels;
using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Takes the jobs of one printer to it, one at a time and in order, and what was not begun at printers that cannot print. A job
/// is marked as printing on disk before its first byte leaves, and is through only when the printer says so. In between nobody
/// knows: staff decide.
/// </summary>
internal sealed class PrintLane
{
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private readonly ReceiptPrinter _printer;
    private readonly Func<IEnumerable<PrintLane>> _takesOver;
    private readonly CounterLoop _counter;
    private readonly Documents _documents;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Action _wakeOthers;
    private readonly ILogger _log;
    private readonly Channel<bool> _wake = NewBell(), _well = NewBell();
    private volatile string _trouble = "";

    /// <param name="takesOver">The printers whose jobs it takes while they cannot print.</param>
    /// <param name="wakeOthers">Says to all that there may be something to take over.</param>
    public PrintLane(
        ReceiptPrinter printer, Func<IEnumerable<PrintLane>> takesOver, CounterLoop counter, Documents documents, TimeProvider time,
        Random random, Action wakeOthers, ILogger log)
    {
        (_printer, _takesOver, _counter, _documents) = (printer, takesOver, counter, documents);
        (_time, _random, _wakeOthers, _log) = (time, random, wakeOthers, log);
        printer.HealthChanged += () =>
        {
            if (IsOnline)
                _well.Writer.TryWrite(true);
        };
    }

    /// <summary>Name of the printer.</summary>
    public string Printer => _printer.Description.Name;

    /// <summary>Why it prints nothing, in words; empty when all is well.</summary>
    public string Trouble => _trouble;

    private bool IsOnline => _printer.Health.State == DeviceState.Online;

    // What it could not begin may be printed elsewhere, until it is well again.
    private bool IsHelpless => _trouble.Length > 0 && !IsOnline;

    /// <summary>Says that there may be a job.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Prints until told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        int tries = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var job = await _counter.Do(Take);
                if (job is null)
                {
                    await _wake.Reader.ReadAsync(stopping);
                }
                else if (await PrintAsync(job, stopping) is { Length: > 0 } reason)
                {
                    NoteTrouble(reason, ++tries);
                    await RestAsync(Retry.Wait(tries, _random), stopping);
                }
                else
                {
                    NoteWell();
                    tries = 0;
                }
            }
            catch (LedgerFault fault)
            {
                NoteTrouble(fault.Hint, ++tries);
                await RestAsync(Retry.Wait(tries, _random), stopping);
            }
        }
    }

    /// <summary>Does something with the queue: tried until the disk takes it.</summary>
    public async Task SurelyAsync(Action<CounterFile> work, CancellationToken stopping)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await _counter.Do(file =>
                {
                    work(file);
                    return true;
                });
                return;
            }
            catch (LedgerFault fault)
            {
                NoteTrouble(fault.Hint, tries);
                await Task.Delay(Retry.Wait(tries, _random), _time, stopping);
            }
        }
    }

    // Until the next try, or until the printer says that it is well again.
    private async Task RestAsync(TimeSpan wait, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(wait, _time, over.Token), _well.Reader.ReadAsync(over.Token).AsTask());
        await over.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    // Its own jobs first. Taken and marked in one turn, so that two printers never have the same job.
    private PrintJobRow? Take(CounterFile file)
    {
        var job = file.PrintJobs.Next(Printer)
            ?? _takesOver().Where(lane => lane.IsHelpless).Select(lane => file.PrintJobs.Next(lane.Printer))
                .FirstOrDefault(next => next is not null);
        if (job is not null)
            file.ChangeAndSync(_ => file.PrintJobs.SetState(job.Job, PrintJobState.Printing));
        return job;
    }

    // Gives the reason why the job was not begun; empty when it is done with, one way or the other.
    private async Task<string> PrintAsync(PrintJobRow job, CancellationToken stopping)
    {
        if (await _documents.OfAsync(job.ReceiptNumber, job.Copy) is not { } document)
        {
            if (BasketSlipNumber.TryParse(job.ReceiptNumber, out _))
            {
                // It was taken up again before its slip came to the printer: nobody needs that any more.
                await SetState(job, PrintJobState.Printed, stopping);
                return "";
            }

            await SetState(job, PrintJobState.Unknown, stopping);
            Log.PrintUnknown(_log, job.ReceiptNumber, "the ledger has nothing of that number");
            return "";
        }

        // A stop does not cancel this: the printer's own deadlines end it. Where the stop cannot wait so long, the job is
        // found under way at the next start, and staff decide.
        var result = await _printer.PrintAsync(document);
        switch (result.Outcome)
        {
            case PrintOutcome.Printed:
                await SetState(job, PrintJobState.Printed, stopping);
                return "";
            case PrintOutcome.NotBegun:
                await SetState(job, PrintJobState.Waiting, stopping);
                return result.Reason;
            case PrintOutcome.Unknown:
                await SetState(job, PrintJobState.Unknown, stopping);
                Log.PrintUnknown(_log, job.ReceiptNumber, result.Reason);
                return "";
        }

        throw new InvariantBroken($"a print outcome {result.Outcome}");
    }

    // What became of a job must be noted before the next one.
    private Task SetState(PrintJobRow job, PrintJobState state, CancellationToken stopping) =>
        SurelyAsync(file => file.PrintJobs.SetState(job.Job, state), stopping);

    // Told once when it begins and once an hour or so after that, not at every try. The printer that takes over is woken.
    private void NoteTrouble(string reason, int tries)
    {
        if (_trouble != reason || tries % 240 == 0)
            Log.PrinterTrouble(_log, Printer, reason, tries);
        _trouble = reason;
        _wakeOthers();
    }

    private static Channel<bool> NewBell() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private void NoteWell()
    {
        if (_trouble.Length > 0)
            Log.PrinterWell(_log, Printer);
        _trouble = "";
    }
}
