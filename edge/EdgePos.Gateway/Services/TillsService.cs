using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Tills: opening, cash that moves without a sale, counting and closing. The till is that of the caller.</summary>
internal sealed class TillsService(
    TillDesk tills, BasketDesk desk, SlipQueue slips, LedgerWriter writer, LedgerReader ledger, StoreProfile store) : Tills.TillsBase
{
    private const int MostLeftOpen = 100;

    public override async Task<TillOpening> Open(OpenTillRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var cash = TillReading.Float(request, store.Currency).OrThrow(caller.Language);
        var date = TillReading.BusinessDate(request).OrThrow(caller.Language);
        string employee = TillRules.Employee(request.Employee, shortest: 0).OrThrow(caller.Language);
        var answer = await writer.SubmitAsync(
            new OpenTill(command.Register, command.Id, command.Digest, employee, cash, date));
        var opening = TillOpening.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
        await slips.QueueAsync(caller.Register, opening.JournalSeq);
        return opening;
    }

    public override async Task<CashierChange> ChangeCashier(ChangeCashierRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string employee = TillRules.Employee(request.Employee, shortest: 1).OrThrow(caller.Language);
        var answer = await writer.SubmitAsync(new ChangeCashier(command.Register, command.Id, command.Digest, employee));
        var change = CashierChange.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
        await slips.QueueAsync(caller.Register, change.JournalSeq);
        return change;
    }

    public override async Task<CashMovement> Move(MoveCashRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var (kind, amount) = TillReading.Movement(request, store.Currency).OrThrow(caller.Language);
        var answer = await writer.SubmitAsync(
            new MoveCash(command.Register, command.Id, command.Digest, Employee: "", kind, amount, request.Reason));
        var movement = CashMovement.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
        await slips.QueueAsync(caller.Register, movement.JournalSeq);
        return movement;
    }

    public override async Task<ZReport> Close(CloseTillRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var (counted, total) = TillReading.Count(request, store.Currency).OrThrow(caller.Language);
        var answer = await writer.SubmitAsync(
            new CloseTill(command.Register, command.Id, command.Digest, Employee: "", tills.Tally(caller.Register))
            {
                Counted = counted,
                CountedTotal = total,
                AllowedMinor = tills.DifferenceAllowedMinor,
                Reason = request.Reason.Trim(),
                LeftOpen = await desk.OpenOfAsync(caller.Register, MostLeftOpen),
            });
        var report = ZReport.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
        await slips.QueueAsync(caller.Register, report.JournalSeq);
        return report;
    }

    public override Task<XReport> Get(GetTillRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var report = new XReport { Register = caller.Register, LastZNumber = ledger.LastZReport(caller.Register) };
        if (tills.Tally(caller.Register) is { } tally)
        {
            report.Open = true;
            report.SessionId = tally.Session.Id.ToString();
            report.BusinessDate = tally.Session.BusinessDate.ToWire();
            report.OpenedAtUs = tally.Session.OpenedAtUs;
            report.Totals = tally.ToWire(store.Identity.Store);
            report.SafeDropDue = tills.IsSafeDropDue(tally);
            report.Employee = tally.Session.Cashier;
        }

        return Task.FromResult(report);
    }

    public override Task<ZReport> GetZReport(GetZReportRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        long number = request.ZNumber == 0 ? ledger.LastZReport(caller.Register) : request.ZNumber;
        return Task.FromResult(ledger.FindZReport(caller.Register, number) ?? throw StatusMap.ToException(
            new Refusal(RefusalCode.ZReportNotFound, "z_number", $"{number}"), caller.Language));
    }
}
