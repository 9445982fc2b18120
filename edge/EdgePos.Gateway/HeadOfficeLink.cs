using System.Security.Cryptography;
using EdgePos.HeadOffice;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Runs the relay where the settings name a head office.</summary>
internal sealed class HeadOfficeLink : BackgroundService
{
    private const int DefaultBrokerPort = 1883;

    private static readonly TimeSpan AfterABug = TimeSpan.FromSeconds(30);

    private readonly RelayLoop? _relay;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public HeadOfficeLink(
        IOptions<RelaySettings> settings, IOptions<HeadOfficeOptions> headOffice, StoreProfile store, LedgerReader reader,
        LedgerWriter writer, StockReader stock, BoxHealth health, DatasetShelf datasets, ClockTrust clock, HelpDesk help,
        ReceiptQuestions receipts,
        TimeProvider time, Random random, ILogger<RelayLoop> log, ILogger<HelpHearing> helpLog)
    {
        (_time, _log) = (time, log);
        var (relay, embedded) = (settings.Value, headOffice.Value.Embedded);
        if (relay.BrokerHost.Length == 0 && !embedded)
            return;
        var options = new RelayOptions
        {
            BrokerHost = relay.BrokerHost.Length > 0 ? relay.BrokerHost : "127.0.0.1",
            BrokerPort = relay.BrokerPort > 0 ? relay.BrokerPort : embedded ? headOffice.Value.BrokerPort : DefaultBrokerPort,
            Version = BoxService.Version,
            BootId = RandomNumberGenerator.GetBytes(16),
            Tls = relay.Tls,
            BytesPerSecond = relay.KilobytesPerSecond * 1000,
            Metered = relay.Metered,
            HearTime = clock.Hear,
            Receipts = receipts,
            Help = relay.HelpTrust() is not { } trust ? null : new HelpHearing(store.Identity, trust, help,
                given => writer.NoteAsync(given, register: 0), () => clock.IsSet, () => RandomNumberGenerator.GetBytes(16), time, helpLog),
        };
        if (options.Help is null)
            Log.NoRemoteHelp(log);
        _relay = new RelayLoop(store.Identity, options, new JournalOutbox(reader, writer, options.BootId),
            new LiveFacts(reader, stock, health.Now), datasets, time, random, log);
    }

    /// <summary>How the link is.</summary>
    public RelayStatus Now => _relay?.Status ?? new RelayStatus(LinkState.Off, "no head office is set up");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (bool ended = _relay is null; !ended;)
        {
            try
            {
                await _relay!.RunAsync(stoppingToken);
                ended = true;
            }
            catch (Exception bug) when (bug is not LedgerFault && !stoppingToken.IsCancellationRequested)
            {
                // The host would stop for it, and the shop with it.
                Log.RelayEnded(_log, AfterABug.TotalSeconds, bug);
                await Task.Delay(AfterABug, _time, stoppingToken);
            }
        }
    }
}
