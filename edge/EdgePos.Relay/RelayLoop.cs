using System.Threading.Channels;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Logging;
using MQTTnet.Exceptions;

namespace EdgePos.Relay;

/// <summary>
/// Takes the journal to head office: one owner, one connection at a time, a new one after each failure. On each connection five
/// lanes: the journal, beside it what is true now, what comes down, what is asked about receipts, and help desks.
/// </summary>
public sealed class RelayLoop(
    BoxIdentity identity, RelayOptions options, JournalOutbox outbox, LiveFacts live, DatasetShelf datasets, TimeProvider time,
    Random random, ILogger<RelayLoop> log)
{
    private const int SmallestBatchBytes = 4 * 1024;

    private readonly Backoff _retry = new(options.FirstWait, options.LongestWait);
    private RelayOptions _options = options;
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
                await using var link = await BrokerLink.ConnectAsync(
                    identity, _options, outbox.Head(), outbox.Confirmed(), time, log, stopping);
                Log.Linked(log, _options.BrokerHost, _options.BrokerPort, outbox.Head().Seq - outbox.Confirmed());
                _status = new(LinkState.Waiting, "connected to the broker; head office has not been heard of");
                if (await ServeAsync(link, () => failures = 0, stopping) is { } forked)
                {
                    _status = new(LinkState.Forked, forked);
                    Log.Forked(log, forked);
                    return; // nothing more is sent
                }
            }
            catch (KeepAliveWanted wanted)
            {
                _options = _options with { KeepAlive = wanted.Period };
            }
            catch (Exception fault) when (IsTrouble(fault) && !stopping.IsCancellationRequested)
            {
                if ((fault as SendTimeout ?? fault.InnerException) is SendTimeout)
                    _batchBytes = Math.Max(SmallestBatchBytes, _batchBytes / 2);
                _status = new(LinkState.Down, (fault is ChannelClosedException ? fault.InnerException ?? fault : fault).Message);
                if (++failures == 1 || failures % 20 == 0)
                    Log.NoLink(log, _status.Reason, failures);
                await Task.Delay(_retry.AnyWait(failures, random), time, stopping);
            }
            catch (Exception fault) when (IsTrouble(fault))
            {
                return; // stopped; the MQTT library wraps a cancellation in whatever it was doing
            }
        }
    }

    /// <summary>What passes, or what an operator mends, while the store sells on: the line, the broker, a disk that is full.</summary>
    internal static bool IsTrouble(Exception fault) => fault is MqttCommunicationException or IOException
        or System.Net.Sockets.SocketException or OperationCanceledException or MqttClientNotConnectedException
        or ChannelClosedException or EntryTooLarge
        or LedgerFault { Kind: FaultKind.Busy or FaultKind.DiskFull or FaultKind.CannotOpen };

    // The lanes of a connection; the others never hold the journal up, and end with it. Gives why the histories differ.
    private async Task<string?> ServeAsync(BrokerLink link, Action confirmed, CancellationToken stopping)
    {
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var beside = new LiveLane(link, outbox, live, _options, time, log);
        var lane = new JournalLane(link, outbox, _options, _batchBytes, time, random, log)
        {
            Told = (state, reason) => _status = new(state, reason),
            CaughtUp = () => _batchBytes = _options.MaxBatchBytes,
            HasConfirmed = confirmed,
            HeadOfficeIs = beside.HeadOfficeIs,
        };
        var others = Task.WhenAll(beside.RunAsync(serving.Token),
            new DownLane(link, datasets, _options, time, random, log).RunAsync(serving.Token),
            _options.Receipts is { } receipts ? new ReceiptLane(link, receipts, log).RunAsync(serving.Token) : Task.CompletedTask,
            _options.Help is { } help ? new HelpLane(link, outbox, help, time, log).RunAsync(serving.Token) : Task.CompletedTask);
        try
        {
            return await lane.RunAsync(stopping);
        }
        finally
        {
            await serving.CancelAsync();
            await others;
        }
    }
}
