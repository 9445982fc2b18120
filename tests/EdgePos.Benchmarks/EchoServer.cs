using System.Net;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgePos.Benchmarks;

/// <summary>What a scan costs where nothing is done for it: the same call, with a basket of the same size for an answer.</summary>
internal static class EchoServer
{
    /// <summary>Serves until it is killed.</summary>
    public static void Run(int port)
    {
        // Like the daemon's. All below it is watched: where that is the folder that is measured, every write would wake the echo.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Echo>();
        app.Run();
    }

    /// <summary>Answers with the last basket that it was given to keep.</summary>
    internal sealed class Echo : Checkout.CheckoutBase
    {
        private static Basket _basket = new();

        public override Task<Basket> SetNote(SetNoteRequest request, ServerCallContext context)
        {
            _basket = Basket.Parser.ParseFrom(Convert.FromBase64String(request.Note));
            return Task.FromResult(_basket);
        }

        public override Task<Basket> AddItem(AddItemRequest request, ServerCallContext context) => Task.FromResult(_basket);
    }
}
