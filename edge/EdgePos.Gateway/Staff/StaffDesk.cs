using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;
using Role = EdgePos.Store.Role;

namespace EdgePos.Gateway;

/// <summary>Finds out who somebody is, by number or badge and PIN, and keeps their PINs.</summary>
internal sealed class StaffDesk(
    StaffBook book, PinFile pins, PinTries tries, SignIns signIns, StaffNotes notes, IOptions<StaffOptions> options)
{
    private const int StartPins = 1_000_000;

    private static readonly byte[] NoPepper = [];

    /// <summary>Signs somebody in at a register.</summary>
    /// <param name="said">Number or badge.</param>
    public async Task<Result<Employee>> SignInAsync(int register, string said, string pin)
    {
        bool badgeAlone = options.Value.BadgeAlone && pin.Length == 0;
        var proven = badgeAlone ? ByBadge(register, said) : await ProveAsync(register, said, pin);
        if (proven.Refusal is null)
            await signIns.EnterAsync(register, proven.Value.Number, book.Find(said) is { ByBadge: true });
        return proven;
    }

    /// <summary>Who somebody is who says a number or a badge and a PIN of their own; refused, it counts as a try.</summary>
    public async Task<Result<Employee>> ProveAsync(int register, string said, string pin)
    {
        var proven = await CheckAsync(register, said, pin);
        return proven.Refusal is { } refusal ? refusal
            : proven.Value.IsStart ? Refused(register, proven.Value.Who, new Refusal(RefusalCode.PinChangeNeeded, "pin"))
            : Known(register, proven.Value.Who);
    }

    /// <summary>Puts another PIN in the place of the one that somebody has, or was given to begin with.</summary>
    public async Task<Result<Employee>> ChangePinAsync(int register, string said, string pin, string newPin)
    {
        if (PinRules.Check("new_pin", newPin) is { } poor)
            return poor;
        if (newPin == pin)
            return new Refusal(RefusalCode.PinTooSimple, "new_pin");
        var proven = await CheckAsync(register, said, pin);
        if (proven.Refusal is { Code: RefusalCode.SignInWrong } wrong)
        {
            // Said twice, it is the new one that they have: another try, of another PIN. Of nobody as much is worked out.
            var again = book.Find(said) is null ? await Task.Run(() => Nobodys(newPin)) : await CheckAsync(register, said, newPin);
            return again.Refusal is null && !again.Value.IsStart ? again.Value.Who : wrong;
        }

        if (proven.Refusal is { } refusal)
            return refusal;
        var who = proven.Value.Who;
        await Task.Run(() => pins.Keep(who, newPin, isStart: false));
        await notes.NoteAsync(new PinChanged { Employee = who.Number }, register, who.Number);
        return who;
    }

    /// <summary>Takes somebody's PIN away, and signs them out wherever they are. Gives one to begin with, which is told to them.</summary>
    /// <param name="by">Who does it; null: who looks after the box itself.</param>
    public async Task<Result<string>> ResetPinAsync(int register, string number, Role? by)
    {
        if (book.Find(number)?.Who is not { } who)
            return new Refusal(RefusalCode.EmployeeUnknown, "employee", number);
        // Who gives somebody a PIN can be them: so nobody does for whoever may do more.
        var role = book.RoleOf(who.Role);
        if (by is not null && !(role.Rights.IsSubsetOf(by.Rights) && role.Approves.IsSubsetOf(by.Approves)))
            return new Refusal(RefusalCode.NotAllowed, "", by.Code);
        string start = RandomNumberGenerator.GetInt32(StartPins).ToString("D6", CultureInfo.InvariantCulture);
        await Task.Run(() => pins.Keep(who, start, isStart: true));
        await notes.NoteAsync(new PinChanged { Employee = who.Number, Reset = true }, register, signIns.NumberAt(register));
        await signIns.LeaveEverywhereAsync(who.Number);
        return start;
    }

    private Result<Employee> ByBadge(int register, string said)
    {
        var found = book.Find(said);
        string number = found?.Who.Number ?? said;
        if (tries.Begin(register, number) is { } wait)
            return Refused(register, found?.Who, wait);
        if (found is not { ByBadge: true, Who: var who })
            return Refused(register, found?.Who, new Refusal(RefusalCode.SignInWrong, "pin"));
        tries.Right(register, number);
        return Known(register, who);
    }

    // Also of nobody a hash is worked out: how long an answer takes says nothing of who there is.
    private async Task<Result<(Employee Who, bool IsStart)>> CheckAsync(int register, string said, string pin)
    {
        var who = book.Find(said)?.Who;
        string number = who?.Number ?? said;
        if (tries.Begin(register, number) is { } wait)
            return Refused(register, who, wait);
        var (isRight, isStart) = await Task.Run(() => Check(who, pin));
        if (!isRight)
            return Refused(register, who, new Refusal(RefusalCode.SignInWrong, "pin"));
        tries.Right(register, number);
        return (who!, isStart);
    }

    private (bool IsRight, bool IsStart) Check(Employee? who, string pin)
    {
        if (who is not null && pins.Check(who, pin) is { } kept)
            return kept;
        if (who?.StartPin is { } proof)
            return (PinHash.Proves(pin, proof.Salt.ToByteArray(), proof.Rounds, proof.Hash.ToByteArray(), NoPepper), true);
        Nobodys(pin);
        return (false, false);
    }

    private static Result<(Employee Who, bool IsStart)> Nobodys(string pin)
    {
        _ = PinHash.Of(pin, new byte[PinHash.SaltBytes], PinHash.Rounds, NoPepper);
        return new Refusal(RefusalCode.SignInWrong, "pin");
    }

    private Result<Employee> Known(int register, Employee who) => who.Blocked.Length == 0 ? who
        : Refused(register, who, new Refusal(RefusalCode.EmployeeBlocked, "employee", who.Number, who.Blocked));

    // Each is written down, whatever it was for.
    private Refusal Refused(int register, Employee? who, Refusal refusal)
    {
        notes.Refused(unwritten => new SignInRefused
        {
            Employee = who?.Number ?? "",
            Code = refusal.Reason,
            Unwritten = unwritten,
        }, register);
        return refusal;
    }
}
