using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>One gRPC call to somebody who may not be there.</summary>
/// <param name="who">Whom it asks, in words: "the box".</param>
/// <param name="address">Where.</param>
/// <param name="deadline">How long it waits.</param>
/// <param name="register">Number under which a box knows who asks; 0: it need not know.</param>
internal sealed class RemoteCall(string who, Uri address, TimeSpan deadline, TimeProvider time, int register = 0)
{
    /// <summary>The headers of a register's call.</summary>
    public static Metadata HeadersOf(int register) => new() { { "edgepos-register", register.ToString(CultureInfo.InvariantCulture) } };

    /// <summary>Calls and gives the answer.</summary>
    /// <exception cref="ToolFault">No answer, or a refusal.</exception>
    public async Task<T> RunAsync<T>(Func<GrpcChannel, CallOptions, Task<T>> call, CancellationToken stop)
    {
        using var channel = BoxChannel.To(address);
        var options = new CallOptions(register == 0 ? null : HeadersOf(register), (time.GetUtcNow() + deadline).UtcDateTime, stop);
        try
        {
            return await call(channel, options);
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (RpcException fault) when (fault.Status.DebugException is not null
            || fault.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unimplemented)
        {
            // Made by the client library: nobody said anything. Or somebody else listens there.
            string why = fault.StatusCode == StatusCode.Unimplemented ? "what listens there does not know this call"
                : fault.Status.DebugException?.GetBaseException().Message ?? $"nothing within {deadline.TotalSeconds:0} s";
            throw new ToolFault(ExitCodes.Unavailable, $"{who} does not answer at {BoxChannel.Shown(address)}: {why}");
        }
        catch (RpcException refused)
        {
            throw new ToolFault(ExitCodes.NotAsItMustBe, refused.Status.Detail);
        }
    }
}
