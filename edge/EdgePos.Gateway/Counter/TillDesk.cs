using System.Collections.Concurrent;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What the store wants of its tills, and how each of them is.</summary>
internal sealed class TillDesk(LedgerReader ledger, IOptions<TillOptions> options)
{
    private readonly TillOptions _options = options.Value;

    // What was read of a till before, so that the next to ask reads only what came since. A tally that is overtaken by an
    // older one costs reading again, no more.
    private readonly ConcurrentDictionary<int, TillTally> _read = [];

    /// <summary>True: a register sells only while its till is open.</summary>
    public bool AreRequired => _options.Required;

    /// <summary>A difference up to this many minor units needs no reason.</summary>
    public long DifferenceAllowedMinor => _options.DifferenceAllowedMinor;

    /// <summary>What has gone through the open till of a register; null where it is closed.</summary>
    public TillTally? Tally(int register)
    {
        var tally = ledger.Tally(register, _read.GetValueOrDefault(register));
        if (tally is null)
            _read.TryRemove(register, out _);
        else
            _read[register] = tally;
        return tally;
    }

    /// <summary>Whether a register may begin to sell; null: it may.</summary>
    public Refusal? CheckSells(int register) =>
        _options.Required && Tally(register) is null ? new Refusal(RefusalCode.TillClosed, "") : null;

    /// <summary>True where more cash should be in the drawer than the store wants there.</summary>
    public bool IsSafeDropDue(int register) => _options.SafeDropAtMinor > 0 && IsSafeDropDue(Tally(register));

    /// <inheritdoc cref="IsSafeDropDue(int)"/>
    public bool IsSafeDropDue(TillTally? tally) =>
        _options.SafeDropAtMinor > 0 && tally is not null && tally.Expected.Minor >= _options.SafeDropAtMinor;
}
