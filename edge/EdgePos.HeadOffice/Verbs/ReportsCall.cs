using EdgePos.HeadOffice.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.HeadOffice;

/// <summary>A question to a running head office that may not be there.</summary>
internal sealed class ReportsCall(Uri address, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>Asks and gives the answer.</summary>
    /// <exception cref="VerbFault">No answer, or a refusal.</exception>
    public async Task<T> AskAsync<T>(Func<Reports.ReportsClient, CallOptions, Task<T>> ask, CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var options = new CallOptions(deadline: (time.GetUtcNow() + Deadline).UtcDateTime, cancellationToken: stop);
        try
        {
            return await ask(new Reports.ReportsClient(channel), options);
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (RpcException fault) when (fault.Status.DebugException is { } why)
        {
            throw new VerbFault(ExitCodes.Unavailable,
                $"no head office answers at {address.GetLeftPart(UriPartial.Authority)}: {why.GetBaseException().Message}; see --reports");
        }
        catch (RpcException refused)
        {
            throw new VerbFault(refused.StatusCode == StatusCode.InvalidArgument ? ExitCodes.Usage : ExitCodes.NotAsItMustBe,
                refused.Status.Detail);
        }
    }
}
