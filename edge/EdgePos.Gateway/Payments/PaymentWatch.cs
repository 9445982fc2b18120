using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Tells who watches a payment what the terminal is doing. A slow watcher sees the last word only.</summary>
internal sealed class PaymentWatch
{
    private const int WatchersMax = 200;

    private readonly Lock _gate = new();
    private readonly Watchers<string, Payment> _watchers = new(
        WatchersMax, () => new LedgerFault(FaultKind.Busy, "watch", "payments", $"{WatchersMax} watch already"));
    private readonly Dictionary<string, Payment> _running = [];

    /// <summary>A payment that is under way, as it was told last; null: it is not.</summary>
    public Payment? Running(Guid payment)
    {
        lock (_gate)
            return _running.GetValueOrDefault(payment.ToString())?.Clone();
    }

    /// <summary>Those that are under way.</summary>
    public IReadOnlyList<Payment> AllRunning()
    {
        lock (_gate)
            return [.. _running.Values.Select(payment => payment.Clone())];
    }

    /// <summary>Tells of a payment; one that is not running any more has ended, for now at least.</summary>
    public void Tell(Payment payment)
    {
        lock (_gate)
        {
            bool runs = payment.State == PaymentState.Running;
            if (runs)
                _running[payment.PaymentId] = payment;
            else
                _running.Remove(payment.PaymentId);
            _watchers.Tell(payment.PaymentId, payment.Clone(), isLast: !runs);
        }
    }

    /// <summary>Says what the terminal is doing for a payment that is under way.</summary>
    public void Tell(Guid payment, string progress)
    {
        if (Running(payment) is not { } running)
            return;
        running.Progress = progress;
        Tell(running);
    }

    /// <summary>Begins a watch, also of a payment that is still to begin.</summary>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    public Channel<Payment> Watch(Guid payment)
    {
        lock (_gate)
        {
            var watcher = _watchers.Begin(payment.ToString());
            if (Running(payment) is { } running)
                watcher.Writer.TryWrite(running);
            return watcher;
        }
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(Channel<Payment> watcher) => _watchers.End(watcher);
}
