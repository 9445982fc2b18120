using EdgePos.Devices;
using EdgePos.Gateway;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Item = EdgePos.Store.Item;

namespace EdgePos.Tests.Gateway;

/// <summary>The labels' service with a clock of its own: prices begin and end at their time.</summary>
public sealed class LabelClockTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 21, 0, 0, TimeSpan.Zero));
    private readonly ServiceHost<LabelsService> _host;

    public LabelClockTests() => _host = new ServiceHost<LabelsService>(_clock, (services, folder) =>
    {
        services.AddSingleton(_ => CounterFile.Open(folder.File("counter.db"), _clock));
        services.AddSingleton<CounterLoop>();
        services.AddHostedService(of => of.GetRequiredService<CounterLoop>());
        services.AddSingleton<DeviceFeed>();
        services.AddSingleton<DeviceClaims>();
        services.AddSingleton<DeviceShelf>();
        services.AddSingleton<DeviceChoice>();
        services.AddSingleton<LabelWording>();
        services.AddSingleton<LabelBook>();
        services.AddSingleton<LabelDesk>();
    });

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_price_that_begins_or_ends_makes_its_label_due_at_that_very_moment()
    {
        var client = new Labels.LabelsClient(_host.Channel);
        long morning = UsIn(TimeSpan.FromHours(10)), evening = UsIn(TimeSpan.FromHours(20));
        Item tea = PriceBooks.Item("TEA", 300), soap = PriceBooks.Item("SOAP", 250);
        using (var builder = _host.Shelf.Build(merge: false))
        {
            Assert.Null(builder.Put(new BookRow(tea) { Prices = [new("", morning, evening, new(200, Sales.Eur))] }, []));
            Assert.Null(builder.Put(soap, []));
            Assert.Null(_host.Shelf.Switch(builder).Refusal);
        }

        Assert.Equal(2, (await client.MarkHangingAsync(new(), Daemon.As(1))).Hanging);
        Assert.Equal([], await DueAsync());
        Assert.Equal([], await DueAsync(morning - 1));
        Assert.Equal([("TEA", 300, 200)], await DueAsync(morning));
        Assert.Equal([], await DueAsync(evening));

        _clock.Advance(TimeSpan.FromHours(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([], await DueAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([("TEA", 300, 200)], await DueAsync());
        await client.MarkHangingAsync(new(), Daemon.As(1));
        Assert.Equal([], await DueAsync());
        _clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal([("TEA", 200, 300)], await DueAsync());

        async Task<IEnumerable<(string, long, long)>> DueAsync(long atUs = 0) =>
            (await client.ListDueAsync(new ListDueLabelsRequest { AtUs = atUs }, Daemon.As(1)))
                .Labels.Select(label => (label.Sku, label.OldPrice.Minor, label.NewPrice.Minor));
    }

    private long UsIn(TimeSpan time) => (_clock.GetUtcNow() + time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
