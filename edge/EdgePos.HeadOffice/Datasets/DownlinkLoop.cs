using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells stores of their datasets, and sends the chunks that boxes ask for: one <see cref="DownlinkSession"/> after the other.
/// </summary>
public sealed class DownlinkLoop(
    Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, Random random, ILogger<DownlinkLoop> log) : BackgroundService
{
    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string client = $"headoffice-down-{_options.Tenant}-{random.NextInt64():x16}";
        return new BrokerSessions(_options, time, random).RunAsync(
            async (served, stopping) =>
            {
                using var session = new DownlinkSession(new DatasetBooks(books.Store), _options, client, time, log);
                await session.RunAsync(served, stopping);
            },
            (why, tries) => Log.NoDownlink(log, _options.BrokerHost, _options.BrokerPort, why, tries), stoppingToken);
    }
}
