using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Tills: opening, cash that moves without a sale, counting and closing. The till is that of the caller.</summary>
internal sealed class TillsService(
    TillDesk tills, LeaveDesk leaves, SignIns signIns, BasketDesk desk, SlipQueue slips, DrawerDesk drawers, DisplayFollower displays,
    LedgerWriter writer, LedgerReader ledger, StoreProfile store) : Tills.TillsBase
{
    private const int MostLeftOpen = 100;

    public override async Task<TillOpening> Open(OpenTillRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var cash = TillReading.Float(request, store.Currency).OrThrow(caller.Language);
        var date = TillReading.BusinessDate(request).OrThrow(caller.Language);
        string employee = Own(TillRules.Employee(request.Employee, shortest: 0), caller).OrThrow(caller.Language);
        var opened = await CarryOutAsync(new OpenTill(command.Register, command.Id, command.Digest, employee, cash, date),
            TillOpening.Parser, opening => opening.JournalSeq, caller, opensDrawer: true);
        displays.Welcome(caller.Register);
        return opened;
    }

    public override async Task<CashierChange> ChangeCashier(ChangeCashierRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string employee = Own(TillRules.Employee(request.Employee, shortest: 1), caller).OrThrow(caller.Language);
        return await CarryOutAsync(new ChangeCashier(command.Register, command.Id, command.Digest, employee),
            CashierChange.Parser, change => change.JournalSeq, caller, opensDrawer: false);
    }

    public override async Task<CashMovement> Move(MoveCashRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var (kind, amount) = TillReading.Movement(request, store.Currency).OrThrow(caller.Language);
        if (kind == Store.CashMovementKind.NoSale && NeedsLeave(caller, command) is { } needs)
            leaves.Heard<CashMovement>(needs, command).OrThrow(caller.Language);
        var moved = await CarryOutAsync(
            new MoveCash(command.Register, command.Id, command.Digest, Employee: "", kind, amount, request.Reason),
            CashMovement.Parser, movement => movement.JournalSeq, caller, opensDrawer: true);
        return leaves.Heard<CashMovement>(moved, command).Value;
    }

    public override async Task<ZReport> Close(CloseTillRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var (counted, total) = TillReading.Count(request, store.Currency).OrThrow(caller.Language);
        var report = await CarryOutAsync(
            new CloseTill(command.Register, command.Id, command.Digest, Employee: "", tills.Tally(caller.Register))
            {
                Counted = counted,
                CountedTotal = total,
                AllowedMinor = tills.DifferenceAllowedMinor,
                Reason = request.Reason.Trim(),
                LeftOpen = await desk.OpenOfAsync(caller.Register, MostLeftOpen),
            }, ZReport.Parser, closed => closed.JournalSeq, caller, opensDrawer: false);
        displays.Close(caller.Register);
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

    // Where people sign in, the till is of who is signed in: nobody is made to have it.
    private Result<string> Own(Result<string> said, Caller caller) => said.Then(employee =>
        signIns.AreRequired && signIns.NumberAt(caller.Register) is { Length: > 0 } own && employee.Length > 0 && employee != own
            ? new Refusal(RefusalCode.FieldInvalid, "employee", $"employee must be {own}, who is signed in here")
            : (Result<string>)employee);

    private Refusal? NeedsLeave(Caller caller, Command command) =>
        leaves.NoSalesAt(caller.Register) is { } most && (tills.Tally(caller.Register)?.NoSales ?? 0) >= most
        && ledger.FindAnswer(command.Register, command.Id) is null
        && leaves.Of(caller, command).OrThrow(caller.Language).By(Permission.NoSale).Length == 0
            ? Permissions.Needs(Permission.NoSale, $"{most}") : null;

    // Writes it, once for each command, opens the drawer where cash moves, and queues the slip of its entry.
    private async Task<T> CarryOutAsync<T>(
        LedgerCommand command, MessageParser<T> parser, Func<T, long> seqOf, Caller caller, bool opensDrawer) where T : IMessage<T>
    {
        var written = (await writer.SubmitAsync(command)).OrThrow(caller.Language);
        if (opensDrawer && !written.Replayed)
            _ = drawers.OpenAsync(caller.Register);
        var answer = parser.ParseFrom(written.Response);
        await slips.QueueAsync(caller.Register, seqOf(answer));
        return answer;
    }
}
