using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>How far a command may go.</summary>
/// <param name="Limits">What who asks may do on their own.</param>
/// <param name="By">Who allows more, by what they allow; empty: nobody does.</param>
internal sealed record Leave(StaffLimits Limits, Func<Permission, string> By);

/// <summary>
/// What who stands at a register may do on their own, and who allows more. Where people sign in, that is their role, and an approval that
/// waits for the command; where nobody does, the store's limits, and a name and PIN of section "Selling" with the call.
/// </summary>
internal sealed class LeaveDesk(SellingDesk selling, SignIns signIns, ApprovalDesk approvals)
{
    /// <summary>How far a command may go.</summary>
    public Result<Leave> Of(Caller caller, Command command) => signIns.AreRequired || caller.Approval.Length == 0
        ? new Leave(LimitsAt(command.Register), permission => approvals.GivenBy(command, permission))
        : selling.Approver(caller.Approval).Then<Leave>(approver => new Leave(selling.Limits, _ => approver));

    /// <summary>What who is signed in at a register may do on their own.</summary>
    public StaffLimits LimitsAt(int register) =>
        signIns.At(register, isCall: false) is { } actor ? actor.Role.Over(selling.Limits) : selling.Limits;

    /// <summary>How often who is signed in may open the drawer for nothing in a session; null: as often as they like.</summary>
    public long? NoSalesAt(int register) => signIns.At(register, isCall: false)?.Role.NoSales;

    /// <summary>
    /// What became of a command. Where it wants somebody's leave, that can be given from now on; carried out, it has used up what it had.
    /// </summary>
    public Result<T> Heard<T>(Result<T> result, Command command)
    {
        if (result.Refusal is { } refusal)
            return approvals.Ask(command, refusal) ? refusal with { Waits = command.Id } : result;
        approvals.Used(command);
        return result;
    }
}
