using EdgePos.Register;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>A box that fails in every way, on the wire: what the register sends again, and what it does not.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private readonly ScriptedBox _script = new();
    private readonly int _port = Daemon.FreePort();
    private WebApplication? _box;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_script);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_port, listen => listen.Protocols = HttpProtocols.Http2));
        _box = builder.Build();
        _box.MapGrpcService<ScriptedBox>();
        await _box.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _box!.DisposeAsync();

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Aborted)]
    public async Task The_same_command_is_sent_again_until_it_is_answered(StatusCode trouble)
    {
        _script.Failures = 3;
        _script.Trouble = trouble;
        var (answer, ids) = await OpenAsync(patienceSeconds: 30);
        Assert.Null(answer.Refusal);
        Assert.Equal(4, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.DataLoss)]
    public async Task A_decision_of_the_box_is_not_asked_for_twice(StatusCode decision)
    {
        _script.Failures = 1;
        _script.Trouble = decision;
        var (answer, ids) = await OpenAsync(patienceSeconds: 30);
        Assert.Equal((decision, 1), (answer.Refusal?.Status, ids.Count));
    }

    [Fact]
    public async Task Patience_ends_and_says_where_the_box_was_looked_for()
    {
        _script.Failures = int.MaxValue;
        _script.Trouble = StatusCode.Unavailable;
        var fault = await Assert.ThrowsAsync<BoxUnreachable>(() => OpenAsync(patienceSeconds: 1));
        Assert.Equal(69, fault.ExitCode);
        Assert.Contains($"127.0.0.1:{_port}", fault.Message, StringComparison.Ordinal);
    }

    private async Task<(Answer<Basket> Answer, List<string> Ids)> OpenAsync(int patienceSeconds)
    {
        var address = new BoxAddress(new Uri($"http://127.0.0.1:{_port}"), 1, "en", TimeSpan.FromSeconds(patienceSeconds));
        using var box = new BoxClient(address, TimeProvider.System, new Random(1));
        var request = new OpenBasketRequest { CommandId = Till.NewId() };
        var answer = await box.CallAsync(o => box.Checkout.OpenBasketAsync(request, o).ResponseAsync, default);
        return (answer, _script.Ids);
    }

    private sealed class ScriptedBox : Checkout.CheckoutBase
    {
        public int Failures { get; set; }

        public StatusCode Trouble { get; set; }

        public List<string> Ids { get; } = [];

        public override Task<Basket> OpenBasket(OpenBasketRequest request, ServerCallContext context)
        {
            Ids.Add(request.CommandId);
            return Ids.Count <= Failures
                ? throw new RpcException(new Status(Trouble, "scripted"))
                : Task.FromResult(new Basket { BasketId = request.CommandId });
        }
    }
}
