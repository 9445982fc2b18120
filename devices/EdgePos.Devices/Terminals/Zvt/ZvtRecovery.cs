using System.Globalization;
using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>
/// What the terminal's last transaction (06 20) says of a request without a known end. Where it says nothing certain the
/// outcome stays Unknown: some terminals answer with a bare completion, and then a person reads the slip.
/// </summary>
internal static class ZvtRecovery
{
    // Terminals' clocks are set by their hosts, boxes' by NTP; a payment takes minutes at most.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2), LongestPayment = TimeSpan.FromMinutes(15);

    /// <summary>Judges. The terminal was not busy when it was asked.</summary>
    public static CardResult Judge(CardRequest request, ZvtDialogue repeated, int currency)
    {
        if (repeated.End == ZvtEnd.Broken || repeated is { End: ZvtEnd.Refused, Code: ZvtCodes.PleaseWait })
            return CardResult.Without(CardOutcome.Unknown, request.Amount.Currency, ZvtResults.ReasonOf(repeated));
        if (repeated.End is not ZvtEnd.Completed || repeated.Statuses is not [.., var last])
            return Unknown(request, $"the terminal does not say what its last transaction was: {Why(repeated)}");
        if (request.IsOvertaken)
            return Unknown(request, "the terminal did other transactions since");
        if (ZvtResults.IsOfBefore(request, last))
            return CardResult.Without(CardOutcome.Aborted, request.Amount.Currency, "the terminal did not carry it out");
        if (request.Before is { IsEmpty: false } before && last.Mark.HasNumbersOf(before))
            return Unknown(request, "the terminal has begun to count its transactions anew");
        var verdict = request.Deal == CardDeal.Reversal ? OfReversal(request, last) : OfPayment(request, last, currency);
        return ZvtResults.Detailed(verdict, last, repeated.Slips);
    }

    private static CardResult OfReversal(CardRequest request, StatusInformation last) =>
        last.ResultCode == 0 && last.OriginalTrace.Length > 0 && last.OriginalTrace == request.Original?.Trace
            ? new CardResult(CardOutcome.Approved, request.Amount, "")
            : Unknown(request, "the terminal's last transaction is another one");

    private static CardResult OfPayment(CardRequest request, StatusInformation last, int currency)
    {
        if (last.Mark.IsEmpty || last.OriginalTrace.Length > 0 || last.CurrencyNumber != currency)
            return Unknown(request, "the terminal's last transaction may be another one");
        if (request.Before is null && !IsAtTheTime(request, last))
            return Unknown(request, "the terminal's last transaction was at another time");
        if (last.ResultCode is null || (last.ResultCode == 0 && last.AmountMinor != request.Amount.Minor))
            return Unknown(request, "the terminal's last transaction has another amount");
        return last.ResultCode is { } code and not 0
            ? CardResult.Without(ZvtResults.OutcomeOf(code), request.Amount.Currency, ZvtCodes.ErrorOf(code))
            : new CardResult(CardOutcome.Approved, request.Amount, "");
    }

    private static bool IsAtTheTime(CardRequest request, StatusInformation last) =>
        DateTime.TryParseExact($"{request.At.Year:D4}{last.At}", "yyyyMMddHHmmss", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var at)
        && at >= request.At - ClocksDiffer && at <= request.At + LongestPayment;

    private static string Why(ZvtDialogue repeated) =>
        ZvtResults.ReasonOf(repeated) is { Length: > 0 } reason ? reason : "it answers with nothing";

    private static CardResult Unknown(CardRequest request, string reason) =>
        CardResult.Without(CardOutcome.Unknown, request.Amount.Currency, reason) with { IsLastWord = true };
}
