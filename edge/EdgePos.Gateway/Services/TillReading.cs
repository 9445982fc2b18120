using System.Globalization;
using EdgePos.Store;
using EdgePos.V1;
using CashMovementKind = EdgePos.Store.CashMovementKind;
using CountedCash = EdgePos.Store.CountedCash;
using Money = EdgePos.Store.Money;

namespace EdgePos.Gateway;

/// <summary>Reads what is asked of a till.</summary>
internal static class TillReading
{
    /// <summary>The float.</summary>
    public static Result<Money> Float(OpenTillRequest request, Currency currency) =>
        Requests.Amount("float", request.Float).Then(amount => TillRules.Cash(amount, 0, currency, "float"));

    /// <summary>The business date; null where the box is to decide.</summary>
    public static Result<DateOnly?> BusinessDate(OpenTillRequest request) =>
        request.BusinessDate.Length == 0 ? (DateOnly?)null
        : DateOnly.TryParseExact(request.BusinessDate, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : new Refusal(RefusalCode.FieldInvalid, "business_date", "business_date must be a date such as 2026-11-24");

    /// <summary>What moves, and how much of it; no amount where none does.</summary>
    public static Result<(CashMovementKind Kind, Money? Amount)> Movement(MoveCashRequest request, Currency currency)
    {
        var kind = (CashMovementKind)(int)request.Kind;
        if (!Enum.IsDefined(kind))
            return new Refusal(RefusalCode.FieldInvalid, "kind", "kind must be PAID_IN, PAID_OUT, SAFE_DROP or NO_SALE");
        return Requests.AmountIfAny("amount", request.Amount).Then<(CashMovementKind, Money?)>(amount =>
            TillRules.CheckMovement(kind, amount, request.Reason, currency) is { } refusal ? refusal : (kind, amount));
    }

    /// <summary>What was counted, and its sum.</summary>
    public static Result<(IReadOnlyList<CountedCash> Counted, Money Total)> Count(CloseTillRequest request, Currency currency)
    {
        var counted = new List<CountedCash>();
        foreach (var cash in request.Counted)
        {
            var denomination = Requests.Amount("counted", cash.Denomination);
            if (denomination.Refusal is { } wrong)
                return wrong;
            counted.Add(new CountedCash(denomination.Value, cash.Pieces));
        }

        return Requests.AmountIfAny("counted_total", request.CountedTotal).Then(given => TillRules.Counted(counted, given, currency))
            .Then<(IReadOnlyList<CountedCash>, Money)>(sum => (counted, sum));
    }
}
