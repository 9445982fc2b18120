using System.Globalization;
using EdgePos.Store;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>The one place where a refusal of the store becomes a gRPC status.</summary>
internal static class StatusMap
{
    /// <summary>Domain of every ErrorInfo.</summary>
    public const string Domain = "edgepos";

    /// <summary>The value, or the refusal as an exception that gRPC sends with its details.</summary>
    public static T OrThrow<T>(this Result<T> result, string language) =>
        result.Refusal is { } refusal ? throw ToException(refusal, language) : result.Value;

    /// <summary>Nothing, or the refusal as an exception that gRPC sends with its details.</summary>
    public static void ThrowIfAny(this Refusal? refusal, string language)
    {
        if (refusal is not null)
            throw ToException(refusal, language);
    }

    /// <summary>Status, ErrorInfo with the stable code, the sentence in the caller's language, and the field at fault.</summary>
    public static RpcException ToException(Refusal refusal, string language)
    {
        string sentence = Texts.Of(refusal, language);
        var status = new Google.Rpc.Status { Code = (int)CodeOf(refusal.Code), Message = sentence };
        var info = new ErrorInfo { Domain = Domain, Reason = refusal.Reason };
        if (refusal.Offer is { } offer)
        {
            info.Metadata["offer_minor"] = offer.Minor.ToString(CultureInfo.InvariantCulture);
            info.Metadata["offer_currency"] = offer.Currency.Code;
        }

        if (refusal.Waits is { } command)
            info.Metadata["approval_command"] = command.ToString();
        status.Details.Add(Any.Pack(info));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = language, Message = sentence }));
        if (refusal.Field.Length > 0)
        {
            var bad = new BadRequest();
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = refusal.Field, Description = sentence });
            status.Details.Add(Any.Pack(bad));
        }

        return status.ToRpcException();
    }

    // What the register should do: InvalidArgument, mend the request; FailedPrecondition and NotFound, a person must act;
    // Aborted, read again and retry; AlreadyExists, that command id was used for something else.
    private static Code CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.FieldInvalid => Code.InvalidArgument,
        RefusalCode.CommandIdReused => Code.AlreadyExists,
        RefusalCode.ApprovalNeeded => Code.FailedPrecondition,
        RefusalCode.ApprovalWrong => Code.PermissionDenied,
        RefusalCode.TooManyCalls => Code.ResourceExhausted,
        RefusalCode.NotAtThisRegister => Code.PermissionDenied,
        RefusalCode.SignInNeeded => Code.Unauthenticated,
        RefusalCode.NotAllowed => Code.PermissionDenied,
        RefusalCode.SignInWrong => Code.PermissionDenied,
        RefusalCode.SignInWait => Code.FailedPrecondition,
        RefusalCode.EmployeeBlocked => Code.PermissionDenied,
        RefusalCode.PinChangeNeeded => Code.FailedPrecondition,
        RefusalCode.PinTooSimple => Code.InvalidArgument,
        RefusalCode.EmployeeUnknown => Code.NotFound,
        RefusalCode.ClockedAlready => Code.FailedPrecondition,
        RefusalCode.ApprovalNotAsked => Code.NotFound,
        RefusalCode.ApprovalNotYours => Code.PermissionDenied,
        RefusalCode.OwnApproval => Code.PermissionDenied,
        RefusalCode.RegisterUnknown => Code.Unauthenticated,
        RefusalCode.PairingRefused => Code.PermissionDenied,
        RefusalCode.RegisterNotPaired => Code.NotFound,
        RefusalCode.BasketNotFound => Code.NotFound,
        RefusalCode.ReceiptNotFound => Code.NotFound,
        RefusalCode.NoCustomer => Code.FailedPrecondition,
        RefusalCode.NoCustomerDetails => Code.FailedPrecondition,
        RefusalCode.TooManyBaskets => Code.FailedPrecondition,
        RefusalCode.BasketClosed => Code.FailedPrecondition,
        RefusalCode.BasketSuspended => Code.FailedPrecondition,
        RefusalCode.BasketNotSuspended => Code.FailedPrecondition,
        RefusalCode.BasketHasTenders => Code.FailedPrecondition,
        RefusalCode.TooManySuspended => Code.FailedPrecondition,
        RefusalCode.BasketBusy => Code.Aborted,
        RefusalCode.BasketChanged => Code.Aborted,
        RefusalCode.BasketPaid => Code.FailedPrecondition,
        RefusalCode.BasketFull => Code.FailedPrecondition,
        RefusalCode.CheckDigitWrong => Code.InvalidArgument,
        RefusalCode.CodeUnreadable => Code.InvalidArgument,
        RefusalCode.NotAnItem => Code.InvalidArgument,
        RefusalCode.PastSellBy => Code.FailedPrecondition,
        RefusalCode.UnknownItem => Code.NotFound,
        RefusalCode.NotForSale => Code.FailedPrecondition,
        RefusalCode.PriceMissing => Code.FailedPrecondition,
        RefusalCode.PriceNeeded => Code.FailedPrecondition,
        RefusalCode.PriceNotOpen => Code.FailedPrecondition,
        RefusalCode.PriceOutOfRange => Code.InvalidArgument,
        RefusalCode.SerialNeeded => Code.FailedPrecondition,
        RefusalCode.AgeCheckNeeded => Code.FailedPrecondition,
        RefusalCode.LineNotFound => Code.NotFound,
        RefusalCode.DepositFollows => Code.FailedPrecondition,
        RefusalCode.NoDiscountAllowed => Code.FailedPrecondition,
        RefusalCode.DiscountOutOfRange => Code.InvalidArgument,
        RefusalCode.CouponTwice => Code.FailedPrecondition,
        RefusalCode.TooManyCoupons => Code.FailedPrecondition,
        RefusalCode.CouponNotThere => Code.NotFound,
        RefusalCode.CouponUsed => Code.FailedPrecondition,
        RefusalCode.ReturnedAlready => Code.FailedPrecondition,
        RefusalCode.ReceiptNotAtHeadOffice => Code.NotFound,
        RefusalCode.ReceiptElsewhereUnreachable => Code.FailedPrecondition,
        RefusalCode.ReceiptElsewhereUnasked => Code.FailedPrecondition,
        RefusalCode.ReceiptElsewhereDiffers => Code.FailedPrecondition,
        RefusalCode.ReturnHoldOver => Code.FailedPrecondition,
        RefusalCode.VoidImpossible => Code.FailedPrecondition,
        RefusalCode.ExemptionDiffers => Code.FailedPrecondition,
        RefusalCode.QuantityOutOfRange => Code.InvalidArgument,
        RefusalCode.QuantityNotWhole => Code.InvalidArgument,
        RefusalCode.QuantityFixed => Code.InvalidArgument,
        RefusalCode.LabelDoesNotFit => Code.FailedPrecondition,
        RefusalCode.SerialTwice => Code.FailedPrecondition,
        RefusalCode.AmountTooLarge => Code.InvalidArgument,
        RefusalCode.BasketEmpty => Code.FailedPrecondition,
        RefusalCode.TenderOutOfRange => Code.InvalidArgument,
        RefusalCode.TenderNotFound => Code.NotFound,
        RefusalCode.TenderTooMuch => Code.InvalidArgument,
        RefusalCode.TenderNotTaken => Code.FailedPrecondition,
        RefusalCode.TenderNeedsReversal => Code.FailedPrecondition,
        RefusalCode.PaymentOpen => Code.FailedPrecondition,
        RefusalCode.PaymentNotFound => Code.NotFound,
        RefusalCode.PaymentSettled => Code.FailedPrecondition,
        RefusalCode.NoTerminal => Code.FailedPrecondition,
        RefusalCode.TerminalBusy => Code.FailedPrecondition,
        RefusalCode.TerminalDown => Code.FailedPrecondition,
        RefusalCode.VoucherUsed => Code.FailedPrecondition,
        RefusalCode.GiftCardNeeded => Code.FailedPrecondition,
        RefusalCode.GiftCardTwice => Code.FailedPrecondition,
        RefusalCode.GiftCardUnknown => Code.NotFound,
        RefusalCode.GiftCardTooLow => Code.FailedPrecondition,
        RefusalCode.GiftCardSpent => Code.FailedPrecondition,
        RefusalCode.GiftCardFull => Code.FailedPrecondition,
        RefusalCode.GiftCardForGiftCard => Code.FailedPrecondition,
        RefusalCode.GiftCardNeedsReceipt => Code.FailedPrecondition,
        RefusalCode.CustomerUnknown => Code.NotFound,
        RefusalCode.CustomerBlocked => Code.FailedPrecondition,
        RefusalCode.PointsNeedCustomer => Code.FailedPrecondition,
        RefusalCode.PointsShort => Code.FailedPrecondition,
        RefusalCode.CurrencyMismatch => Code.InvalidArgument,
        RefusalCode.NotPaid => Code.FailedPrecondition,
        RefusalCode.TillAlreadyOpen => Code.FailedPrecondition,
        RefusalCode.TillClosed => Code.FailedPrecondition,
        RefusalCode.BusinessDateOutOfRange => Code.InvalidArgument,
        RefusalCode.CashOutOfRange => Code.InvalidArgument,
        RefusalCode.DifferenceUnexplained => Code.FailedPrecondition,
        RefusalCode.ZReportNotFound => Code.NotFound,
        RefusalCode.OutOfStock => Code.FailedPrecondition,
        RefusalCode.ReservationNotFound => Code.NotFound,
        RefusalCode.StockCountNotFound => Code.NotFound,
        RefusalCode.StockCountOpen => Code.FailedPrecondition,
        RefusalCode.PriceBookRowInvalid => Code.InvalidArgument,
        RefusalCode.PriceBookVersionNotFound => Code.NotFound,
        RefusalCode.PriceBookChanged => Code.Aborted,
        RefusalCode.PriceBookStalled => Code.Aborted,
        RefusalCode.PrintJobNotFound => Code.NotFound,
        RefusalCode.NoPrinter => Code.FailedPrecondition,
        RefusalCode.DeviceNotFound => Code.NotFound,
        RefusalCode.DeviceClaimed => Code.FailedPrecondition,
        RefusalCode.DeviceUnavailable => Code.Unavailable,
        RefusalCode.OrderNotFound => Code.NotFound,
        RefusalCode.OrderCancelled => Code.FailedPrecondition,
        RefusalCode.OrderPreparedAlready => Code.FailedPrecondition,
        RefusalCode.OrderNotPrepared => Code.FailedPrecondition,
        RefusalCode.OrderDone => Code.FailedPrecondition,
        RefusalCode.OrderEmpty => Code.FailedPrecondition,
        RefusalCode.OrderElsewhere => Code.FailedPrecondition,
        RefusalCode.OrderUnderway => Code.FailedPrecondition,
        RefusalCode.NoScale => Code.FailedPrecondition,
        RefusalCode.NoWeight => Code.FailedPrecondition,
        RefusalCode.WeighingNotFound => Code.NotFound,
        RefusalCode.NotWeighed => Code.FailedPrecondition,
        RefusalCode.NoLabelPrinter => Code.FailedPrecondition,
        RefusalCode.LabelsUnderway => Code.FailedPrecondition,
        RefusalCode.DiskFull => Code.ResourceExhausted,
    };
}
