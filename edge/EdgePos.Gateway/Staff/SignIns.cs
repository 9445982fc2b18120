using System.Collections.Concurrent;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;
using Role = EdgePos.Store.Role;

namespace EdgePos.Gateway;

/// <summary>Somebody who is signed in at a register.</summary>
internal sealed record Actor(Employee Who, Role Role);

/// <summary>
/// Who is signed in where. In memory: after a start people sign in again. A call keeps them; without one for a while, or when head office
/// blocks them, they are out. Safe from any thread.
/// </summary>
internal sealed class SignIns(StaffBook book, StaffNotes notes, TimeProvider time, IOptions<StaffOptions> options)
{
    private readonly ConcurrentDictionary<int, Stay> _at = [];
    private readonly TimeSpan _idle = TimeSpan.FromMinutes(options.Value.IdleMinutes);

    /// <summary>True where the store wants somebody to be signed in.</summary>
    public bool AreRequired { get; } = options.Value.SignIn;

    /// <summary>Number of who is signed in at a register; empty: nobody. What is done there is theirs.</summary>
    public string NumberAt(int register) => _at.TryGetValue(register, out var stay) ? stay.Employee : "";

    /// <summary>Who is signed in at a register; null: nobody is, or not any more.</summary>
    /// <param name="isCall">True: a call came from there, and they stay.</param>
    public Actor? At(int register, bool isCall)
    {
        if (!_at.TryGetValue(register, out var stay))
            return null;
        var now = time.GetUtcNow();
        var who = book.Find(stay.Employee)?.Who;
        if (who is null || who.Blocked.Length > 0)
            return Leave(register, stay, SignOutReason.Blocked);
        if (stay.Until <= now)
            return Leave(register, stay, SignOutReason.Idle);
        if (isCall)
            stay.Until = now + _idle;
        return new Actor(who, book.RoleOf(who.Role));
    }

    /// <summary>When they are out without a call.</summary>
    public DateTimeOffset? UntilAt(int register) => _at.TryGetValue(register, out var stay) ? stay.Until : null;

    /// <summary>Signs somebody in, in place of who was.</summary>
    public async Task EnterAsync(int register, string employee, bool byBadge)
    {
        if (_at.TryRemove(register, out var before))
            await notes.NoteAsync(new StaffSignedOut { Reason = SignOutReason.Switched }, register, before.Employee);
        await notes.NoteAsync(new StaffSignedIn { Badge = byBadge }, register, employee);
        _at[register] = new Stay(employee) { Until = time.GetUtcNow() + _idle };
    }

    /// <summary>Signs out who is signed in.</summary>
    public async Task LeaveAsync(int register)
    {
        if (_at.TryRemove(register, out var stay))
            await notes.NoteAsync(new StaffSignedOut { Reason = SignOutReason.Said }, register, stay.Employee);
    }

    private Actor? Leave(int register, Stay stay, SignOutReason reason)
    {
        if (_at.TryRemove(KeyValuePair.Create(register, stay)))
            notes.Begin(new StaffSignedOut { Reason = reason }, register, stay.Employee);
        return null;
    }

    private sealed class Stay(string employee)
    {
        public string Employee { get; } = employee;

        public DateTimeOffset Until { get; set; }
    }
}
