using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Takes batches from the broker to the books, for as long as head office lives: one <see cref="UplinkSession"/> after the
/// other. Whatever is lost in between is sent again by the box.
/// </summary>
public sealed class UplinkLoop(
    Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, Random random, ILogger<UplinkLoop> log) : BackgroundService
{
    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string client = NameOfClient();
        return new BrokerSessions(_options, time, random).RunAsync(
            async (written, stopping) =>
            {
                await using var session = new UplinkSession(books, _options, client, time, random, log);
                await session.RunAsync(written, stopping);
            },
            (why, tries) => Log.NoLink(log, _options.BrokerHost, _options.BrokerPort, why, tries), stoppingToken);
    }

    // Two clients of one name would throw each other out.
    private string NameOfClient() => $"headoffice-{_options.Tenant}" + (
        _options.Name.Length > 0 ? $"-{_options.Name}"
        : _options.SharesItsBoxes ? $"-{random.NextInt64():x16}"
        : "");
}
