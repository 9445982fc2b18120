using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Commands that wait for somebody's leave, and those that have it. What is allowed is one thing of one command as it stands, by the digest
/// of all that it asks, once, for two minutes; it is in the journal before the register may use it. In memory: after a start it is asked
/// again. Safe from any thread.
/// </summary>
internal sealed class ApprovalDesk(
    StaffDesk staff, StaffBook book, SignIns signIns, StaffNotes notes, TimeProvider time, IOptions<StaffOptions> options)
{
    private const int WaitingMost = 200, WatchedMost = 500;

    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(2);

    private readonly Lock _turn = new();
    private readonly Dictionary<(int Register, Guid Command, Permission What), Asked> _asked = [];
    private readonly List<Channel<ApprovalAsked>> _watchers = [];
    private volatile bool _isEmpty = true;

    /// <summary>A command was refused: where that was for want of leave it waits for it, so that somebody can give it.</summary>
    /// <returns>True: it waits.</returns>
    public bool Ask(Command command, Refusal refusal)
    {
        if (PermissionOf(refusal) is not { } permission || !book.IsKnown)
            return false;
        lock (_turn)
        {
            Tidy();
            var key = (command.Register, command.Id, permission);
            if (_asked.TryGetValue(key, out var before))
                return IsSame(before, command); // another command under its id gets no leave by it
            if (_asked.Count >= WaitingMost)
                return false; // asked again when there is room
            var asked = new Asked(command, permission, refusal.Args.ElementAtOrDefault(1) ?? "",
                signIns.NumberAt(command.Register), time.GetTimestamp());
            _asked[key] = asked;
            _isEmpty = false;
            Tell(asked, over: false);
            return true;
        }
    }

    /// <summary>Who allows something of a command; empty: nobody does.</summary>
    public string GivenBy(Command command, Permission what)
    {
        if (_isEmpty)
            return ""; // with every scan
        lock (_turn)
        {
            return _asked.TryGetValue((command.Register, command.Id, what), out var asked) && !IsOver(asked) && IsSame(asked, command)
                ? asked.Given?.Employee ?? "" : "";
        }
    }

    /// <summary>A command was carried out: what it had is used up.</summary>
    public void Used(Command command)
    {
        if (_isEmpty)
            return;
        lock (_turn)
        {
            foreach (var (key, asked) in OfCommand(command.Register, command.Id).Where(one => IsSame(one.Value, command)))
                Remove(key, asked);
            _isEmpty = _asked.Count == 0;
        }
    }

    /// <summary>Somebody allows a command.</summary>
    /// <param name="at">The register that they stand at.</param>
    /// <param name="register">The register that asks.</param>
    /// <param name="said">Number or badge.</param>
    public async Task<Result<Approval>> ApproveAsync(int at, int register, Guid command, string said, string pin)
    {
        var given = await TryApproveAsync(at, register, command, said, pin);
        if (given.Refusal is { Code: not RefusalCode.ApprovalWrong and not RefusalCode.SignInWait } refusal) // those are written already
        {
            notes.Refused(unwritten => new ApprovalRefused
            {
                Register = register,
                CommandId = command.ToString(),
                Employee = book.Find(said)?.Who.Number ?? "",
                Code = refusal.Reason,
                Unwritten = unwritten,
            }, at);
        }

        return given;
    }

    /// <summary>What waits, and from then on what comes and what is over. Whoever does not read is dropped.</summary>
    public ChannelReader<ApprovalAsked> Watch(CancellationToken stop)
    {
        var channel = Channel.CreateBounded<ApprovalAsked>(WatchedMost);
        lock (_turn)
        {
            Tidy();
            foreach (var asked in _asked.Values.Where(one => one.Given is null))
                channel.Writer.TryWrite(ToWire(asked, over: false));
            _watchers.Add(channel);
        }

        stop.Register(() =>
        {
            lock (_turn)
                _watchers.Remove(channel);
            channel.Writer.TryComplete();
        });
        return channel.Reader;
    }

    private async Task<Result<Approval>> TryApproveAsync(int at, int register, Guid command, string said, string pin)
    {
        var proven = await staff.ProveAsync(at, said, pin);
        if (proven.Refusal is { } unknown)
            return unknown.Code == RefusalCode.SignInWrong ? new Refusal(RefusalCode.ApprovalWrong, "pin") : unknown;
        var who = proven.Value;
        Asked? asked;
        lock (_turn)
        {
            Tidy();
            var all = OfCommand(register, command).Select(one => one.Value).ToList();
            if (all.Find(one => one.Given?.Employee == who.Number)?.Given is { } before && all.TrueForAll(one => one.Given is not null))
                return before; // said twice
            asked = all.Find(one => one.Given is null);
        }

        if (asked is null)
            return new Refusal(RefusalCode.ApprovalNotAsked, "command_id");
        if (!book.RoleOf(who.Role).Approves.Contains(asked.Permission))
            return new Refusal(RefusalCode.ApprovalNotYours, "employee");
        if (asked.AskedBy == who.Number && !options.Value.OwnApproval)
            return new Refusal(RefusalCode.OwnApproval, "employee");
        var entry = await notes.NoteAsync(new ApprovalGiven
        {
            Register = register,
            CommandId = command.ToString(),
            Digest = ByteString.CopyFrom(asked.Command.Digest),
            AskedBy = asked.AskedBy,
            Permission = Permissions.NameOf(asked.Permission),
            Limit = asked.Limit,
        }, at, who.Number);
        return Keep(asked, who.Number, entry);
    }

    private static Permission? PermissionOf(Refusal refusal) => refusal.Code switch
    {
        RefusalCode.ApprovalNeeded => Permissions.Of(refusal.Args[0]),
        RefusalCode.PastSellBy => Permission.PastDate,
        _ => null,
    };

    private Result<Approval> Keep(Asked asked, string by, EntryHeader entry)
    {
        lock (_turn)
        {
            var key = KeyOf(asked);
            if (!_asked.TryGetValue(key, out var now) || now.Given is not null)
                return new Refusal(RefusalCode.ApprovalNotAsked, "command_id"); // two at once: the other one was first
            var given = new Approval
            {
                Permission = Permissions.NameOf(asked.Permission),
                Employee = by,
                UntilUs = UntilUsOf(Worth),
                JournalSeq = entry.Seq,
            };
            _asked[key] = asked with { Given = given, At = time.GetTimestamp() };
            Tell(asked, over: true);
            return given;
        }
    }

    private void Tidy()
    {
        foreach (var (key, asked) in _asked.Where(one => IsOver(one.Value)).ToList())
            Remove(key, asked);
        _isEmpty = _asked.Count == 0;
    }

    private void Remove((int Register, Guid Command, Permission What) key, Asked asked)
    {
        _asked.Remove(key);
        if (asked.Given is null)
            Tell(asked, over: true);
    }

    private List<KeyValuePair<(int Register, Guid Command, Permission What), Asked>> OfCommand(int register, Guid command) =>
        [.. _asked.Where(one => one.Key.Register == register && one.Key.Command == command)];

    private bool IsOver(Asked asked) => time.GetElapsedTime(asked.At) >= Worth;

    private static bool IsSame(Asked asked, Command command) => asked.Command.Digest.AsSpan().SequenceEqual(command.Digest);

    private static (int Register, Guid Command, Permission What) KeyOf(Asked asked) =>
        (asked.Command.Register, asked.Command.Id, asked.Permission);

    private void Tell(Asked asked, bool over)
    {
        foreach (var watcher in _watchers.Where(one => !one.Writer.TryWrite(ToWire(asked, over))).ToList())
        {
            _watchers.Remove(watcher);
            watcher.Writer.TryComplete();
        }
    }

    private ApprovalAsked ToWire(Asked asked, bool over) => new()
    {
        Register = asked.Command.Register,
        CommandId = asked.Command.Id.ToString(),
        Employee = asked.AskedBy,
        Permission = Permissions.NameOf(asked.Permission),
        Limit = asked.Limit,
        UntilUs = UntilUsOf(Worth - time.GetElapsedTime(asked.At)),
        Over = over,
    };

    private long UntilUsOf(TimeSpan left) => (time.GetUtcNow() + left).ToUs();

    private sealed record Asked(Command Command, Permission Permission, string Limit, string AskedBy, long At)
    {
        public Approval? Given { get; init; }
    }
}
