using System.Buffers;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>
/// Checkout.AddItem, the call of every scan. It takes the place of the generated one: the bytes that counter.db keeps of the
/// basket are those that the register gets, encoded once.
/// </summary>
internal sealed class ScanService(
    ItemDesk adding, BasketDesk baskets, LeaveDesk leaves, RegisterKinds kinds, BasketShowing showing, StoreProfile store)
{
    private static readonly Method<AddItemRequest, byte[]> Method = new(
        MethodType.Unary, Checkout.Descriptor.FullName, nameof(AddItem),
        Marshallers.Create(Never, static from => AddItemRequest.Parser.ParseFrom(from.PayloadAsReadOnlySequence())),
        Marshallers.Create<byte[]>(Write, static _ => throw new NotSupportedException()));

    private async Task<byte[]> AddItem(AddItemRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var leave = leaves.Of(caller, command).OrThrow(caller.Language);
        // Nobody of the staff stands at a kiosk: how old somebody is must come from one of them.
        bool saysAge = request.AgeCase == AddItemRequest.AgeOneofCase.BirthDate || request.AgeSeen;
        if (saysAge && AccessRules.IsUnattended(kinds.Of(caller)) && leave.By(Permission.Age).Length == 0
            && !await baskets.KnowsAsync(command.Id))
            return showing.BytesOf(leaves.Heard<BasketAnswer>(Permissions.Needs(Permission.Age, "0"), command), caller);
        return showing.BytesOf(leaves.Heard(await adding.AddAsync(id, command, request, leave.By(Permission.PastDate)), command), caller);
    }

    private static void Write(byte[] basket, SerializationContext to)
    {
        to.SetPayloadLength(basket.Length);
        to.GetBufferWriter().Write(basket);
        to.Complete();
    }

    private static void Never(AddItemRequest request, SerializationContext to) => throw new NotSupportedException();

    /// <summary>Makes it known to gRPC.</summary>
    internal sealed class Methods : IServiceMethodProvider<ScanService>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<ScanService> context) =>
            context.AddUnaryMethod(Method, [], static (service, request, call) => service.AddItem(request, call));
    }
}
