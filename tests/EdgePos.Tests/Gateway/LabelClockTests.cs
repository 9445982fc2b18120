using System.Net;
using EdgePos.Devices;
using EdgePos.Gateway;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Item = EdgePos.Store.Item;

namespace EdgePos.Tests.Gateway;

/// <summary>The labels' service on a real connection, with a clock of its own: prices begin and end at their time.</summary>
public sealed class LabelClockTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 21, 0, 0, TimeSpan.Zero));
    private readonly WebApplication _app;
    private readonly CatalogueShelf _shelf;
    private GrpcChannel? _channel;

    public LabelClockTests()
    {
        _shelf = PriceBooks.Open(_folder.File("catalogue"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<FaultInterceptor>());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(_shelf);
        builder.Services.AddSingleton(Disks.Roomy(_folder));
        builder.Services.AddSingleton(_ => CounterFile.Open(_folder.File("counter.db"), _clock));
        builder.Services.AddSingleton<CounterLoop>();
        builder.Services.AddHostedService(of => of.GetRequiredService<CounterLoop>());
        builder.Services.AddSingleton<DeviceFeed>();
        builder.Services.AddSingleton<DeviceClaims>();
        builder.Services.AddSingleton<DeviceShelf>();
        builder.Services.AddSingleton<SellingDesk>();
        builder.Services.AddSingleton<ItemCodes>();
        builder.Services.AddSingleton<LabelWording>();
        builder.Services.AddSingleton<LabelBook>();
        builder.Services.AddSingleton<LabelWatch>();
        builder.Services.AddSingleton<LabelDesk>();
        builder.Services.AddSingleton(new StoreProfile(Options.Create(new StoreOptions { Currency = "EUR" })));
        _app = builder.Build();
        _app.MapGrpcService<LabelsService>();
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _app.DisposeAsync();
        _shelf.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_price_that_begins_or_ends_makes_its_label_due_at_that_very_moment()
    {
        var client = new Labels.LabelsClient(_channel);
        long morning = UsIn(TimeSpan.FromHours(10)), evening = UsIn(TimeSpan.FromHours(20));
        Item tea = PriceBooks.Item("TEA", 300), soap = PriceBooks.Item("SOAP", 250);
        using (var builder = _shelf.Build(merge: false))
        {
            Assert.Null(builder.Put(new BookRow(tea) { Prices = [new("", morning, evening, new(200, Sales.Eur))] }, []));
            Assert.Null(builder.Put(soap, []));
            Assert.Null(_shelf.Switch(builder).Refusal);
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
