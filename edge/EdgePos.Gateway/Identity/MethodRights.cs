using System.Collections.Frozen;
using EdgePos.Store;
using EdgePos.V1;
using MethodDescriptor = Google.Protobuf.Reflection.MethodDescriptor;
using Right = EdgePos.Store.Right;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EdgePos.Gateway;

/// <summary>What each method needs, as the protos say. One that says nothing is refused.</summary>
internal static class MethodRights
{
    // Other people's protos say nothing of ours. Whether the box sells may be asked by whoever watches it.
    private static readonly KeyValuePair<string, Right>[] Foreign =
    [
        new("/grpc.health.v1.Health/Check", Right.Anybody), new("/grpc.health.v1.Health/Watch", Right.Anybody),
        new("/grpc.health.v1.Health/List", Right.Anybody),
        new("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Right.Look),
        new("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Right.Look),
    ];

    /// <summary>By the path of the call, /service/method.</summary>
    public static FrozenDictionary<string, Right> Of(IEnumerable<ServiceDescriptor> services) => services
        .SelectMany(service => service.Methods)
        .Select(method => (Path: $"/{method.Service.FullName}/{method.Name}", Needs: NeedsOf(method)))
        .Where(method => method.Needs is not null)
        .Select(method => KeyValuePair.Create(method.Path, method.Needs!.Value))
        .Concat(Foreign)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a method needs; null: it does not say.</summary>
    public static Right? NeedsOf(MethodDescriptor method) => method.GetOptions()?.GetExtension(AccessExtensions.Needs) is { } needs
        and not V1.Right.Unspecified ? AccessWords.OfWire(needs) : null;
}
