using System.Net;
using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What the answers of a nexo terminal mean for the money.</summary>
internal static class NexoResults
{
    private const string Success = "Success", Partial = "Partial", Failure = "Failure";
    private const string InProgress = "InProgress", NotFound = "NotFound";

    /// <summary>The result that a payment, refund or reversal was answered with.</summary>
    public static CardResult Of(CardRequest request, NexoPaymentResponse? answer)
    {
        var outcome = answer?.Response;
        return outcome?.Result switch
        {
            Success or Partial => Approved(request, answer!),
            Failure when outcome.ErrorCondition != InProgress => Detailed(CardResult.Without(
                outcome.ErrorCondition is "Aborted" or "Cancel" or "Busy" ? CardOutcome.Aborted : CardOutcome.Declined,
                request.Amount.Currency, ReasonOf(outcome)), answer!),
            _ => Unknown(request, "the terminal's answer does not say how it ended"),
        };
    }

    /// <summary>What the answer to a question about a request says of it.</summary>
    public static CardResult Recovered(CardRequest request, NexoStatusResponse? status, string serviceId)
    {
        if (status?.Response is { Result: Failure } failure)
        {
            return failure.ErrorCondition switch
            {
                NotFound => CardResult.Without(CardOutcome.Aborted, request.Amount.Currency, "the terminal did not carry it out"),
                InProgress => Unknown(request, "the terminal is at it"),
                _ => Unknown(request, ReasonOf(failure)),
            };
        }

        // An answer to another request must never be taken for this one's.
        if (status?.RepeatedMessageResponse is not { } repeated || repeated.MessageHeader?.ServiceID != serviceId)
            return Unknown(request, "the terminal does not say how it ended");
        var body = repeated.RepeatedResponseMessageBody;
        return Of(request, request.Deal == CardDeal.Reversal ? body?.ReversalResponse : body?.PaymentResponse);
    }

    /// <summary>What a terminal says of why not.</summary>
    public static string ReasonOf(NexoOutcome? outcome) => outcome?.ErrorCondition switch
    {
        null or "" => "the terminal says no",
        "Refusal" => "the card's host declined",
        "Cancel" or "Aborted" => "broken off",
        "Busy" => "the terminal is busy",
        "WrongPIN" => "wrong PIN",
        "InvalidCard" => "the card is not valid",
        "UnreachableHost" => "the terminal does not reach its host",
        var other => $"the terminal says {CardNumbers.MaskIn(Short(other))}",
    };

    private static CardResult Approved(CardRequest request, NexoPaymentResponse answer)
    {
        if (request.Deal == CardDeal.Reversal)
            return Detailed(new CardResult(CardOutcome.Approved, request.Amount, ""), answer);
        var moved = answer.PaymentResult?.AmountsResp;
        if (moved?.AuthorizedAmount is null && answer.Response!.Result == Partial)
            return Unknown(request, "the terminal approved a part and does not say how much");
        if (moved?.Currency is { Length: > 0 } currency && currency != request.Amount.Currency.Code)
            return Unknown(request, "the terminal charged in another currency");
        decimal minor = moved?.AuthorizedAmount is { } amount
            ? amount * Scale(request.Amount.Currency) : request.Amount.Minor;
        if (minor <= 0 || minor > request.Amount.Minor || minor != decimal.Truncate(minor))
            return Unknown(request, "the terminal approved another amount than was asked for");
        return Detailed(new CardResult(CardOutcome.Approved, request.Amount with { Minor = (long)minor }, ""), answer);
    }

    /// <summary>Minor units of one unit.</summary>
    public static decimal Scale(Currency currency) => currency.Decimals switch { 0 => 1m, 1 => 10m, 2 => 100m, 3 => 1000m, _ => 10000m };

    private static CardResult Detailed(CardResult result, NexoPaymentResponse answer)
    {
        var card = answer.PaymentResult?.PaymentInstrumentData?.CardData;
        var acquirer = answer.PaymentResult?.PaymentAcquirerData;
        var mark = answer.POIData?.POITransactionID;
        return result with
        {
            CardNumber = MaskedOf(card?.MaskedPan),
            CardName = CardNumbers.MaskIn(Short(card?.PaymentBrand)),
            AuthCode = CardNumbers.MaskIn(Short(acquirer?.ApprovalCode)),
            TerminalId = Short(acquirer?.AcquirerPOIID),
            Turnover = Short(answer.POIData?.POIReconciliationID),
            Mark = new CardMark(Short(mark?.TransactionID), Short(mark?.TimeStamp)),
            CardholderSlip = SlipOf(answer, "CustomerReceipt"),
            MerchantSlip = SlipOf(answer, "CashierReceipt"),
        };
    }

    // "411111 **** 1111": what is no digit counts as masked, and a terminal that masks nothing is masked here.
    private static string MaskedOf(string? pan) =>
        CardNumbers.Mask(string.Concat(Short(pan).Where(letter => letter is '*' or 'X' or 'x' || char.IsAsciiDigit(letter))));

    private static List<string> SlipOf(NexoPaymentResponse answer, string whose) => [.. (answer.PaymentReceipt ?? [])
        .Where(receipt => receipt?.DocumentQualifier == whose)
        .SelectMany(receipt => receipt.OutputContent?.OutputText ?? [])
        .Select(line => CardNumbers.MaskIn(TextOf(Short(line?.Text, 200)))).Take(500)];

    // Some terminals send a line as key=...&name=...&value=..., escaped as in a form.
    private static string TextOf(string line)
    {
        if (!line.Contains("key=", StringComparison.Ordinal))
            return line;
        var parts = line.Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .Where(part => part[0] is "name" or "value").Select(part => WebUtility.UrlDecode(part[1]));
        return string.Join(" ", parts);
    }

    private static string Short(string? text, int longest = 80) => string.Concat(
        (text ?? "").Take(longest).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));

    private static CardResult Unknown(CardRequest request, string reason) =>
        CardResult.Without(CardOutcome.Unknown, request.Amount.Currency, reason);
}
