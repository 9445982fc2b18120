using EdgePos.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests;

/// <summary>What a connection is told that is no register's.</summary>
internal static class Refusals
{
    /// <summary>It is let in.</summary>
    public static async Task NoneAsync(GrpcChannel channel) =>
        Assert.Equal("S1", (await new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest())).Store);

    /// <summary>It is refused with a code and a sentence that says why.</summary>
    public static async Task StrangerAsync(GrpcChannel channel, string why, Metadata? headers = null)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), headers).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Equal("REGISTER_UNKNOWN", refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Contains(why, refused.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>It does not come as far as a call.</summary>
    public static async Task OutsideAsync(GrpcChannel channel)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest()).ResponseAsync);
        Assert.NotNull(refused.Status.DebugException); // nobody answered: the client library says it
    }
}
