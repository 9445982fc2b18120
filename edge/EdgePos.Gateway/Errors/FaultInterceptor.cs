using EdgePos.Ledger;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EdgePos.Gateway;

/// <summary>The one place where a machine's failure becomes a gRPC status: logged once, never shown raw to a register.</summary>
internal sealed class FaultInterceptor(ILogger<FaultInterceptor> log) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Task<TResponse> call;
        try
        {
            call = continuation(request, context);
        }
        catch (Exception atOnce)
        {
            call = Task.FromException<TResponse>(atOnce); // before it had a task to fail in
        }

        // A scan has mostly ended by now: then there is nothing to wait for.
        return call.IsCompletedSuccessfully ? call : GuardAsync(context, call);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        return GuardAsync(context, Call());
        async Task<TResponse> Call() => await continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        return GuardAsync(context, Call());
        async Task<bool> Call()
        {
            await continuation(request, responseStream, context);
            return true;
        }
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        return GuardAsync(context, Call());
        async Task<bool> Call()
        {
            await continuation(requestStream, responseStream, context);
            return true;
        }
    }

    private async Task<T> GuardAsync<T>(ServerCallContext context, Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (LedgerFault fault)
        {
            if (fault.Kind != FaultKind.Busy)
                Log.CallFailed(log, context.Method, fault.Message);
            throw ToException(fault.Kind);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, "the caller went away"));
        }
        catch (Exception bug) when (bug is not RpcException and not OperationCanceledException)
        {
            Log.CallBroke(log, context.Method, bug);
            throw new RpcException(new Grpc.Core.Status(StatusCode.Internal, "The box has a fault; it is in its log."));
        }
    }

    private static RpcException ToException(FaultKind kind) => kind switch
    {
        FaultKind.Busy => Retry(Code.ResourceExhausted, "BUSY", "The box is busy. Send the same command again."),
        FaultKind.DiskFull => Retry(Code.ResourceExhausted, "DISK_FULL",
            "The box's disk is full. Send the same command again when there is room."),
        FaultKind.CannotOpen => Retry(Code.Unavailable, "STORAGE", "The box cannot open its files. See its log."),
        FaultKind.Damaged => Retry(Code.DataLoss, "DAMAGED", "A file of the box is damaged. See its log."),
        FaultKind.Io => Retry(Code.Unavailable, "STORAGE", "The box's disk failed. Send the same command again later."),
    };

    private static RpcException Retry(Code code, string reason, string message)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = StatusMap.Domain, Reason = reason }));
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) }));
        return status.ToRpcException();
    }
}
