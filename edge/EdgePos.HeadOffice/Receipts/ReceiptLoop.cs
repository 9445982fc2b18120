using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Answers what boxes ask about receipts of other stores: one <see cref="ReceiptSession"/> after the other.</summary>
public sealed class ReceiptLoop(
    Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, Random random, ILogger<ReceiptLoop> log) : BackgroundService
{
    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string client = $"headoffice-receipts-{_options.Tenant}-{random.NextInt64():x16}";
        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        await new BrokerSessions(_options, time, random).RunAsync(
            async (served, stopping) =>
            {
                using var session = new ReceiptSession(new ReceiptBooks(books.Store, time), _options, key, client);
                await session.RunAsync(served, stopping);
            },
            (why, tries) => Log.NoReceipts(log, _options.BrokerHost, _options.BrokerPort, why, tries), stoppingToken);
    }
}
