using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>How the box is doing, and what staff decide about print jobs.</summary>
internal sealed class BoxService(
    StoreProfile store, LedgerReader ledger, CounterLoop counter, PrinterPort printers, PrintLoop printing, Documents documents,
    StatusReading status, RecentLog log) : Box.BoxBase
{
    private const int UsualLines = 200;

    /// <summary>Version of the program.</summary>
    public static string Version => RunningVersion.Now;

    public override Task<BoxStatus> GetStatus(GetStatusRequest request, ServerCallContext context) => status.NowAsync();

    public override async Task<PrintJob> PrintCopy(PrintCopyRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Id("command_id", request.CommandId).OrThrow(caller.Language);
        string number = request.Gift ? Documents.GiftOf(request.ReceiptNumber) : request.ReceiptNumber;
        if (await documents.OfAsync(number, copy: true) is null)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", request.ReceiptNumber), caller.Language);
        }

        if (printers.For(caller.Register) is not { } printer)
            throw StatusMap.ToException(new Refusal(RefusalCode.NoPrinter, ""), caller.Language);
        var job = await counter.Do(file => file.Change<PrintJobRow>(now => file.PrintJobs.AddCopy(number, command, printer, now)));
        printing.Wake();
        return job.Value.ReceiptNumber == number
            ? ToWire(job.Value)
            : throw StatusMap.ToException(new Refusal(RefusalCode.CommandIdReused, "command_id"), caller.Language);
    }

    public override Task<RenderedReceipt> RenderReceipt(RenderReceiptRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var wanted = ReceiptRendering.Of(request, store).OrThrow(caller.Language);
        var receipt = ReceiptNumber.TryParse(request.ReceiptNumber, out var number) ? ledger.FindReceipt(number) : null;
        return Task.FromResult(receipt is not null ? wanted.Render(receipt, store) : throw StatusMap.ToException(
            new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", request.ReceiptNumber), caller.Language));
    }

    public override async Task<PrintJob> SettlePrintJob(SettlePrintJobRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var settled = await counter.Do(file => file.Change<PrintJobRow>(now =>
        {
            var job = file.PrintJobs.Find(request.Job);
            if (job is { State: PrintJobState.Unknown })
                file.PrintJobs.Settle(request.Job, request.OnPaper, now);
            else if (job is not { State: PrintJobState.Printed })
                return new Refusal(RefusalCode.PrintJobNotFound, "job", $"{request.Job}");
            return job with { State = PrintJobState.Printed };
        }));
        printing.Wake();
        return ToWire(settled.OrThrow(caller.Language));
    }

    public override Task<LogLines> ReadLog(ReadLogRequest request, ServerCallContext context)
    {
        if (request.Lines is < 0 or > RecentLog.LinesMax)
        {
            throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "lines", $"lines must be 0 to {RecentLog.LinesMax}"),
                Caller.Of(context, store.Language).Language);
        }

        var (lines, said) = log.Tail(request.Lines == 0 ? UsualLines : request.Lines);
        return Task.FromResult(new LogLines { Lines = { lines }, Said = said });
    }

    /// <summary>A job of the print queue.</summary>
    internal static PrintJob ToWire(PrintJobRow row) => new()
    {
        Job = row.Job,
        Title = row.ReceiptNumber,
        State = (PrintState)(int)row.State,
    };
}
