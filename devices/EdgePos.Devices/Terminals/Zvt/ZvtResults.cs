using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What a dialogue says of a request. Only status information (04 0F) says that money moved.</summary>
internal static class ZvtResults
{
    private const byte SoftwareVersion = 0xF0;

    /// <summary>The result of a dialogue that was about this request.</summary>
    public static CardResult Of(CardRequest request, ZvtDialogue dialogue, int currency)
    {
        // One that names the transaction before is a late word about that.
        var ours = dialogue.Statuses.Where(status => !IsOfBefore(request, status)).ToList();
        var said = ours.LastOrDefault(status => status.ResultCode is not null);
        if (said is { ResultCode: 0 })
            return Approved(request, said, dialogue, currency);
        if (ours.Any(status => status.ResultCode == 0))
            return Unknown(request, "the terminal approved and then took it back", said);
        if (said is { ResultCode: ZvtCodes.AlreadyReversed } || dialogue.Code == ZvtCodes.AlreadyReversed)
            return DoneBefore(request, said);
        if (said is { ResultCode: { } code })
            return Without(OutcomeOf(code), request, said.Text.Length > 0 ? said.Text : ZvtCodes.ErrorOf(code), said);
        return dialogue.End switch
        {
            ZvtEnd.Refused or ZvtEnd.Aborted => Without(OutcomeOf(dialogue.Code), request, ReasonOf(dialogue), null),
            ZvtEnd.Completed => Unknown(request, "the terminal came to an end and did not say which", null),
            ZvtEnd.Broken => Unknown(request, dialogue.Fault, null),
        };
    }

    /// <summary>True where a status is a word about the transaction before.</summary>
    public static bool IsOfBefore(CardRequest request, StatusInformation status) =>
        !status.Mark.IsEmpty && request.Before is { } before && status.Mark.IsSameAs(before);

    /// <summary>Why a dialogue did not come to a good end.</summary>
    public static string ReasonOf(ZvtDialogue dialogue) => dialogue.End switch
    {
        ZvtEnd.Refused or ZvtEnd.Aborted => ZvtCodes.ErrorOf(dialogue.Code),
        ZvtEnd.Completed => dialogue.Statuses is [.., { ResultCode: { } code } last]
            ? last.Text.Length > 0 ? last.Text : ZvtCodes.ErrorOf(code) : "",
        ZvtEnd.Broken => dialogue.Fault,
    };

    /// <summary>The terminal's status in the completion of a status enquiry; null where it does not say.</summary>
    public static byte? StatusByteOf(ReadOnlySpan<byte> completion)
    {
        // [F0 F<x> F<y> F<z> version] status byte
        if (completion is [SoftwareVersion, var a, var b, var c, ..] && a >> 4 == 0xF && b >> 4 == 0xF && c >> 4 == 0xF)
        {
            int after = 4 + ((a & 0xF) * 100) + ((b & 0xF) * 10) + (c & 0xF);
            return after < completion.Length ? completion[after] : null;
        }

        return completion.IsEmpty ? null : completion[0];
    }

    /// <summary>A result with all that a status tells of the card and the terminal.</summary>
    public static CardResult Detailed(CardResult result, StatusInformation status, ZvtSlips slips) => result with
    {
        CardNumber = status.CardNumber,
        CardName = status.CardName,
        AuthCode = status.AuthCode,
        Mark = status.Mark,
        TerminalId = status.TerminalId,
        Turnover = status.Turnover,
        MerchantSlip = slips.Merchant,
        CardholderSlip = slips.Cardholder,
    };

    /// <summary>What an error code means for the money: nothing moved.</summary>
    public static CardOutcome OutcomeOf(byte code) => code is ZvtCodes.BrokenOff or ZvtCodes.PleaseWait or 0x83
        ? CardOutcome.Aborted : CardOutcome.Declined;

    private static CardResult Approved(CardRequest request, StatusInformation status, ZvtDialogue dialogue, int currency)
    {
        if (dialogue.End == ZvtEnd.Aborted)
            return Unknown(request, $"the terminal approved and then broke off: {ZvtCodes.ErrorOf(dialogue.Code)}", status);
        if (status.CurrencyNumber != currency)
            return Unknown(request, "the terminal charged in another currency", status);
        if (status.AmountMinor is null && !status.IsWhole)
            return Unknown(request, "the terminal approved an amount that cannot be read", status);
        long minor = status.AmountMinor ?? request.Amount.Minor;
        if (minor <= 0 || minor > request.Amount.Minor)
            return Unknown(request, $"the terminal approved {minor} instead of {request.Amount.Minor}", status);
        return Detailed(new CardResult(CardOutcome.Approved, request.Amount with { Minor = minor }, ""), status, dialogue.Slips);
    }

    // What is asked to be reversed is reversed: by an earlier request whose end nobody heard, or at the terminal.
    private static CardResult DoneBefore(CardRequest request, StatusInformation? status)
    {
        string reason = ZvtCodes.ErrorOf(ZvtCodes.AlreadyReversed);
        return request.Deal == CardDeal.Reversal
            ? new CardResult(CardOutcome.Approved, request.Amount, reason)
            : Without(CardOutcome.Declined, request, reason, status);
    }

    private static CardResult Unknown(CardRequest request, string reason, StatusInformation? status) =>
        Without(CardOutcome.Unknown, request, reason, status);

    private static CardResult Without(CardOutcome outcome, CardRequest request, string reason, StatusInformation? status)
    {
        var result = CardResult.Without(outcome, request.Amount.Currency, reason);
        return status is null ? result : Detailed(result, status, new ZvtSlips());
    }
}
