using System.Net;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgePos.Tests;

/// <summary>What a daemon is on the wire whose counter stands still: its health says so, and its status never comes.</summary>
internal sealed class StuckBox : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StuckBox(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<StuckBox> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<StuckStatus>();
        app.MapGrpcService<IllHealth>();
        await app.StartAsync();
        return new StuckBox(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class StuckStatus : Box.BoxBase
    {
        public override async Task<BoxStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new BoxStatus();
        }
    }

    private sealed class IllHealth : Health.HealthBase
    {
        public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
            Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.NotServing });
    }
}
