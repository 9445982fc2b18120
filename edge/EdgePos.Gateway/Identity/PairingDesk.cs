using System.Net;
using System.Net.Sockets;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>A pairing that staff began.</summary>
/// <param name="By">The command that began it.</param>
/// <param name="Register">Number that the new register gets.</param>
/// <param name="Code">Six digits.</param>
internal sealed record OpenPairing(Command By, int Register, V1.RegisterKind Kind, string Name, string Code)
{
    /// <summary>A timestamp of the clock that never jumps.</summary>
    public required long BegunAt { get; init; }

    /// <summary>So many tries are left.</summary>
    public int Tries { get; set; } = PairingDesk.TriesMost;
}

/// <summary>
/// The codes that are open, and who tries them. Every try is counted when it begins, so a thousand at once are no more than five. Whoever
/// knocks too often is not heard for a while, the next time for longer, and uses up nobody's code: a flood shuts itself out, at the latest
/// with the codes that it spoils, and staff begin again. In memory: after a restart a code is asked for anew. Safe from any thread.
/// </summary>
internal sealed class PairingDesk(TimeProvider time, Func<string> newCode)
{
    /// <summary>So many tries a code is good for.</summary>
    public const int TriesMost = 5;

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int OpenMost = 4, KnocksMost = 10, AddressesMost = 4096;

    // Ten minutes, an hour, six hours, a day: for as long as knocks are counted, and whoever used them up is not heard.
    private static readonly TimeSpan[] KnocksKept =
        [TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1)];

    private readonly Lock _turn = new();
    private readonly List<OpenPairing> _open = [];
    private readonly Dictionary<IPAddress, Knocks> _knocks = [];

    /// <summary>
    /// Opens a pairing; the same command gets the one that it began. One for the same number takes the place of the one before.
    /// </summary>
    /// <param name="register">0: the first that is free.</param>
    /// <param name="isFree">Whether a number is.</param>
    public Result<OpenPairing> Begin(Command by, V1.RegisterKind kind, string name, int register, Func<int, bool> isFree)
    {
        lock (_turn)
        {
            DropOld();
            if (_open.Find(one => (one.By.Register, one.By.Id) == (by.Register, by.Id)) is { } before)
                return before.By.Digest.AsSpan().SequenceEqual(by.Digest) ? before : new Refusal(RefusalCode.CommandIdReused, "command_id");
            for (int free = 1; register == 0 && free <= ReceiptNumber.MaxRegister; free++)
            {
                if (isFree(free) && !_open.Exists(one => one.Register == free))
                    register = free;
            }

            if (register == 0)
                return new Refusal(RefusalCode.FieldInvalid, "register", "every number was given to a register; name the one to use again");
            _open.RemoveAll(one => one.Register == register);
            if (_open.Count == OpenMost)
                _open.RemoveAt(0);
            var pairing = new OpenPairing(by, register, kind, name, newCode()) { BegunAt = time.GetTimestamp() };
            _open.Add(pairing);
            return pairing;
        }
    }

    /// <summary>One try of a code; null where there is none to try, or the caller has knocked too often.</summary>
    /// <param name="register">Number that the caller names; 0: none, which will do where one code is open.</param>
    public OpenPairing? Try(int register, IPAddress from)
    {
        lock (_turn)
        {
            DropOld();
            if (!MayKnock(from))
                return null;
            var pairing = register == 0 ? (_open.Count == 1 ? _open[0] : null) : _open.Find(one => one.Register == register);
            if (pairing is null || pairing.Tries == 0)
                return null;
            pairing.Tries--;
            return pairing;
        }
    }

    /// <summary>Uses a code up; false where somebody else was first, or its time is over.</summary>
    public bool Use(OpenPairing pairing, IPAddress from)
    {
        lock (_turn)
        {
            DropOld();
            _knocks.Remove(Network(from));
            return _open.Remove(pairing);
        }
    }

    /// <summary>True where nobody listens to an address for now.</summary>
    public bool IsShutOut(IPAddress from)
    {
        lock (_turn)
        {
            return _knocks.TryGetValue(Network(from), out var knocks) && knocks.Count >= KnocksMost && !IsOver(knocks);
        }
    }

    private void DropOld() => _open.RemoveAll(one => time.GetElapsedTime(one.BegunAt) >= Life);

    private bool MayKnock(IPAddress from)
    {
        var network = Network(from);
        if (!_knocks.TryGetValue(network, out var knocks))
        {
            if (_knocks.Count >= AddressesMost)
                Forget();
            knocks = new(0, time.GetTimestamp(), 0);
        }
        else if (IsOver(knocks))
        {
            knocks = new(0, time.GetTimestamp(), knocks.Count < KnocksMost ? 0 : Math.Min(knocks.ShutOut + 1, KnocksKept.Length - 1));
        }

        if (knocks.Count < KnocksMost)
            _knocks[network] = knocks with { Count = knocks.Count + 1 };
        return knocks.Count < KnocksMost;
    }

    private bool IsOver(Knocks knocks) => time.GetElapsedTime(knocks.Since) >= KnocksKept[knocks.ShutOut];

    // Those whose time is over; where that is nobody, all: a table that only grows ends the box.
    private void Forget()
    {
        foreach (var (network, _) in _knocks.Where(one => IsOver(one.Value)).ToList())
            _knocks.Remove(network);
        if (_knocks.Count >= AddressesMost)
            _knocks.Clear();
    }

    // Of IPv6 a machine has a whole network of 64 bits.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    // How often an address has knocked since when, and how often it was shut out before.
    private readonly record struct Knocks(int Count, long Since, int ShutOut);
}
