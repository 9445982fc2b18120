using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// How often a PIN may be tried. Wrong ones count for that employee at that register, and for the register: whoever tries at one keeps
/// nobody from signing in at another, and no store is ever locked out. Safe from any thread.
/// </summary>
internal sealed class PinTries(TimeProvider time)
{
    private const int FreeTries = 5, FreeOfRegister = 15, Remembered = 10_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock _turn = new();
    private readonly Dictionary<(int Register, string Employee), Tried> _tries = [];

    /// <summary>Whether a PIN may be tried now; null: it may.</summary>
    /// <param name="employee">Empty where nobody has what was typed.</param>
    public Refusal? Check(int register, string employee)
    {
        lock (_turn)
        {
            var now = time.GetUtcNow();
            var until = Max(UntilOf((register, employee)), UntilOf((register, "")));
            return until <= now ? null
                : new Refusal(RefusalCode.SignInWait, "", $"{Math.Ceiling((until - now).TotalSeconds)}");
        }
    }

    /// <summary>It was wrong.</summary>
    public void Wrong(int register, string employee)
    {
        lock (_turn)
        {
            Count((register, ""), FreeOfRegister);
            if (employee.Length > 0)
                Count((register, employee), FreeTries);
        }
    }

    /// <summary>It was right: that employee begins anew there. The register does not: its next could be a guess again.</summary>
    public void Right(int register, string employee)
    {
        lock (_turn)
            _tries.Remove((register, employee));
    }

    private DateTimeOffset UntilOf((int, string) key) => _tries.TryGetValue(key, out var tried) ? tried.Until : default;

    private void Count((int Register, string Employee) key, int free)
    {
        var now = time.GetUtcNow();
        if (_tries.Count >= Remembered)
        {
            foreach (var old in _tries.Where(one => one.Value.Last + Forgotten < now).Select(one => one.Key).ToList())
                _tries.Remove(old);
        }

        int wrong = _tries.TryGetValue(key, out var tried) && tried.Last + Forgotten >= now ? tried.Wrong + 1 : 1;
        var wait = wrong < free ? TimeSpan.Zero : FirstWait * Math.Pow(2, Math.Min(wrong - free, 10));
        if (_tries.Count < Remembered || _tries.ContainsKey(key))
            _tries[key] = new Tried(wrong, now, now + (wait < LongestWait ? wait : LongestWait));
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed record Tried(int Wrong, DateTimeOffset Last, DateTimeOffset Until);
}
