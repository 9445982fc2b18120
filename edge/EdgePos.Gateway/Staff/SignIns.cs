using System.Collections.Concurrent;
using EdgePos.HeadOffice.V1;
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
    public string NumberAt(int register) => _at.TryGetValue(register, out var stay) && LeftOf(stay) > TimeSpan.Zero ? stay.Employee : "";

    /// <summary>Who is signed in at a register; null: nobody is, or not any more.</summary>
    /// <param name="isCall">True: a call came from there, and they stay.</param>
    public Actor? At(int register, bool isCall)
    {
        if (!_at.TryGetValue(register, out var stay))
            return null;
        var who = book.Find(stay.Employee)?.Who;
        if (who is null || who.Blocked.Length > 0)
            return Leave(register, stay, SignOutReason.Blocked);
        if (LeftOf(stay) <= TimeSpan.Zero)
            return Leave(register, stay, SignOutReason.Idle);
        if (isCall)
            stay.SeenAt = time.GetTimestamp();
        return new Actor(who, book.RoleOf(who.Role));
    }

    /// <summary>When they are out without a call; null: nobody is in.</summary>
    public DateTimeOffset? UntilAt(int register) => _at.TryGetValue(register, out var stay) ? time.GetUtcNow() + LeftOf(stay) : null;

    /// <summary>Signs somebody in, in place of who was.</summary>
    public async Task EnterAsync(int register, string employee, bool byBadge)
    {
        if (NumberAt(register) == employee)
            return; // the proof was a call of theirs
        if (_at.TryRemove(register, out var before))
            await notes.NoteAsync(new StaffSignedOut { Reason = SignOutReason.Switched }, register, before.Employee);
        await notes.NoteAsync(new StaffSignedIn { Badge = byBadge }, register, employee);
        _at[register] = new Stay(employee) { SeenAt = time.GetTimestamp() };
    }

    /// <summary>Signs out who is signed in.</summary>
    public async Task LeaveAsync(int register)
    {
        if (_at.TryRemove(register, out var stay))
            await notes.NoteAsync(new StaffSignedOut { Reason = SignOutReason.Said }, register, stay.Employee);
    }

    /// <summary>Signs somebody out at every register.</summary>
    public async Task LeaveEverywhereAsync(string employee)
    {
        foreach (var (register, stay) in _at)
        {
            if (stay.Employee == employee)
                await LeaveAsync(register);
        }
    }

    private TimeSpan LeftOf(Stay stay) => _idle - time.GetElapsedTime(stay.SeenAt);

    private Actor? Leave(int register, Stay stay, SignOutReason reason)
    {
        if (_at.TryRemove(KeyValuePair.Create(register, stay)))
            notes.Begin(new StaffSignedOut { Reason = reason }, register, stay.Employee);
        return null;
    }

    private sealed class Stay(string employee)
    {
        private long _seenAt;

        public string Employee { get; } = employee;

        /// <summary>Of the last call, by the clock that never jumps.</summary>
        public long SeenAt
        {
            get => Interlocked.Read(ref _seenAt);
            set => Interlocked.Exchange(ref _seenAt, value);
        }
    }
}
