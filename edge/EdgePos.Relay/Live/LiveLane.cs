using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>
/// What is true now, beside the journal that tells how it came about: the last word wins, and what is not heard is said anew.
/// Stock goes up only while the journal is behind; a journal that is caught up says it itself.
/// </summary>
internal sealed class LiveLane(
    BrokerLink link, JournalOutbox outbox, LiveFacts facts, RelayOptions options, TimeProvider time, ILogger log)
{
    private const int ItemsInMessage = 1000;

    // A fifth of all bytes is a quarter of the journal's; a beginning is always free, and enough for a small shop.
    private const int JournalToLive = 4;
    private const int FreeBytes = 64 * 1024;

    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(2);

    private volatile bool _away;
    private volatile bool _all = true;
    private long _bytes;
    private long _stockUpTo;
    private long _waitingAtLastLook;
    private LiveTills? _tills;
    private LiveHealth? _health;
    private long _healthAt;

    /// <summary>Head office is there, and may have missed what was said; or it is away, and nothing is worth saying.</summary>
    public void HeadOfficeIs(bool there) => (_away, _all) = (!there, true);

    /// <summary>Runs until cancelled or the link ends. A ledger that cannot be read ends it too: the journal's lane says so.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (options.Metered)
            return;
        try
        {
            _waitingAtLastLook = outbox.Head().Seq; // a backlog is told of at once
            using var period = new PeriodicTimer(options.LivePeriod, time);
            do
            {
                if (_away)
                    continue;
                if (_all)
                    (_all, _stockUpTo, _tills, _health) = (false, 0, null, null);
                await TellStockAsync(stopping);
                await TellTillsAsync(stopping);
                await TellHealthAsync(stopping);
            }
            while (await period.WaitForNextTickAsync(stopping));
        }
        catch (Exception fault) when (RelayLoop.IsTrouble(fault))
        {
            if (!stopping.IsCancellationRequested)
                Log.LiveLaneEnded(log, fault.Message);
        }
    }

    private async Task TellStockAsync(CancellationToken stopping)
    {
        long confirmed = outbox.Confirmed();
        bool behind = confirmed < _waitingAtLastLook;
        var head = outbox.Head();
        _waitingAtLastLook = head.Seq;
        if (!behind)
            return;
        _stockUpTo = Math.Max(_stockUpTo, confirmed);
        if (head.Seq == _stockUpTo)
            return;
        var (items, asOf) = facts.StockAfter(_stockUpTo);
        foreach (var some in items.Chunk(ItemsInMessage))
        {
            var message = new LiveStock { Epoch = ByteString.CopyFrom(head.Epoch), AsOfSeq = asOf };
            message.Items.AddRange(some);
            await SendAsync("stock", message, stopping);
        }

        _stockUpTo = asOf;
    }

    private async Task TellTillsAsync(CancellationToken stopping)
    {
        if (_tills?.AsOfSeq == outbox.Head().Seq)
            return;
        var now = facts.Tills();
        bool same = _tills is not null && _tills.Tills.Equals(now.Tills);
        _tills = now;
        if (!same)
            await SendAsync("till", now, stopping);
    }

    private async Task TellHealthAsync(CancellationToken stopping)
    {
        var now = facts.Health();
        bool due = _health is null || time.GetElapsedTime(_healthAt) >= options.HealthPeriod;
        if (!due && Said(now).Equals(Said(_health!)))
            return;
        (_health, _healthAt) = (now, time.GetTimestamp());
        await SendAsync("health", now, stopping);
    }

    // What is worth a message of its own: not the time, and not every byte on the disk.
    private static LiveHealth Said(LiveHealth health)
    {
        var said = health.Clone();
        (said.AtUs, said.DiskFreeBytes) = (0, 0);
        return said;
    }

    private async Task SendAsync(string what, IMessage message, CancellationToken stopping)
    {
        while (_bytes > FreeBytes + (link.JournalBytes / JournalToLive) && outbox.Confirmed() < outbox.Head().Seq)
            await Task.Delay(options.LivePeriod, time, stopping);
        _bytes += message.CalculateSize();
        await link.SendLiveAsync(what, message, Worth, stopping);
    }
}
