using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Signing in, PINs, the time clock and approvals.</summary>
internal sealed class StaffService(
    StaffDesk staff, SignIns signIns, ApprovalDesk approvals, LedgerWriter writer, LedgerReader ledger, StoreProfile store,
    IHostApplicationLifetime life) : V1.Staff.StaffBase
{
    private const int LongestSaid = 40, HoursAtOnce = 1_000;

    public override async Task<SignedIn> SignIn(SignInRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        string said = Said(request.Employee, caller);
        (await staff.SignInAsync(caller.Register, said, PinOf(request.Pin, caller, shortest: 0))).OrThrow(caller.Language);
        return At(caller.Register);
    }

    public override async Task<SignedIn> SignOut(SignOutRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        await signIns.LeaveAsync(caller.Register);
        return At(caller.Register);
    }

    public override Task<SignedIn> GetSignedIn(GetSignedInRequest request, ServerCallContext context) =>
        Task.FromResult(At(Caller.Of(context, store.Language).Register));

    public override async Task<ChangePinResponse> ChangePin(ChangePinRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        string said = Said(request.Employee, caller);
        string pin = PinOf(request.Pin, caller);
        (await staff.ChangePinAsync(caller.Register, said, pin, request.NewPin)).OrThrow(caller.Language);
        return new ChangePinResponse();
    }

    public override async Task<ResetPinResponse> ResetPin(ResetPinRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        string said = Said(request.Employee, caller);
        var by = signIns.At(caller.Register, isCall: true)?.Role;
        if (by is null && !AccessDesk.IsAtTheBox(context))
            throw StatusMap.ToException(new Refusal(RefusalCode.SignInNeeded, ""), caller.Language);
        return new ResetPinResponse { StartPin = (await staff.ResetPinAsync(caller.Register, said, by)).OrThrow(caller.Language) };
    }

    public override async Task<Clocked> Clock(ClockRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("command_id", request.CommandId).OrThrow(caller.Language);
        // The PIN is no part of what is kept of a command.
        var kept = request.Clone();
        kept.Pin = "";
        var kind = KindOf(request.Kind).OrThrow(caller.Language);
        string employee = await WhoAsync(request, caller);
        var answer = await writer.SubmitAsync(new ClockTime(caller.Register, id, Requests.Digest(kept), employee, kind));
        return Clocked.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
    }

    public override async Task ListHours(ListHoursRequest request, IServerStreamWriter<Clocked> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        string employee = request.Employee.Length == 0 ? "" : Said(request.Employee, caller);
        var (from, to) = Times.Between(request.FromUs, request.ToUs).OrThrow(caller.Language);
        IReadOnlyList<Clocked> some = [];
        do
        {
            some = ledger.Hours(employee, from, to, after: some.Count > 0 ? some[^1].JournalSeq : 0, HoursAtOnce);
            foreach (var clocked in some)
                await responseStream.WriteAsync(clocked, context.CancellationToken);
        }
        while (some.Count == HoursAtOnce);
    }

    public override async Task<Approval> Approve(ApproveRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Id("command_id", request.CommandId).OrThrow(caller.Language);
        int register = request.Register == 0 ? caller.Register : request.Register;
        if (!ReceiptNumber.IsRegister(register))
        {
            throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "register",
                $"register must be a number from 1 to {ReceiptNumber.MaxRegister}"), caller.Language);
        }

        string said = Said(request.Employee, caller);
        string pin = PinOf(request.Pin, caller);
        return (await approvals.ApproveAsync(caller.Register, register, command, said, pin)).OrThrow(caller.Language);
    }

    public override Task WatchApprovals(
        WatchApprovalsRequest request, IServerStreamWriter<ApprovalAsked> responseStream, ServerCallContext context) =>
        Watches.SendUntilStopAsync(context, life, async stop =>
        {
            await foreach (var asked in approvals.Watch(stop).ReadAllAsync(stop))
                await responseStream.WriteAsync(asked, stop);
        });

    private async Task<string> WhoAsync(ClockRequest request, Caller caller)
    {
        if (request.Employee.Length > 0)
        {
            string said = Said(request.Employee, caller), pin = PinOf(request.Pin, caller);
            return (await staff.ProveAsync(caller.Register, said, pin)).OrThrow(caller.Language).Number;
        }

        if (request.Pin.Length > 0)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.FieldInvalid, "pin", "pin says whose it is with employee"), caller.Language);
        }

        return signIns.At(caller.Register, isCall: true)?.Who.Number
            ?? throw StatusMap.ToException(new Refusal(RefusalCode.SignInNeeded, ""), caller.Language);
    }

    private SignedIn At(int register)
    {
        var told = new SignedIn { Required = signIns.AreRequired };
        if (signIns.At(register, isCall: true) is not { } actor)
            return told;
        (told.Employee, told.Name, told.Role) = (actor.Who.Number, actor.Who.Name, AccessWords.ToWire(actor.Role));
        if (signIns.UntilAt(register) is { } until)
            told.UntilUs = until.ToUs();
        return told;
    }

    private static Result<Clocking> KindOf(ClockKind kind) => Enum.IsDefined(kind) && kind != ClockKind.Unspecified
        ? (Clocking)((int)kind - 1)
        : new Refusal(RefusalCode.FieldInvalid, "kind", "kind must be in, out, break begun or break ended");

    private static string Said(string text, Caller caller) =>
        Words.Check("employee", text, 1, LongestSaid) is { } wrong ? throw StatusMap.ToException(wrong, caller.Language) : text;

    private static string PinOf(string pin, Caller caller, int shortest = PinRules.Shortest) =>
        pin.Length >= shortest && (pin.Length == 0 || PinRules.IsPin(pin)) ? pin : throw StatusMap.ToException(new Refusal(
            RefusalCode.FieldInvalid, "pin", $"pin must have {PinRules.Shortest} to {PinRules.Longest} digits"), caller.Language);
}
