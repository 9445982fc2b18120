using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What each register is: as it was paired, or in a demo without certificates as the settings say.</summary>
internal sealed class RegisterKinds(IOptions<GatewayOptions> options)
{
    private readonly IReadOnlyDictionary<int, RegisterKind> _kinds = options.Value.ToDemoKinds();

    /// <summary>True where nothing tells that one is anything but a till.</summary>
    public bool AreAllTills { get; } = options.Value.ToDemoKinds().Count == 0 && !options.Value.HasOwnAuthority;

    /// <summary>What a caller's register is.</summary>
    public RegisterKind Of(Caller caller) => _kinds.GetValueOrDefault(caller.Register, caller.Kind);
}
