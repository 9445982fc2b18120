using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>What goes on in the shop at a moment.</summary>
/// <param name="PaymentsRunning">Customers who stand at a card terminal.</param>
/// <param name="PaymentsUnknown">Card payments whose end nobody knows.</param>
/// <param name="OpenBaskets">Baskets with goods that are not put aside.</param>
/// <param name="OpenTills">Registers whose tills are open.</param>
/// <param name="Untouched">For so long nobody has touched a basket, or since the daemon was started.</param>
internal sealed record CounterMoment(
    int PaymentsRunning, int PaymentsUnknown, int OpenBaskets, IReadOnlyList<int> OpenTills, TimeSpan Untouched);

/// <summary>Looks whether somebody is served: for what must not disturb. Safe from any thread.</summary>
internal sealed class CounterQuiet
{
    private readonly BasketDesk _baskets;
    private readonly PaymentWatch _payments;
    private readonly PaymentReader _paid;
    private readonly LedgerReader _ledger;
    private readonly TimeProvider _time;
    private long _touched;

    public CounterQuiet(BasketDesk baskets, PaymentWatch payments, PaymentReader paid, LedgerReader ledger, TimeProvider time)
    {
        (_baskets, _payments, _paid, _ledger, _time) = (baskets, payments, paid, ledger, time);
        _touched = time.GetTimestamp();
        baskets.Changed += _ => Interlocked.Exchange(ref _touched, time.GetTimestamp());
    }

    /// <summary>As it is now.</summary>
    public async Task<CounterMoment> LookAsync()
    {
        int open = (await _baskets.ListAsync()).Count(basket => !basket.Suspended && basket.Sold.Any());
        int running = _payments.AllRunning().Count;
        return new CounterMoment(running, Math.Max(0, _paid.WithoutEnd().Count - running), open, _ledger.OpenTills(),
            _time.GetElapsedTime(Interlocked.Read(ref _touched)));
    }
}
