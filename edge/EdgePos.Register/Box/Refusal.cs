using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Money = EdgePos.V1.Money;

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
    public const string GiftCardNeeded = "GIFT_CARD_NEEDED";
    public const string ReceiptElsewhereUnasked = "RECEIPT_ELSEWHERE_UNASKED";

    // The first is the one that asks; the others are of somebody who may not allow it, or is not known.
    public const string ApprovalNeeded = "APPROVAL_NEEDED";
    private static readonly string[] AboutApproval =
        [ApprovalNeeded, "PAST_SELL_BY", "APPROVAL_WRONG", "APPROVAL_NOT_YOURS", "OWN_APPROVAL"];

    /// <summary>True where it is for want of somebody's leave.</summary>
    public bool IsAboutApproval => AboutApproval.Contains(Reason);

    /// <summary>The command that waits for leave, to be given with Staff.Approve; empty: none does.</summary>
    public string Waits { get; init; } = "";

    /// <summary>What the box would take instead; null: nothing, or it does not say.</summary>
    public Money? Offer { get; init; }

    /// <summary>Reads a refusal off a status.</summary>
    public static Refusal Of(RpcException fault)
    {
        var info = fault.GetRpcStatus()?.GetDetail<ErrorInfo>();
        return new Refusal(fault.StatusCode, info?.Reason ?? fault.StatusCode.ToString(), fault.Status.Detail)
        {
            Offer = OfferOf(info),
            Waits = info is not null && info.Metadata.TryGetValue("approval_command", out string? waits) ? waits : "",
        };
    }

    private static Money? OfferOf(ErrorInfo? info) => info is not null
        && info.Metadata.TryGetValue("offer_minor", out string? minor) && info.Metadata.TryGetValue("offer_currency", out string? currency)
        && long.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out long offered) && offered > 0
            ? new Money { Minor = offered, Currency = currency }
            : null;
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
