using System.Net;
using EdgePos.Gateway;
using EdgePos.Ledger;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgePos.Tests;

/// <summary>One of the daemon's services on a real connection, with a clock and price books of its own.</summary>
internal sealed class ServiceHost<TService> : IAsyncDisposable
    where TService : class
{
    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;
    private GrpcChannel? _channel;

    /// <param name="more">What it needs besides selling from the price book; the folder is for its files.</param>
    public ServiceHost(TimeProvider clock, Action<IServiceCollection, TempFolder>? more = null)
    {
        Shelf = PriceBooks.Open(_folder.File("catalogue"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<FaultInterceptor>());
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(Shelf);
        builder.Services.AddSingleton(Disks.Roomy(_folder));
        builder.Services.AddSingleton<SellingDesk>();
        builder.Services.AddSingleton<ItemCodes>();
        builder.Services.AddSingleton(new StoreProfile(Options.Create(new StoreOptions { Currency = "EUR" })));
        more?.Invoke(builder.Services, _folder);
        _app = builder.Build();
        _app.MapGrpcService<TService>();
    }

    /// <summary>The price books.</summary>
    public CatalogueShelf Shelf { get; }

    /// <summary>Leads to it once it was started.</summary>
    public GrpcChannel Channel => _channel!;

    public async Task StartAsync()
    {
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _app.DisposeAsync();
        Shelf.Dispose();
        _folder.Dispose();
    }
}
