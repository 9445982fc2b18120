using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>How the box is doing, its backups, and what staff decide about print jobs.</summary>
internal sealed class BoxService(
    StoreProfile store, LedgerReader ledger, CounterLoop counter, PrinterPort printers, PrintLoop printing, Documents documents,
    StatusReading status, RecentLog log, BackupDesk backups, IOptions<GatewayOptions> gateway) : Box.BoxBase
{
    private const int ProgressMost = 16, FolderLongest = 255, KeyLongest = 16 * 1024;
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

    public override async Task MakeBackup(
        MakeBackupRequest request, IServerStreamWriter<BackupProgress> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var order = Read(request, context).OrThrow(caller.Language);
        var steps = Channel.CreateBounded<string>(new BoundedChannelOptions(ProgressMost) { FullMode = BoundedChannelFullMode.DropOldest });
        var making = MakeAsync();
        await foreach (string step in steps.Reader.ReadAllAsync(CancellationToken.None))
            await responseStream.WriteAsync(new BackupProgress { Step = step }, context.CancellationToken);
        await responseStream.WriteAsync(await making, context.CancellationToken);

        async Task<BackupProgress> MakeAsync()
        {
            try
            {
                var made = await backups.MakeAsync(order, step => steps.Writer.TryWrite(step), context.CancellationToken);
                return new BackupProgress
                {
                    File = made.File,
                    Bytes = made.Bytes,
                    JournalSeq = made.Header.Head.Seq,
                    Dropped = made.Dropped,
                };
            }
            catch (BackupFault fault)
            {
                return new BackupProgress { Trouble = fault.Message };
            }
            finally
            {
                steps.Writer.Complete();
            }
        }
    }

    // Who could send files where they like, for a key of their own, would have the box's: only who is on the box may.
    private Result<BackupOrder> Read(MakeBackupRequest request, ServerCallContext context)
    {
        bool isOnBox = gateway.Value.Demo || context.GetHttpContext().Features.Get<Visitor>() is { Door: Door.File };
        if (!isOnBox && (request.Folder.Length > 0 || request.PublicKey.Length > 0 || request.OwnDisk))
        {
            return new Refusal(RefusalCode.FieldInvalid, "folder",
                "folder, public_key and own_disk may be given on the box itself, over its socket file");
        }

        if (Words.Check("folder", request.Folder, 0, FolderLongest) is { } wrong)
            return wrong;
        if (request.Folder.Length > 0 && !Path.IsPathRooted(request.Folder))
            return new Refusal(RefusalCode.FieldInvalid, "folder", "folder must be a whole path, for example /mnt/edgepos");
        if (request.PublicKey.Length > KeyLongest)
            return new Refusal(RefusalCode.FieldInvalid, "public_key", $"public_key must have {KeyLongest} characters at most");
        return new BackupOrder(request.Folder.Length > 0 ? request.Folder : null,
            request.PublicKey.Length > 0 ? request.PublicKey : null, request.OwnDisk);
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
