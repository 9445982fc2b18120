using System.Threading.Channels;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Logging;
using MQTTnet.Exceptions;

namespace EdgePos.Relay;

/// <summary>
/// Takes the journal to head office: one owner, one connection at a time, a new one after each failure. Head office's
/// confirmation, by entry and hash, is the only thing that moves the confirmed mark.
/// </summary>
public sealed class RelayLoop(
    BoxIdentity identity, RelayOptions options, JournalOutbox outbox, TimeProvider time, Random random, ILogger<RelayLoop> log)
{
    private const int SmallestBatchBytes = 4 * 1024;

    private readonly Backoff _retry = new(options.FirstWait, options.LongestWait);
    private volatile RelayStatus _status = new(LinkState.Down, "not connected yet");

    // Half as large after each batch that a slow line did not carry within the deadline; whole again when caught up.
    private int _batchBytes = options.MaxBatchBytes;

    /// <summary>How the link is now. Safe from any thread.</summary>
    public RelayStatus Status => _status;

    /// <summary>Relays until cancelled, or until head office is found to have another history.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        for (int failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await using var link = await BrokerLink.ConnectAsync(identity, options, outbox.Head(), outbox.Confirmed(), log, stopping);
                Log.Linked(log, options.BrokerHost, options.BrokerPort, outbox.Head().Seq - outbox.Confirmed());
                _status = new(LinkState.Waiting, "connected to the broker; head office has not been heard of");
                await DrainAsync(link, () => failures = 0, stopping);
                return; // forked: nothing more is sent
            }
            catch (Exception fault) when (IsTrouble(fault) && !stopping.IsCancellationRequested)
            {
                if (fault is SendTimeout)
                    _batchBytes = Math.Max(SmallestBatchBytes, _batchBytes / 2);
                _status = new(LinkState.Down, (fault is ChannelClosedException ? fault.InnerException ?? fault : fault).Message);
                if (++failures == 1 || failures % 20 == 0)
                    Log.NoLink(log, _status.Reason, failures);
                await Task.Delay(_retry.Wait(failures, random), time, stopping);
            }
            catch (Exception fault) when (IsTrouble(fault))
            {
                return; // stopped; the MQTT library wraps a cancellation in whatever it was doing
            }
        }
    }

    // Returns only when the histories differ; a broken link throws.
    private async Task DrainAsync(BrokerLink link, Action confirmed, CancellationToken stopping)
    {
        var window = new SendWindow(Math.Min(options.Window, link.ReceiveMaximum), options.WindowBytes, outbox.Confirmed());
        bool away = false;
        long asked = 0;
        int late = 0;
        bool behind = outbox.Head().Seq > outbox.Confirmed();
        while (true)
        {
            while (!away && window.HasRoom && outbox.Next(window.SentUpTo, _batchBytes, link.MaximumPacketBytes) is { } batch)
            {
                if (!await link.SendAsync(batch, stopping))
                {
                    away = behind = true; // the broker has nobody to give it to, and threw it away
                    window.GoBack();
                    _status = new(LinkState.Waiting, "the broker knows no head office");
                    break;
                }

                window.Sent(batch.Last, batch.CalculateSize(), time.GetTimestamp());
            }

            switch (await WaitAsync(link, window, away, late, stopping))
            {
                case null when away:
                    away = false; // look again from time to time, whatever head office said last
                    break;
                case null when window.OldestSentAt is { } sent && time.GetElapsedTime(sent) >= ConfirmWait(late):
                    late++;
                    behind = true;
                    window.GoBack();
                    _status = new(LinkState.Waiting, "head office does not confirm");
                    Log.Late(log, window.Confirmed + 1);
                    break;
                case null:
                    break; // a new entry
                case Confirmed message when message.Epoch.Span.SequenceEqual(outbox.Head().Epoch):
                    if (!await outbox.ConfirmAsync(message, stopping))
                    {
                        Fork($"it has confirmed entry {message.Seq} with another hash");
                        return;
                    }
                    if (behind && message.Seq == outbox.Head().Seq)
                    {
                        Log.CaughtUp(log, message.Seq);
                        (behind, _batchBytes) = (false, options.MaxBatchBytes);
                    }
                    if (message.Seq > window.Confirmed) // a retained one from before tells the time of long ago
                        options.HearTime(message.ServerTimeUs);
                    window.Confirm(message.Seq, message.Credit);
                    (late, away, asked) = (0, false, 0);
                    confirmed();
                    _status = new(LinkState.Up, "");
                    break;
                case Resend message when message.Epoch.Span.SequenceEqual(outbox.Head().Epoch):
                    if (message.Reason == ResendReason.Forked)
                    {
                        Fork(message.Detail);
                        return;
                    }
                    _status = new(LinkState.Waiting,
                        $"head office asks again from entry {message.FromSeq}: {message.Reason} {message.Detail}".TrimEnd());
                    if (message.FromSeq == asked)
                        break; // sent already; where it does not help, the deadline for confirming sets the pace
                    asked = message.FromSeq;
                    behind = true;
                    Log.AskedAgain(log, message.FromSeq, message.Reason.ToString(), message.Detail);
                    window.GoBackTo(message.FromSeq - 1);
                    break;
                case HeadOfficeState message:
                    if (away && message.Online)
                        window.GoBack();
                    if (message.Online)
                        await link.TellAgainAsync(outbox.Head(), outbox.Confirmed(), stopping);
                    away = !message.Online;
                    behind |= away;
                    _status = away
                        ? new(LinkState.Waiting, "head office is away")
                        : _status with { Reason = _status.State == LinkState.Up ? "" : "head office is there" };
                    break;
            }
        }
    }

    // The next message; null: a new entry can go, or the time to look again has come.
    private async Task<object?> WaitAsync(BrokerLink link, SendWindow window, bool away, int late, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var message = link.Messages.ReadAsync(enough.Token).AsTask();
        var entry = !away && window.HasRoom
            ? outbox.WaitForEntryAfterAsync(window.SentUpTo, enough.Token)
            : Task.Delay(Timeout.InfiniteTimeSpan, time, enough.Token);
        var limit = away ? options.LongestWait
            : window.OldestSentAt is { } sent ? Max(ConfirmWait(late) - time.GetElapsedTime(sent), TimeSpan.Zero)
            : Timeout.InfiniteTimeSpan;
        var timer = Task.Delay(limit, time, enough.Token);
        await Task.WhenAny(message, entry, timer);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        try
        {
            return await message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Fork(string detail)
    {
        _status = new(LinkState.Forked, detail);
        Log.Forked(log, detail);
    }

    private TimeSpan ConfirmWait(int late) => options.ConfirmDeadline + (late == 0 ? TimeSpan.Zero : _retry.Wait(late, random));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // What passes, or what an operator mends, while the store sells on: the line, the broker, a disk that is full.
    private static bool IsTrouble(Exception fault) => fault is MqttCommunicationException or IOException
        or System.Net.Sockets.SocketException or OperationCanceledException or MqttClientNotConnectedException
        or ChannelClosedException or EntryTooLarge
        or LedgerFault { Kind: FaultKind.Busy or FaultKind.DiskFull or FaultKind.CannotOpen };
}
