using System.Collections.Concurrent;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>How many calls a register may make: one that runs wild does not take the others' turn. Safe from any thread.</summary>
internal sealed class CallBudgets(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int BurstSeconds = 5;

    private readonly int _perSecond = options.Value.CallsPerSecond;
    private readonly ConcurrentDictionary<int, Budget> _of = []; // at most as many as there are numbers of registers

    /// <summary>True where there is a limit.</summary>
    public bool AreBounded => _perSecond > 0;

    /// <summary>Whether a register may make another call now; null: it may.</summary>
    public Refusal? Take(int register)
    {
        if (!AreBounded)
            return null;
        var budget = _of.GetOrAdd(register, _ => new Budget(_perSecond * BurstSeconds, TimeSpan.FromSeconds(1.0 / _perSecond)));
        lock (budget)
            return budget.Take(time.GetElapsedTime(0)) ? null : new Refusal(RefusalCode.TooManyCalls, "", $"{_perSecond}");
    }
}
