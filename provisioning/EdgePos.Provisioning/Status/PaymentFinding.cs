using EdgePos.Store;
using EdgePos.V1;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Provisioning;

/// <summary>Card payments that somebody must care about.</summary>
internal static class PaymentFinding
{
    private const int ShownMost = 3;

    /// <summary>Of those that the box lists.</summary>
    public static Finding Of(ListPaymentsResponse answer)
    {
        var open = answer.Payments.Where(payment => payment.NeedsStaff || payment.State == PaymentState.Unknown).ToList();
        int running = answer.Payments.Count(payment => payment.State == PaymentState.Running);
        var figures = new Dictionary<string, long> { ["running"] = running, ["need_staff"] = open.Count };
        if (open.Count == 0)
            return new("payments", Well, running == 0 ? "none is open" : $"{running} at a terminal now") { Figures = figures };
        string more = open.Count > ShownMost ? $" and {open.Count - ShownMost} more" : "";
        return new("payments", Bad, string.Join("; ", open.Take(ShownMost).Select(Words)) + more,
            "read the terminal's slip or its journal, and say at a register what became of each; their baskets are held until then")
        {
            Figures = figures,
        };
    }

    private static string Words(Payment payment)
    {
        string amount = payment.Asked is { } asked && Currency.TryParse(asked.Currency, out var currency)
            ? new Store.Money(asked.Minor, currency).ToString() : "an amount";
        string end = payment.State == PaymentState.Unknown ? "nobody knows its end" : "approved, and in no sale";
        return $"{amount} at register {payment.Register}, {payment.Terminal}: {end}"
            + (payment.Reason.Length > 0 ? $" ({payment.Reason})" : "");
    }
}
