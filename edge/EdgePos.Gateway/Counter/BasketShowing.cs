using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>What a register is shown of a basket that it has changed: the basket, and what somebody should know about it.</summary>
internal sealed class BasketShowing(StockDesk stock)
{
    /// <summary>The bytes of the message.</summary>
    /// <exception cref="Grpc.Core.RpcException">It was refused.</exception>
    public byte[] BytesOf(Result<BasketAnswer> result, Caller caller)
    {
        var answer = result.OrThrow(caller.Language);
        var warnings = stock.WarningsOf(answer.Basket);
        if (warnings.Count == 0)
            return answer.Body;
        // The last field of the message: its bytes come behind all others.
        var more = new V1.Basket();
        more.Warnings.AddRange(warnings.Select(warning => new BasketWarning
        {
            Code = warning.Reason,
            Sentence = Texts.Of(warning, caller.Language),
        }));
        return [.. answer.Body, .. more.ToByteArray()];
    }
}
