using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What each register is. In a demo without certificates its settings say so; every other one is a till.</summary>
internal sealed class RegisterKinds(IOptions<GatewayOptions> options)
{
    private readonly IReadOnlyDictionary<int, RegisterKind> _kinds = options.Value.ToDemoKinds();

    /// <summary>True where none is anything else.</summary>
    public bool AreAllTills => _kinds.Count == 0;

    /// <summary>What a register is.</summary>
    public RegisterKind Of(int register) => _kinds.GetValueOrDefault(register, RegisterKind.Till);
}
