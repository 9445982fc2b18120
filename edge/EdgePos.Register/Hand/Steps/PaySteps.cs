using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>How a cashier is paid, and gives back.</summary>
internal sealed class PaySteps(OpenSale sale, BoxClient box, Texts texts)
{
    private readonly TerminalSteps _terminal = new(sale, box, texts);

    /// <summary>Cash; as much as is due in cash where no amount is typed.</summary>
    public Step Cash(string typed)
    {
        var amount = DueInCash;
        if (typed.Length > 0 && !Amounts.TryParseTyped(typed, sale.Currency, out amount))
            return sale.NotAnAmount(typed, Say.HintCash);
        return Pay(new AddTenderRequest { Amount = amount, Cash = new Cash() });
    }

    /// <summary>Gives back in cash: a tender below zero.</summary>
    public Step Refund(string typed)
    {
        var amount = DueInCash;
        if (amount.Minor >= 0 && typed.Length == 0)
            return sale.Tell(OutcomeKind.NotUnderstood, Say.NothingOwed, Say.HintRefund);
        if (typed.Length > 0)
        {
            if (!Amounts.TryParseTyped(typed, sale.Currency, out amount))
                return sale.NotAnAmount(typed, Say.HintRefund);
            amount.Minor = -Math.Abs(amount.Minor);
        }

        return Pay(new AddTenderRequest { Amount = amount, Cash = new Cash() });
    }

    /// <summary>A card, a voucher, an account, a gift card, points or foreign notes.</summary>
    public Step Pay(TypedPay typed) => typed switch
    {
        TypedPay.Card card => Pay(card.Amount, new AddTenderRequest { Card = new Card { Reference = card.Reference } }),
        TypedPay.Terminal card => _terminal.Pay(card.Amount),
        TypedPay.Slip slip => _terminal.Settle(slip),
        TypedPay.Voucher voucher => Pay(voucher.Amount, new AddTenderRequest { Voucher = new Voucher { Number = voucher.Number } }),
        TypedPay.Account account => Pay(account.Amount, new AddTenderRequest { Account = new Account { Number = account.Number } }),
        TypedPay.GiftCard { Amount: "" } card => Pay(new AddTenderRequest { GiftCard = new GiftCard { Number = card.Number } }),
        TypedPay.GiftCard card => Pay(card.Amount, new AddTenderRequest { GiftCard = new GiftCard { Number = card.Number } }),
        TypedPay.Points { Amount: "" } => Pay(new AddTenderRequest { Points = new Points() }),
        TypedPay.Points points => Pay(points.Amount, new AddTenderRequest { Points = new Points() }),
        TypedPay.Foreign foreign => Foreign(foreign),
        TypedPay.Refund refund => Refund(refund.Amount),
        TypedPay.Untender taken => Untender(taken.Tender),
        _ => throw new InvalidOperationException($"No step for {typed}."),
    };

    private Money DueInCash => sale.Basket!.DueInCash ?? sale.Basket.Due;

    private Step Untender(int number)
    {
        // What the box's terminal charged is taken back there.
        if (sale.Basket?.Tenders.FirstOrDefault(one => one.Tender_ == number) is { PaymentId.Length: > 0, Removed: false } charged)
            return _terminal.Reverse(charged);
        var request = new RemoveTenderRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Tender = number };
        return sale.Change(new BasketCommand(o => box.Checkout.RemoveTenderAsync(request, o)), basket =>
            texts.Of(Say.TenderTakenBack, number, texts.Money(basket.Tenders.FirstOrDefault(one => one.Tender_ == number)?.Amount)));
    }

    private Step Foreign(TypedPay.Foreign typed) => Amounts.TryParseTyped(typed.Amount, typed.Currency, out var notes)
        ? Pay(new AddTenderRequest { ForeignCash = new ForeignCash { Foreign = notes } })
        : sale.NotAnAmount(typed.Amount, Say.HintForeign, typed.Currency);

    private Step Pay(string typed, AddTenderRequest request)
    {
        if (!Amounts.TryParseTyped(typed, sale.Currency, out var amount))
            return sale.NotAnAmount(typed, Say.HintTender);
        request.Amount = amount;
        return Pay(request);
    }

    private Step Pay(AddTenderRequest request)
    {
        (request.CommandId, request.BasketId) = (sale.NewId(), sale.BasketId);
        return sale.Change(new BasketCommand(o => box.Checkout.AddTenderAsync(request, o)) { Payment = request }, basket =>
        {
            // Foreign notes are worth what the box says they are.
            var taken = basket.Tenders.LastOrDefault()?.Amount ?? request.Amount;
            return taken.Minor < 0 ? GivenBack(taken, basket)
                : basket.Due.Minor > 0 ? texts.Of(Say.PaidInPart, texts.Money(taken), texts.Money(basket.Due))
                : basket.Change.Minor > 0 ? texts.Of(Say.PaidWithChange, texts.Money(taken), texts.Money(basket.Change))
                : texts.Of(Say.PaidExactly, texts.Money(taken));
        });
    }

    private string GivenBack(Money given, Basket basket)
    {
        string amount = texts.Money(new Money { Minor = -given.Minor, Currency = given.Currency });
        return basket.Due.Minor < 0
            ? texts.Of(Say.GivenBackInPart, amount, texts.Money(basket.Due))
            : texts.Of(Say.GivenBack, amount);
    }
}
