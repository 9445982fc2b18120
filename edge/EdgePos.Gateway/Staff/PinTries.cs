using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// How often a PIN may be tried. A try is counted when it begins, for what was typed at that register and for the register: a thousand at
/// once are no more than a few, whoever tries at one register keeps nobody from signing in at another, and no store is ever locked out.
/// Safe from any thread.
/// </summary>
internal sealed class PinTries(TimeProvider time)
{
    private const int FreeTries = 5, FreeOfRegister = 15, Remembered = 10_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock _turn = new();
    private readonly Dictionary<(int Register, string Who), Tried> _tries = [];

    /// <summary>Begins a try, which counts as wrong until it is told to be right. Refused: it has to be waited for.</summary>
    /// <param name="who">Number of the employee; what was typed where nobody has it.</param>
    public Refusal? Begin(int register, string who)
    {
        lock (_turn)
        {
            var wait = new[] { WaitOf((register, who)), WaitOf((register, "")) }.Max();
            if (wait > TimeSpan.Zero)
                return new Refusal(RefusalCode.SignInWait, "", $"{Math.Ceiling(wait.TotalSeconds)}");
            Count((register, ""), FreeOfRegister);
            Count((register, who), FreeTries);
            return null;
        }
    }

    /// <summary>
    /// It was right: that employee begins anew there, and the try counts no more for the register; those before it do, for its next
    /// could be a guess again.
    /// </summary>
    public void Right(int register, string who)
    {
        lock (_turn)
        {
            _tries.Remove((register, who));
            if (_tries.TryGetValue((register, ""), out var all))
                _tries[(register, "")] = all with { Wrong = all.Wrong - 1, Wait = TimeSpan.Zero };
        }
    }

    private TimeSpan WaitOf((int, string) key) =>
        _tries.TryGetValue(key, out var tried) ? tried.Wait - time.GetElapsedTime(tried.At) : TimeSpan.Zero;

    private void Count((int, string) key, int free)
    {
        if (_tries.Count >= Remembered)
        {
            foreach (var old in _tries.Where(one => IsForgotten(one.Value)).Select(one => one.Key).ToList())
                _tries.Remove(old);
        }

        int wrong = _tries.TryGetValue(key, out var tried) && !IsForgotten(tried) ? tried.Wrong + 1 : 1;
        var wait = wrong < free ? TimeSpan.Zero : FirstWait * Math.Pow(2, Math.Min(wrong - free, 10));
        if (_tries.Count < Remembered || _tries.ContainsKey(key))
            _tries[key] = new Tried(wrong, time.GetTimestamp(), wait < LongestWait ? wait : LongestWait);
    }

    private bool IsForgotten(Tried tried) => time.GetElapsedTime(tried.At) > Forgotten;

    private sealed record Tried(int Wrong, long At, TimeSpan Wait);
}
