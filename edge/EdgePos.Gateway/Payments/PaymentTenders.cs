using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using Tender = EdgePos.Store.Tender;

namespace EdgePos.Gateway;

/// <summary>The card payments of the ledger as tenders of baskets. What the ledger says is so; a basket is made to agree.</summary>
internal sealed class PaymentTenders(PaymentReader payments)
{
    /// <summary>
    /// The basket with all that was charged for it and without what was reversed; the same basket where it agrees already.
    /// </summary>
    public Basket Agree(Basket basket)
    {
        foreach (var payment in payments.Of(basket.Id).Where(payment => payment.Row.Kind != PaymentKind.Reversal))
        {
            if (payment.Row.ReversedSeq > 0 || payment.Row.GoodSeq > 0)
                basket = basket.GiveBackAtTerminal(payment.Row.Id);
            else if (payment.Row.IsAstray)
                basket = basket.TakeFromTerminal(TenderOf(payment));
        }

        return basket;
    }

    /// <summary>The baskets that a payment without an end holds, and the payment.</summary>
    public IEnumerable<(Guid Basket, Guid Payment)> Held() =>
        payments.WithoutEnd().Where(payment => payment.Row.Basket != Guid.Empty).Select(payment => (payment.Row.Basket, payment.Row.Id));

    private static Tender TenderOf(PaymentOnFile payment)
    {
        var ended = payment.Ended!;
        var moved = ended.Approved.OfWire();
        var amount = payment.Row.Kind == PaymentKind.Refund ? -moved : moved;
        string reference = FirstOf(ended.AuthCode, ended.Receipt, payment.Row.Id.ToString("N"));
        return new Tender(0, TenderKind.Card, amount)
        {
            Reference = reference[..Math.Min(reference.Length, TenderRules.MaxReferenceLength)],
            Terminal = new TerminalPayment(payment.Row.Id, string.Join('\n', SlipOf(ended))),
        };
    }

    // What the card schemes want on a shopper's paper: which card, which terminal, which transaction, and its approval.
    private static IEnumerable<string> SlipOf(PaymentEnded ended)
    {
        string[] lines =
        [
            $"{ended.CardName} {ended.CardNumber}",
            ended.TerminalId.Length > 0 ? $"Terminal {ended.TerminalId}" : "",
            ended.Trace.Length > 0 ? $"Trace {ended.Trace} / {ended.Receipt}" : "",
            ended.AuthCode.Length > 0 ? $"Auth {ended.AuthCode}" : "",
        ];
        return lines.Select(line => line.Trim()).Where(line => line.Length > 0);
    }

    private static string FirstOf(params string[] texts) => texts.First(text => text.Length > 0);
}
