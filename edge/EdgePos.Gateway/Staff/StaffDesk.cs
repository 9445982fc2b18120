using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;

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
        var found = book.Find(said);
        bool badgeAlone = options.Value.BadgeAlone && pin.Length == 0 && found is { ByBadge: true };
        var proven = badgeAlone ? Known(found!.Value.Who) : await ProveAsync(register, said, pin);
        if (proven.Refusal is { } refusal)
        {
            notes.Refused(unwritten => new SignInRefused
            {
                Employee = found?.Who.Number ?? "",
                Code = refusal.Reason,
                Unwritten = unwritten,
            }, register, "");
            return refusal;
        }

        await signIns.EnterAsync(register, proven.Value.Number, found!.Value.ByBadge);
        return proven;
    }

    /// <summary>Who somebody is who says a number or a badge and a PIN of their own; refused, it counts as a try.</summary>
    public async Task<Result<Employee>> ProveAsync(int register, string said, string pin)
    {
        var proven = await CheckAsync(register, said, pin);
        return proven.Then(one => one.IsStart ? new Refusal(RefusalCode.PinChangeNeeded, "pin") : Known(one.Who));
    }

    /// <summary>Puts another PIN in the place of the one that somebody has, or was given to begin with.</summary>
    public async Task<Result<Employee>> ChangePinAsync(int register, string said, string pin, string newPin)
    {
        if (PinRules.Check("new_pin", newPin) is { } poor)
            return poor;
        if (newPin == pin)
            return new Refusal(RefusalCode.PinTooSimple, "new_pin");
        var proven = await CheckAsync(register, said, pin, newPin);
        if (proven.Refusal is not null)
            return proven.Then(one => Known(one.Who));
        string number = proven.Value.Who.Number;
        if (proven.Value.IsNew)
            return proven.Value.Who; // said twice
        await Task.Run(() => pins.Keep(number, newPin, isStart: false));
        await notes.NoteAsync(new PinChanged { Employee = number }, register, number);
        return proven.Value.Who;
    }

    /// <summary>Takes somebody's PIN away. Gives one to begin with, which is told to them.</summary>
    public async Task<Result<string>> ResetPinAsync(int register, string number)
    {
        if (book.Find(number) is not { } found)
            return new Refusal(RefusalCode.EmployeeUnknown, "employee", number);
        string start = RandomNumberGenerator.GetInt32(StartPins).ToString("D6", CultureInfo.InvariantCulture);
        await Task.Run(() => pins.Keep(found.Who.Number, start, isStart: true));
        await notes.NoteAsync(new PinChanged { Employee = found.Who.Number, Reset = true }, register, signIns.NumberAt(register));
        return start;
    }

    // Also of nobody a hash is worked out: how long an answer takes says nothing of who there is.
    private async Task<Result<(Employee Who, bool IsStart, bool IsNew)>> CheckAsync(
        int register, string said, string pin, string? newPin = null)
    {
        var who = book.Find(said)?.Who;
        string number = who?.Number ?? "";
        if (tries.Check(register, number) is { } wait)
            return wait;
        bool isNew = newPin is not null && who is not null
            && await Task.Run(() => pins.Check(who.Number, newPin)) is { IsRight: true, IsStart: false };
        var (isRight, isStart) = isNew ? (true, false) : await Task.Run(() => Check(who, pin));
        if (!isRight)
        {
            tries.Wrong(register, number);
            return new Refusal(RefusalCode.SignInWrong, "pin");
        }

        tries.Right(register, number);
        return (who!, isStart, isNew);
    }

    private (bool IsRight, bool IsStart) Check(Employee? who, string pin)
    {
        if (who is not null && pins.Check(who.Number, pin) is { } kept)
            return kept;
        if (who?.StartPin is { } proof)
            return (PinHash.Proves(pin, proof.Salt.ToByteArray(), proof.Rounds, proof.Hash.ToByteArray(), NoPepper), true);
        _ = PinHash.Of(pin, new byte[PinHash.SaltBytes], PinHash.Rounds, NoPepper);
        return (false, false);
    }

    private static Result<Employee> Known(Employee who) => who.Blocked.Length > 0
        ? new Refusal(RefusalCode.EmployeeBlocked, "employee", who.Number, who.Blocked)
        : who;
}
