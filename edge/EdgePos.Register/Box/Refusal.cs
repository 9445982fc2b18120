using Google.Rpc;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>The box said no, and saying the same again would not help.</summary>
/// <param name="Status">The gRPC status.</param>
/// <param name="Reason">The stable code of google.rpc.ErrorInfo, e.g. UNKNOWN_ITEM; else the name of the status.</param>
/// <param name="Sentence">What the box says, in the register's language.</param>
internal sealed record Refusal(StatusCode Status, string Reason, string Sentence)
{
    public const string BasketNotFound = "BASKET_NOT_FOUND";
    public const string BasketClosed = "BASKET_CLOSED";
    public const string AgeCheckNeeded = "AGE_CHECK_NEEDED";
    public const string PriceNeeded = "PRICE_NEEDED";
    public const string SerialNeeded = "SERIAL_NEEDED";
    public const string ApprovalNeeded = "APPROVAL_NEEDED";
    public const string ApprovalWrong = "APPROVAL_WRONG";

    /// <summary>Reads a refusal off a status.</summary>
    public static Refusal Of(RpcException fault)
    {
        string reason = fault.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? fault.StatusCode.ToString();
        return new Refusal(fault.StatusCode, reason, fault.Status.Detail);
    }
}

/// <summary>What the box answered, or its refusal.</summary>
internal readonly struct Answer<T>
{
    private readonly T? _value;

    private Answer(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why not; null where there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The answer. Asking a refusal for it is a bug.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Reason}.");

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
