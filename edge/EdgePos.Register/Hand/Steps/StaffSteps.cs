using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Who stands at the register: signing in and out, PINs, the time clock.</summary>
internal sealed class StaffSteps(OpenSale sale, BoxClient box, Texts texts, Questions? questions)
{
    /// <summary>The step of what was typed.</summary>
    public Step Prepare(TypedStaff typed) => typed switch
    {
        TypedStaff.SignIn enter => Enter(enter),
        TypedStaff.NewPin change => NewPin(change),
        TypedStaff.Clock clock => Clock(clock),
        _ => Leave,
    };

    private Step Enter(TypedStaff.SignIn typed) => async stop =>
    {
        string pin = typed.Pin.Length > 0 || questions is null ? typed.Pin : await questions.PinAsync(stop);
        var request = new SignInRequest { Employee = typed.Who, Pin = pin };
        var answer = await box.CallAsync(o => box.Staff.SignInAsync(request, o).ResponseAsync, stop);
        return answer.Refusal is { } no ? sale.Refuse(no)
            : Done(Say.SignedIn, $"{answer.Value.Employee} {answer.Value.Name}".TrimEnd(), answer.Value.Role.Code);
    };

    private async Task<Outcome> Leave(CancellationToken stop)
    {
        var answer = await box.CallAsync(o => box.Staff.SignOutAsync(new SignOutRequest(), o).ResponseAsync, stop);
        return answer.Refusal is { } no ? sale.Refuse(no) : Done(Say.SignedOut);
    }

    private Step NewPin(TypedStaff.NewPin typed)
    {
        var request = new ChangePinRequest { Employee = typed.Who, Pin = typed.Pin, NewPin = typed.Next };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Staff.ChangePinAsync(request, o).ResponseAsync, stop);
            return answer.Refusal is { } no ? sale.Refuse(no) : Done(Say.PinChanged);
        };
    }

    private Step Clock(TypedStaff.Clock typed)
    {
        var request = new ClockRequest { CommandId = sale.NewId(), Kind = typed.Kind, Employee = typed.Who, Pin = typed.Pin };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Staff.ClockAsync(request, o).ResponseAsync, stop);
            return answer.Refusal is { } no ? sale.Refuse(no) : Done(answer.Value.Kind switch
            {
                ClockKind.In => Say.ClockedIn,
                ClockKind.Out => Say.ClockedOut,
                ClockKind.BreakBegun => Say.ClockedBreak,
                _ => Say.ClockedBack,
            }, answer.Value.Employee);
        };
    }

    private Outcome Done(Say what, params object[] args) => new(OutcomeKind.Done, texts.Of(what, args));
}
