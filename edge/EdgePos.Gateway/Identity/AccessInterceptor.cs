using System.Collections.Frozen;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Grpc.Core;
using Grpc.Core.Interceptors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EdgePos.Gateway;

/// <summary>The one place where a call is let in: by what the method needs, what the register is, and who is signed in at it.</summary>
internal sealed class AccessInterceptor(
    IReadOnlyList<ServiceDescriptor> services, SignIns signIns, RegisterKinds kinds, CallBudgets budgets, StaffNotes notes,
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
        if (isDeclared && (needs == Right.Anybody || (!signIns.AreRequired && kinds.AreAllTills && !budgets.AreBounded)))
            return;
        var caller = Caller.Of(context, store.Language);
        if (budgets.Take(caller.Register) is { } tooMany)
            throw StatusMap.ToException(tooMany, caller.Language);
        if ((isDeclared ? Check(context, caller, needs) : new Refusal(RefusalCode.NotAtThisRegister, "")) is not { } refusal)
            return;
        if (refusal.Code != RefusalCode.SignInNeeded)
        {
            notes.Refused(unwritten => new CallRefused
            {
                Method = context.Method.TrimStart('/').Split('.')[^1],
                Code = refusal.Reason,
                Unwritten = unwritten,
            }, caller.Register, "");
        }

        throw StatusMap.ToException(refusal, caller.Language);
    }

    // Whoever may open the socket file on the box itself looks after it: they could open its files as well.
    private Refusal? Check(ServerCallContext context, Caller caller, Right needs)
    {
        var kind = kinds.Of(caller);
        bool someoneSignsIn = signIns.AreRequired && context.GetHttpContext().Features.Get<Admitted>() is not { Register: 0 };
        return someoneSignsIn ? AccessRules.Check(kind, needs, signIns.At(caller.Register, isCall: true)?.Role)
            : AccessRules.Reaches(kind, needs) ? null : new Refusal(RefusalCode.NotAtThisRegister, "");
    }
}
