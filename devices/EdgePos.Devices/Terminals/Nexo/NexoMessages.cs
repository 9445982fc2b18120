using System.Text.Json.Serialization;

namespace EdgePos.Devices;

// The messages of nexo Retailer as JSON, as far as a till needs them. The names are those of the standard: nexo Sale to POI
// Protocol Specifications 3.0; Adyen, "Terminal API". What a terminal leaves out is null.

internal sealed record NexoEnvelope
{
    public NexoRequest? SaleToPOIRequest { get; init; }

    public NexoResponse? SaleToPOIResponse { get; init; }
}

internal sealed record NexoRequest
{
    public NexoHeader? MessageHeader { get; init; }

    public NexoPaymentRequest? PaymentRequest { get; init; }

    public NexoReversalRequest? ReversalRequest { get; init; }

    public NexoStatusRequest? TransactionStatusRequest { get; init; }

    public NexoAbortRequest? AbortRequest { get; init; }

    public NexoDiagnosisRequest? DiagnosisRequest { get; init; }

    public NexoReconciliationRequest? ReconciliationRequest { get; init; }

    public string? NexoBlob { get; init; }

    public NexoTrailer? SecurityTrailer { get; init; }
}

internal sealed record NexoResponse
{
    public NexoHeader? MessageHeader { get; init; }

    public NexoPaymentResponse? PaymentResponse { get; init; }

    public NexoPaymentResponse? ReversalResponse { get; init; }

    public NexoStatusResponse? TransactionStatusResponse { get; init; }

    public NexoPlainResponse? DiagnosisResponse { get; init; }

    public NexoPlainResponse? ReconciliationResponse { get; init; }

    public string? NexoBlob { get; init; }

    public NexoTrailer? SecurityTrailer { get; init; }
}

internal sealed record NexoHeader
{
    public string? ProtocolVersion { get; init; }

    public string? MessageClass { get; init; }

    public string? MessageCategory { get; init; }

    public string? MessageType { get; init; }

    public string? SaleID { get; init; }

    public string? ServiceID { get; init; }

    public string? POIID { get; init; }
}

internal sealed record NexoTrailer
{
    public int? KeyVersion { get; init; }

    public string? KeyIdentifier { get; init; }

    public string? Hmac { get; init; }

    public string? Nonce { get; init; }

    public int? AdyenCryptoVersion { get; init; }
}

internal sealed record NexoTransaction
{
    public string? TransactionID { get; init; }

    public string? TimeStamp { get; init; }
}

internal sealed record NexoPaymentRequest
{
    public NexoSaleData? SaleData { get; init; }

    public NexoPaymentTransaction? PaymentTransaction { get; init; }

    public NexoPaymentData? PaymentData { get; init; }
}

internal sealed record NexoSaleData
{
    public NexoTransaction? SaleTransactionID { get; init; }
}

internal sealed record NexoPaymentTransaction
{
    public NexoAmountsReq? AmountsReq { get; init; }
}

internal sealed record NexoAmountsReq
{
    public string? Currency { get; init; }

    public decimal? RequestedAmount { get; init; }
}

internal sealed record NexoPaymentData
{
    public string? PaymentType { get; init; }
}

internal sealed record NexoReversalRequest
{
    public NexoOriginal? OriginalPOITransaction { get; init; }

    public string? ReversalReason { get; init; }

    public NexoSaleData? SaleData { get; init; }
}

internal sealed record NexoOriginal
{
    public NexoTransaction? POITransactionID { get; init; }
}

internal sealed record NexoReference
{
    public string? MessageCategory { get; init; }

    public string? SaleID { get; init; }

    public string? ServiceID { get; init; }
}

internal sealed record NexoStatusRequest
{
    public NexoReference? MessageReference { get; init; }

    public bool? ReceiptReprintFlag { get; init; }

    public IReadOnlyList<string>? DocumentQualifier { get; init; }
}

internal sealed record NexoAbortRequest
{
    public string? AbortReason { get; init; }

    public NexoReference? MessageReference { get; init; }
}

internal sealed record NexoDiagnosisRequest
{
    public bool? HostDiagnosisFlag { get; init; }
}

internal sealed record NexoReconciliationRequest
{
    public string? ReconciliationType { get; init; }
}

internal sealed record NexoOutcome
{
    public string? Result { get; init; }

    public string? ErrorCondition { get; init; }

    public string? AdditionalResponse { get; init; }
}

internal sealed record NexoPlainResponse
{
    public NexoOutcome? Response { get; init; }
}

internal sealed record NexoPaymentResponse
{
    public NexoOutcome? Response { get; init; }

    public NexoPoiData? POIData { get; init; }

    public NexoPaymentResult? PaymentResult { get; init; }

    public IReadOnlyList<NexoReceipt>? PaymentReceipt { get; init; }
}

internal sealed record NexoPoiData
{
    public NexoTransaction? POITransactionID { get; init; }

    public string? POIReconciliationID { get; init; }
}

internal sealed record NexoPaymentResult
{
    public NexoInstrument? PaymentInstrumentData { get; init; }

    public NexoAmountsResp? AmountsResp { get; init; }

    public NexoAcquirer? PaymentAcquirerData { get; init; }
}

internal sealed record NexoInstrument
{
    public NexoCard? CardData { get; init; }
}

internal sealed record NexoCard
{
    public string? MaskedPan { get; init; }

    public string? PaymentBrand { get; init; }
}

internal sealed record NexoAmountsResp
{
    public string? Currency { get; init; }

    public decimal? AuthorizedAmount { get; init; }
}

internal sealed record NexoAcquirer
{
    public string? ApprovalCode { get; init; }

    public string? AcquirerPOIID { get; init; }
}

internal sealed record NexoReceipt
{
    public string? DocumentQualifier { get; init; }

    public NexoOutput? OutputContent { get; init; }
}

internal sealed record NexoOutput
{
    public IReadOnlyList<NexoText>? OutputText { get; init; }
}

internal sealed record NexoText
{
    public string? Text { get; init; }
}

internal sealed record NexoStatusResponse
{
    public NexoOutcome? Response { get; init; }

    public NexoRepeated? RepeatedMessageResponse { get; init; }
}

internal sealed record NexoRepeated
{
    public NexoHeader? MessageHeader { get; init; }

    public NexoRepeatedBody? RepeatedResponseMessageBody { get; init; }
}

internal sealed record NexoRepeatedBody
{
    public NexoPaymentResponse? PaymentResponse { get; init; }

    public NexoPaymentResponse? ReversalResponse { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
[JsonSerializable(typeof(NexoEnvelope))]
internal sealed partial class NexoJson : JsonSerializerContext;
