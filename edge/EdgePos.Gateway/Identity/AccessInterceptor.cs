using System.Collections.Frozen;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Grpc.Core;
using Grpc.Core.Interceptors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EdgePos.Gateway;

/// <summary>The one place where a call is let in: by what the method needs, what the register is, and who is signed in at it.</summary>
internal sealed class AccessInterceptor(
    IReadOnlyList<ServiceDescriptor> services, AccessDesk access, SignIns signIns, CallBudgets budgets, StaffNotes notes,
    StoreProfile store) : Interceptor
{
    private readonly FrozenDictionary<string, Right> _needs = MethodRights.Of(services);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        bool isDeclared = _needs.TryGetValue(context.Method, out var needs);
        if (budgets.AreBounded && Caller.NumberOf(context) is { } number && budgets.Take(number) is { } tooMany)
            throw StatusMap.ToException(tooMany, Caller.LanguageOf(context, store.Language));
        if (isDeclared && (needs == Right.Anybody || access.AsksNothing))
            return;
        var caller = Caller.Of(context, store.Language);
        if ((isDeclared ? access.Check(context, caller, needs) : new Refusal(RefusalCode.NotAtThisRegister, "")) is not { } refusal)
            return;
        if (refusal.Code != RefusalCode.SignInNeeded)
        {
            notes.Refused(unwritten => new CallRefused
            {
                Method = context.Method.TrimStart('/').Split('.')[^1],
                Code = refusal.Reason,
                Unwritten = unwritten,
            }, caller.Register, signIns.NumberAt(caller.Register) is { Length: > 0 } who ? who : null);
        }

        throw StatusMap.ToException(refusal, caller.Language);
    }
}
