using System.Threading.Channels;
using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Takes jobs from the durable queue to the printer, one at a time and in order. A job is marked as printing on disk
/// before its first byte leaves, and is through only when the printer says so. In between nobody knows: staff decide.
/// </summary>
internal sealed class PrintLoop(
    CounterLoop counter, Documents documents, PrinterPort port, TimeProvider time, Random random,
    ILogger<PrintLoop> log) : BackgroundService
{
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile string _trouble = "";

    /// <summary>Why nothing is printed, in words; empty when all is well.</summary>
    public string Trouble => _trouble;

    /// <summary>Says that there is a job.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (port.Printer is not { } printer)
            return;
        await SurelyAsync(MarkInterrupted, stoppingToken);
        Wake();
        int tries = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var job = await counter.Do(file => file.PrintJobs.Next());
                if (job is null)
                {
                    await _wake.Reader.ReadAsync(stoppingToken);
                }
                else if (await PrintAsync(printer, job, stoppingToken) is { Length: > 0 } reason)
                {
                    NoteTrouble(reason, ++tries);
                    await Task.Delay(Retry.Wait(tries, random), time, stoppingToken);
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
                await Task.Delay(Retry.Wait(tries, random), time, stoppingToken);
            }
        }
    }

    private int MarkInterrupted(CounterFile file)
    {
        int interrupted = file.PrintJobs.MarkInterrupted();
        if (interrupted > 0)
            Log.PrintInterrupted(log, interrupted);
        return interrupted;
    }

    // What became of a job must be noted before the next one: tried until the disk takes it.
    private async Task SurelyAsync<T>(Func<CounterFile, T> work, CancellationToken stopping)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await counter.Do(work);
                return;
            }
            catch (LedgerFault fault)
            {
                NoteTrouble(fault.Hint, tries);
                await Task.Delay(Retry.Wait(tries, random), time, stopping);
            }
        }
    }

    // Gives the reason why the job was not begun; empty when it is done with, one way or the other.
    private async Task<string> PrintAsync(ReceiptPrinter printer, PrintJobRow job, CancellationToken stopping)
    {
        if (await documents.OfAsync(job.ReceiptNumber, job.Copy) is not { } document)
        {
            if (BasketSlipNumber.TryParse(job.ReceiptNumber, out _))
            {
                // It was taken up again before its slip came to the printer: nobody needs that any more.
                await SetState(job, PrintJobState.Printed, stopping);
                return "";
            }

            await SetState(job, PrintJobState.Unknown, stopping);
            Log.PrintUnknown(log, job.ReceiptNumber, "the ledger has nothing of that number");
            return "";
        }

        await counter.Do(file =>
        {
            file.ChangeAndSync(_ => file.PrintJobs.SetState(job.Job, PrintJobState.Printing));
            return true;
        });
        // A stop does not cancel this: the printer's own deadlines end it. Where the stop cannot wait so long, the job is
        // found under way at the next start, and staff decide.
        var result = await printer.PrintAsync(document);
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
                Log.PrintUnknown(log, job.ReceiptNumber, result.Reason);
                return "";
        }

        throw new InvariantBroken($"a print outcome {result.Outcome}");
    }

    private Task SetState(PrintJobRow job, PrintJobState state, CancellationToken stopping) => SurelyAsync(
        file =>
        {
            file.PrintJobs.SetState(job.Job, state);
            return true;
        }, stopping);

    // Told once when it begins and once an hour or so after that, not at every try.
    private void NoteTrouble(string reason, int tries)
    {
        if (_trouble != reason || tries % 240 == 0)
            Log.PrinterTrouble(log, reason, tries);
        _trouble = reason;
    }

    private void NoteWell()
    {
        if (_trouble.Length > 0)
            Log.PrinterWell(log);
        _trouble = "";
    }
}
