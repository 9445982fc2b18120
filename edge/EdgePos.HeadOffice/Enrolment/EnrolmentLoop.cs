using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Answers boxes that want certificates: one <see cref="EnrolmentSession"/> after the other.</summary>
public sealed class EnrolmentLoop(
    Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, Random random, ILogger<EnrolmentLoop> log) : BackgroundService
{
    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string client = $"headoffice-enrol-{_options.Tenant}-{random.NextInt64():x16}";
        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        using var authority = BoxesAuthority.OpenOrMake(_options.DataFolder, _options.Tenant, time);
        var desk = new EnrolmentDesk(new EnrolmentBooks(books.Store), books.Store, authority, _options, time, log);
        await new BrokerSessions(_options, time, random).RunAsync(
            async (served, stopping) =>
            {
                using var session = new EnrolmentSession(desk, _options, key, client);
                await session.RunAsync(served, stopping);
            },
            (why, tries) => Log.NoEnrolment(log, _options.BrokerHost, _options.BrokerPort, why, tries), stoppingToken);
    }
}
