using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>A command about a basket, ready to be sent: the same one each time it is tried.</summary>
/// <param name="send">Sends it, always with the same request.</param>
internal sealed class BasketCommand(Func<CallOptions, AsyncUnaryCall<Basket>> send)
{
    /// <summary>The scan that it is, where it is one: the box may ask for more about it.</summary>
    public AddItemRequest? Scan { get; init; }

    /// <summary>The payment that it is, where it is one: the box may offer to take less.</summary>
    public AddTenderRequest? Payment { get; init; }

    /// <summary>Who allows it, name:PIN; empty: nobody was asked.</summary>
    public string Approval { get; set; } = "";

    /// <summary>How often the cashier was asked, by the reason of the refusal.</summary>
    public Dictionary<string, int> Asked { get; } = [];

    public Task<Basket> SendAsync(CallOptions options) => send(options).ResponseAsync;
}
