using EdgePos.Gateway;
using EdgePos.Ledger;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A machine that fails is told in the words of the contract, however the call is made that meets it.</summary>
public sealed class FaultTests
{
    private static readonly LedgerFault DiskFull = new(FaultKind.DiskFull, "commit", "ledger.db", "no space is left");

    private readonly FaultInterceptor _guard = new(NullLogger<FaultInterceptor>.Instance);

    public static TheoryData<string, UnaryServerMethod<string, string>> Calls() => new()
    {
        { "at once", (_, _) => throw DiskFull },
        { "in its task", (_, _) => Task.FromException<string>(DiskFull) },
        { "later", async (_, _) => { await Task.Yield(); throw DiskFull; } },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task A_call_that_fails_is_never_told_raw(string when, UnaryServerMethod<string, string> call)
    {
        var context = new Call();
        var unary = await Assert.ThrowsAsync<RpcException>(() => _guard.UnaryServerHandler("", context, call));
        var stream = await Assert.ThrowsAsync<RpcException>(() => _guard.ServerStreamingServerHandler<string, string>(
            "", null!, context, (request, _, at) => call(request, at)));
        var import = await Assert.ThrowsAsync<RpcException>(() => _guard.ClientStreamingServerHandler<string, string>(
            null!, context, (_, at) => call("", at)));
        Assert.All([unary, stream, import], fault => Assert.True(fault.StatusCode == StatusCode.ResourceExhausted, $"{when}: {fault}"));
    }

    private sealed class Call : ServerCallContext
    {
        protected override string MethodCore => "/edgepos.v1.Box/GetStatus";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
