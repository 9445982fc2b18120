using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>
/// Carries out what a cashier types, one line at a time; the screen and a script both drive this one. A changing command
/// has its id before it is sent, and keeps it: one that was not answered is sent again, the same, before anything else is done.
/// </summary>
/// <param name="book">Where the answered sales are written down.</param>
/// <param name="currency">What the store sells in.</param>
/// <param name="time">For the ids.</param>
internal sealed class Cashier(BoxClient box, Texts texts, ReceiptBook book, string currency, TimeProvider time)
{
    private readonly TillSteps _till = new(box, texts, currency, () => NewId(time));
    private Func<CancellationToken, Task<Outcome>>? _unanswered;
    private string _basketId = "";
    private CustomerDetails? _customer;

    /// <summary>The basket as the box last showed it; null before the first item and after a sale.</summary>
    public Basket? Basket { get; private set; }

    /// <summary>The last sale made here.</summary>
    public Receipt? LastReceipt { get; private set; }

    /// <summary>Carries out a line.</summary>
    public async Task<Outcome> DoAsync(string line, CancellationToken stop)
    {
        var typed = Typed.Read(line);
        if (typed is Typed.Quit)
            return new Outcome(OutcomeKind.Quit, "");
        if (_unanswered is { } before)
        {
            var outcome = await TryAsync(before, stop);
            // The line just typed is done only after a plain yes: a no, or a sale, is for the cashier to see first.
            if (outcome.Kind != OutcomeKind.Done || outcome.Paper.Length > 0 || typed is Typed.Enter)
                return outcome;
        }

        return await TryAsync(Prepare(typed), stop);
    }

    /// <summary>Ends: an empty basket is given up, one with items stays on the counter.</summary>
    /// <returns>What the cashier should know; empty: nothing.</returns>
    public async Task<string> LeaveAsync(CancellationToken stop)
    {
        if (Basket is not { } basket)
            return "";
        if (basket.Lines.Count > 0 || _unanswered is not null)
            return texts.Of(Say.BasketStays, basket.BasketId);
        await TryAsync(Abandon(), stop);
        return "";
    }

    private async Task<Outcome> TryAsync(Func<CancellationToken, Task<Outcome>> step, CancellationToken stop)
    {
        _unanswered = step;
        try
        {
            var outcome = await step(stop);
            _unanswered = null;
            return outcome;
        }
        catch (BoxUnreachable)
        {
            string at = box.Address.Gateway.GetLeftPart(UriPartial.Authority);
            return new Outcome(OutcomeKind.Unanswered, texts.Of(Say.Unreachable, at), texts.Of(Say.HintUnreachable), "UNAVAILABLE");
        }
    }

    private Func<CancellationToken, Task<Outcome>> Prepare(Typed typed) => typed switch
    {
        Typed.Item item => Add(item),
        Typed.Enter when Basket is null => Tell(OutcomeKind.Done, Say.EmptyBasket),
        Typed.Enter => Complete(),
        TypedTill till => _till.Prepare(till),
        Typed.ShowReceipt { Number: "" } => Tell(LastReceipt),
        Typed.ShowReceipt shown => Receipt(shown.Number),
        Typed.Status => Status,
        Typed.Help => _ => Task.FromResult(
            new Outcome(OutcomeKind.Done, texts.Of(Say.CommandLine), Paper: texts.Of(Say.Help), PaperAsked: true)),
        Typed.Wrong { What: Say.NotAnAmount } wrong => Tell(OutcomeKind.NotUnderstood, wrong.What, wrong.Hint, wrong.Text, currency),
        Typed.Wrong wrong => Tell(OutcomeKind.NotUnderstood, wrong.What, wrong.Hint, wrong.Text),
        _ when Basket is null => Tell(OutcomeKind.NotUnderstood, Say.NothingOpen, Say.HintScanFirst),
        Typed.ChangeQuantity change => Change(change),
        Typed.VoidLine line => Void(line.Line),
        Typed.Cash cash => Pay(cash.Amount),
        Typed.Customer customer => MakeOut(customer.Details),
        Typed.Abandon => Abandon(),
        _ => throw new InvalidOperationException($"No step for {typed}."),
    };

    private Func<CancellationToken, Task<Outcome>> Add(Typed.Item item)
    {
        // The basket's id is the id of the command that opens it, so both are known before anything is sent.
        var open = Basket is null ? new OpenBasketRequest { CommandId = NewId() } : null;
        var add = new AddItemRequest { CommandId = NewId(), BasketId = open?.CommandId ?? _basketId, Scanned = item.Code };
        if (item.Thousandths is { } thousandths)
            add.QuantityThousandths = thousandths;
        return async stop =>
        {
            if (open is not null)
            {
                var opened = await box.CallAsync(o => box.Checkout.OpenBasketAsync(open, o).ResponseAsync, stop);
                if (opened.Refusal is { } no)
                    return Refuse(no);
                Show(opened.Value);
            }

            return Tell(
                await box.CallAsync(o => box.Checkout.AddItemAsync(add, o).ResponseAsync, stop, add.BasketId),
                basket => LineOf(basket, basket.LastLine) is { } line
                    ? texts.Of(Say.ItemAdded, line.Name, texts.Quantity(line), texts.Amount(line.UnitPrice), texts.Amount(line.Amount))
                    : item.Code);
        };
    }

    private Func<CancellationToken, Task<Outcome>> Change(Typed.ChangeQuantity change)
    {
        var request = new ChangeQuantityRequest
        {
            CommandId = NewId(),
            BasketId = _basketId,
            Line = change.Line,
            QuantityThousandths = change.Thousandths,
        };
        return async stop => Tell(
            await box.CallAsync(o => box.Checkout.ChangeQuantityAsync(request, o).ResponseAsync, stop, _basketId),
            basket => LineOf(basket, change.Line) is { } line
                ? texts.Of(Say.QuantityChanged, line.Line_, texts.Quantity(line), texts.Amount(line.UnitPrice), texts.Amount(line.Amount))
                : "");
    }

    private Func<CancellationToken, Task<Outcome>> Void(int number)
    {
        var request = new VoidLineRequest { CommandId = NewId(), BasketId = _basketId, Line = number };
        return async stop => Tell(
            await box.CallAsync(o => box.Checkout.VoidLineAsync(request, o).ResponseAsync, stop, _basketId),
            basket => texts.Of(Say.LineVoided, number, LineOf(basket, number)?.Name ?? ""));
    }

    private Func<CancellationToken, Task<Outcome>> Pay(string typed)
    {
        var amount = Basket!.Due;
        if (typed.Length > 0 && !Amounts.TryParseTyped(typed, currency, out amount))
            return Tell(OutcomeKind.NotUnderstood, Say.NotAnAmount, Say.HintCash, typed, currency);
        var request = new AddTenderRequest { CommandId = NewId(), BasketId = _basketId, Amount = amount, Cash = new Cash() };
        return async stop => Tell(
            await box.CallAsync(o => box.Checkout.AddTenderAsync(request, o).ResponseAsync, stop, _basketId),
            basket => basket.Due.Minor > 0 ? texts.Of(Say.PaidInPart, texts.Money(amount), texts.Money(basket.Due))
                : basket.Change.Minor > 0 ? texts.Of(Say.PaidWithChange, texts.Money(amount), texts.Money(basket.Change))
                : texts.Of(Say.PaidExactly, texts.Money(amount)));
    }

    private Func<CancellationToken, Task<Outcome>> MakeOut(CustomerDetails? customer)
    {
        _customer = customer;
        return customer is null
            ? Tell(OutcomeKind.Done, Say.NoCustomer)
            : Tell(OutcomeKind.Done, Say.CustomerNoted, null, customer.Name);
    }

    private Func<CancellationToken, Task<Outcome>> Complete()
    {
        if (Basket!.State == BasketState.Open && Basket.Lines.Count == 0)
            return Tell(OutcomeKind.Done, Say.EmptyBasket);
        if (Basket.State == BasketState.Open && Basket.Due.Minor > 0)
            return Tell(OutcomeKind.Done, Say.StillDue, Say.HintPay, texts.Money(Basket.Due));
        var request = new CompleteRequest { CommandId = NewId(), BasketId = _basketId, Customer = _customer };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Checkout.CompleteAsync(request, o).ResponseAsync, stop, _basketId);
            if (answer.Refusal is { } no)
                return Refuse(no);
            var receipt = answer.Value.Receipt;
            (LastReceipt, Basket, _customer) = (receipt, null, null);
            book.Add(invoice: "", request.CommandId, receipt, answer.Value.Replayed);
            return new Outcome(
                OutcomeKind.Done,
                texts.Of(Say.SaleDone, receipt.ReceiptNumber, texts.Money(receipt.Total), texts.Money(receipt.Change)),
                answer.Value.SafeDropDue ? texts.Of(Say.SafeDropDue) : "",
                Paper: PaperText.Of(receipt, texts));
        };
    }

    private Func<CancellationToken, Task<Outcome>> Abandon()
    {
        var request = new AbandonBasketRequest { CommandId = NewId(), BasketId = _basketId };
        return async stop =>
        {
            var outcome = Tell(
                await box.CallAsync(o => box.Checkout.AbandonBasketAsync(request, o).ResponseAsync, stop, _basketId),
                basket => basket.Tendered is { Minor: > 0 } taken
                    ? texts.Of(Say.HandBack, texts.Money(taken))
                    : texts.Of(Say.BasketAbandoned));
            if (outcome.Kind == OutcomeKind.Done)
                (Basket, _customer) = (null, null);
            return outcome;
        };
    }

    private Func<CancellationToken, Task<Outcome>> Receipt(string number) => async stop =>
    {
        var request = new GetReceiptRequest { ReceiptNumber = number };
        var answer = await box.CallAsync(o => box.Checkout.GetReceiptAsync(request, o).ResponseAsync, stop);
        return answer.Refusal is { } no ? Refuse(no) : Shown(answer.Value);
    };

    private async Task<Outcome> Status(CancellationToken stop)
    {
        var answer = await box.StatusAsync(stop);
        return answer.Refusal is { } no ? Refuse(no) : new Outcome(OutcomeKind.Done, StatusText.Of(answer.Value, texts));
    }

    private Func<CancellationToken, Task<Outcome>> Tell(Receipt? receipt) => receipt is null
        ? Tell(OutcomeKind.NotUnderstood, Say.NoReceiptYet, Say.HintReceipt)
        : _ => Task.FromResult(Shown(receipt));

    private Func<CancellationToken, Task<Outcome>> Tell(OutcomeKind kind, Say what, Say? hint = null, params object[] args) =>
        _ => Task.FromResult(new Outcome(kind, texts.Of(what, args), hint is { } say ? texts.Of(say) : ""));

    private Outcome Tell(Answer<Basket> answer, Func<Basket, string> message)
    {
        if (answer.Refusal is { } no)
            return Refuse(no);
        Show(answer.Value);
        return new Outcome(OutcomeKind.Done, message(answer.Value));
    }

    private Outcome Shown(Receipt receipt) => new(
        OutcomeKind.Done, texts.Of(Say.ReceiptShown, receipt.ReceiptNumber, texts.Money(receipt.Total)),
        Paper: PaperText.Of(receipt, texts), PaperAsked: true);

    private Outcome Refuse(Refusal no)
    {
        if (no.Reason is Refusal.BasketNotFound or Refusal.BasketClosed)
            (Basket, _customer) = (null, null);
        return new Outcome(OutcomeKind.Refused, no.Sentence, texts.HintOf(no), no.Reason);
    }

    private void Show(Basket basket) => (Basket, _basketId) = (basket, basket.BasketId);

    private static Line? LineOf(Basket basket, int number) => basket.Lines.FirstOrDefault(line => line.Line_ == number);

    private string NewId() => NewId(time);

    private static string NewId(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
