using EdgePos.Files;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>Paying at the box's own card terminal. The box says what the terminal does; the cashier sees it and waits.</summary>
internal sealed class TerminalSteps(OpenSale sale, BoxClient box, Texts texts)
{
    // A shopper who looks for a card, a host that is slow, and questions afterwards; the same command asked again joins it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Pays all that is due, or so much.</summary>
    public Step Pay(string typed)
    {
        Money? amount = null;
        if (typed.Length > 0 && !Amounts.TryParseTyped(typed, sale.Currency, out amount))
            return sale.NotAnAmount(typed, Say.HintTender);
        var request = new PayRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Amount = amount };
        return async stop =>
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var watching = WatchAsync(request.CommandId, over.Token);
            var answer = await box.CallAsync(o => box.Payments.PayAsync(request, o).ResponseAsync, stop, request.BasketId, Longest);
            await over.CancelAsync();
            await watching;
            return answer.Refusal is { } no ? sale.Refuse(no) : await OutcomeAsync(answer.Value, Paid, stop);
        };
    }

    /// <summary>Takes back what was charged.</summary>
    public Step Reverse(Tender charged)
    {
        var request = new ReversePaymentRequest { CommandId = sale.NewId(), PaymentId = charged.PaymentId };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Payments.ReverseAsync(request, o).ResponseAsync, stop, sale.BasketId, Longest);
            return answer.Refusal is { } no ? sale.Refuse(no)
                : await OutcomeAsync(answer.Value, _ => texts.Of(Say.CardReversed, charged.Tender_, texts.Money(charged.Amount)), stop);
        };
    }

    /// <summary>Says what the slip says of the payment that holds the basket.</summary>
    public Step Settle(TypedPay.Slip slip)
    {
        Money? charged = null;
        if (slip.Amount.Length > 0 && !Amounts.TryParseTyped(slip.Amount, sale.Currency, out charged))
            return sale.NotAnAmount(slip.Amount, Say.HintSlip);
        var request = new SettlePaymentRequest { CommandId = sale.NewId(), Words = slip.Words };
        if (charged is not null)
            request.Approved = charged;
        else
            request.NotCharged = true;
        string approval = sale.Approval;
        return async stop =>
        {
            var listed = await box.CallAsync(o => box.Payments.ListPaymentsAsync(new ListPaymentsRequest(), o).ResponseAsync, stop);
            if (listed.Refusal is { } unread)
                return sale.Refuse(unread);
            if (request.PaymentId.Length == 0)
            {
                request.PaymentId = listed.Value.Payments.FirstOrDefault(
                    one => one.State == PaymentState.Unknown && one.BasketId == sale.BasketId)?.PaymentId ?? "";
            }

            if (request.PaymentId.Length == 0)
                return new Outcome(OutcomeKind.NotUnderstood, texts.Of(Say.NothingToSettle), texts.Of(Say.HintSlip));
            var answer = await box.CallAsync(o => box.Payments.SettleAsync(request, o).ResponseAsync, stop, approval: approval);
            return answer.Refusal is { } no ? sale.Refuse(no)
                : await OutcomeAsync(answer.Value, payment => payment.State == PaymentState.Approved
                    ? Paid(payment) : texts.Of(Say.CardNotCharged, payment.Reason), stop, isVerdict: true);
        };
    }

    private string Paid(Payment payment)
    {
        var due = sale.Basket!.Due;
        return payment.Kind == PaymentKind.Refund ? texts.Of(Say.GivenBack, texts.Money(payment.Approved))
            : due.Minor > 0 ? texts.Of(Say.PaidInPart, texts.Money(payment.Approved), texts.Money(due))
            : texts.Of(Say.PaidExactly, texts.Money(payment.Approved));
    }

    // The basket is read again: what the terminal did is on it.
    private async Task<Outcome> OutcomeAsync(Payment payment, Func<Payment, string> good, CancellationToken stop, bool isVerdict = false)
    {
        var read = await box.CallAsync(
            o => box.Checkout.GetBasketAsync(new GetBasketRequest { BasketId = sale.BasketId }, o).ResponseAsync, stop);
        if (read.Refusal is { } no)
            return sale.Refuse(no);
        sale.Show(read.Value);
        return payment.State switch
        {
            PaymentState.Approved => new Outcome(OutcomeKind.Done, good(payment)),
            _ when isVerdict => new Outcome(OutcomeKind.Done, good(payment)),
            PaymentState.Unknown => new Outcome(OutcomeKind.Refused, texts.Of(Say.CardUnknown, payment.Reason),
                texts.Of(Say.HintCardUnknown), "PAYMENT_UNKNOWN"),
            _ => new Outcome(OutcomeKind.Refused, texts.Of(Say.CardNotCharged, payment.Reason), "", "PAYMENT_DECLINED"),
        };
    }

    // What cannot be watched is waited for all the same.
    private async Task WatchAsync(string payment, CancellationToken over)
    {
        try
        {
            string told = "";
            using var watch = box.Payments.WatchPayment(new WatchPaymentRequest { PaymentId = payment }, box.Streaming(over));
            while (await watch.ResponseStream.MoveNext(over))
            {
                if (watch.ResponseStream.Current.Progress is { Length: > 0 } progress && progress != told)
                    sale.TellMeanwhile(told = progress);
            }
        }
        catch (Exception end) when (end is RpcException or OperationCanceledException)
        {
            // It has ended, or the box does not say.
        }
    }
}
