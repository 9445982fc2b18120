using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Commands that wait for somebody's leave, and those that have it. What is allowed is one command as it stands, by the digest of all
/// that it asks, once, for two minutes; it is in the journal before the register may use it. In memory: after a start it is asked again.
/// Safe from any thread.
/// </summary>
internal sealed class ApprovalDesk(
    StaffDesk staff, StaffBook book, SignIns signIns, StaffNotes notes, TimeProvider time, IOptions<StaffOptions> options)
{
    private const int WaitingMost = 200, WatchedMost = 500;

    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(2);

    private readonly Lock _turn = new();
    private readonly Dictionary<(int Register, Guid Command), Asked> _asked = [];
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
            if (_asked.Count >= WaitingMost)
                return false; // asked again when there is room
            var asked = new Asked(command, permission, refusal.Args.ElementAtOrDefault(1) ?? "",
                signIns.NumberAt(command.Register), time.GetUtcNow() + Worth);
            _asked[(command.Register, command.Id)] = asked;
            _isEmpty = false;
            Tell(asked, over: false);
            return true;
        }
    }

    /// <summary>Who allows a command, and it is used up by that; empty: nobody does.</summary>
    public string Use(Command command)
    {
        if (_isEmpty)
            return ""; // with every scan
        lock (_turn)
        {
            if (!_asked.TryGetValue((command.Register, command.Id), out var asked) || asked.Given is not { } given
                || asked.Until <= time.GetUtcNow() || !asked.Command.Digest.AsSpan().SequenceEqual(command.Digest))
                return "";
            _asked.Remove((command.Register, command.Id));
            return given.Employee;
        }
    }

    /// <summary>Somebody allows a command.</summary>
    /// <param name="at">The register that they stand at.</param>
    /// <param name="register">The register that asks.</param>
    /// <param name="said">Number or badge.</param>
    public async Task<Result<Approval>> ApproveAsync(int at, int register, Guid command, string said, string pin)
    {
        var given = await TryApproveAsync(at, register, command, said, pin);
        if (given.Refusal is { } refusal)
        {
            notes.Refused(unwritten => new ApprovalRefused
            {
                Register = register,
                CommandId = command.ToString(),
                Employee = book.Find(said)?.Who.Number ?? "",
                Code = refusal.Reason,
                Unwritten = unwritten,
            }, at, "");
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
            _asked.TryGetValue((register, command), out asked);
        }

        if (asked?.Given is { } given && given.Employee == who.Number)
            return given; // said twice
        if (asked is null || asked.Given is not null)
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
            var key = (asked.Command.Register, asked.Command.Id);
            if (!_asked.TryGetValue(key, out var now) || now.Given is not null)
                return new Refusal(RefusalCode.ApprovalNotAsked, "command_id"); // two at once: the other one was first
            var until = time.GetUtcNow() + Worth;
            var given = new Approval
            {
                Permission = Permissions.NameOf(asked.Permission),
                Employee = by,
                UntilUs = UsOf(until),
                JournalSeq = entry.Seq,
            };
            _asked[key] = asked with { Given = given, Until = until };
            Tell(asked, over: true);
            return given;
        }
    }

    private void Tidy()
    {
        var now = time.GetUtcNow();
        foreach (var (key, asked) in _asked.Where(one => one.Value.Until <= now).ToList())
        {
            _asked.Remove(key);
            if (asked.Given is null)
                Tell(asked, over: true);
        }

        _isEmpty = _asked.Count == 0;
    }

    private void Tell(Asked asked, bool over)
    {
        foreach (var watcher in _watchers.Where(one => !one.Writer.TryWrite(ToWire(asked, over))).ToList())
        {
            _watchers.Remove(watcher);
            watcher.Writer.TryComplete();
        }
    }

    private static ApprovalAsked ToWire(Asked asked, bool over) => new()
    {
        Register = asked.Command.Register,
        CommandId = asked.Command.Id.ToString(),
        Employee = asked.AskedBy,
        Permission = Permissions.NameOf(asked.Permission),
        Limit = asked.Limit,
        UntilUs = UsOf(asked.Until),
        Over = over,
    };

    private static long UsOf(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record Asked(Command Command, Permission Permission, string Limit, string AskedBy, DateTimeOffset Until)
    {
        public Approval? Given { get; init; }
    }
}
