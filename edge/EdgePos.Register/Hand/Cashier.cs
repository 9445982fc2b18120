using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>
/// Carries out what a cashier types, one line at a time; the screen and a script both drive this one. A changing command
/// has its id before it is sent, and keeps it: one that was not answered is sent again, the same, before anything else is done.
/// </summary>
internal sealed class Cashier
{
    private readonly BoxClient _box;
    private readonly Texts _texts;
    private readonly OpenSale _sale;
    private readonly LineSteps _lines;
    private readonly ReturnSteps _returns;
    private readonly PaySteps _pay;
    private readonly ParkSteps _park;
    private readonly ClosingSteps _closing;
    private readonly TillSteps _till;
    private readonly StaffSteps _staff;
    private Step? _unanswered;

    /// <param name="book">Where the answered sales are written down.</param>
    /// <param name="currency">What the store sells in.</param>
    /// <param name="time">For the ids.</param>
    /// <param name="questions">Asks the cashier; null: nobody is there to be asked.</param>
    public Cashier(BoxClient box, Texts texts, ReceiptBook book, string currency, TimeProvider time, Questions? questions = null)
    {
        (_box, _texts) = (box, texts);
        _sale = new OpenSale(box, texts, currency, time, questions);
        _lines = new LineSteps(_sale, box, texts);
        _returns = new ReturnSteps(_sale, box, texts);
        _pay = new PaySteps(_sale, box, texts);
        _park = new ParkSteps(_sale, box, texts);
        _closing = new ClosingSteps(_sale, box, texts, book);
        _staff = new StaffSteps(_sale, box, texts, questions);
        _till = new TillSteps(box, texts, currency, _sale.NewId);
    }

    /// <summary>The basket as the box last showed it; null before the first item and after a sale.</summary>
    public Basket? Basket => _sale.Basket;

    /// <summary>The last sale made here.</summary>
    public Receipt? LastReceipt => _closing.LastReceipt;

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

        var step = Prepare(typed);
        // Who allows something allows one command, whatever becomes of it.
        if (typed is not Typed.Approve)
            _sale.Approval = "";
        return await TryAsync(step, stop);
    }

    /// <summary>Ends: an empty basket is given up, one with items stays on the counter.</summary>
    /// <returns>What the cashier should know; empty: nothing.</returns>
    public async Task<string> LeaveAsync(CancellationToken stop)
    {
        if (Basket is not { } basket)
            return "";
        if (basket.Lines.Count > 0 || _unanswered is not null)
            return _texts.Of(Say.BasketStays, basket.BasketId);
        await TryAsync(_closing.Abandon(), stop);
        return "";
    }

    private async Task<Outcome> TryAsync(Step step, CancellationToken stop)
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
            string at = _box.Address.Gateway.GetLeftPart(UriPartial.Authority);
            return new Outcome(OutcomeKind.Unanswered, _texts.Of(Say.Unreachable, at), _texts.Of(Say.HintUnreachable), "UNAVAILABLE");
        }
    }

    private Step Prepare(Typed typed) => typed switch
    {
        Typed.Item item => _lines.Add(item),
        Typed.Enter when Basket is null => _sale.Tell(OutcomeKind.Done, Say.EmptyBasket),
        Typed.Enter => _closing.Complete(),
        TypedTill till => _till.Prepare(till, _sale.Approval),
        TypedStaff staff => _staff.Prepare(staff),
        Typed.ShowReceipt shown => _closing.Show(shown.Number),
        Typed.Status => Status,
        Typed.StockOf stock => new StockStep(_sale, _box, _texts).Of(stock.Sku),
        Typed.Weigh weigh => new WeighStep(_sale, _box, _lines).Of(weigh),
        Typed.GiftCardOf card => new GiftCardStep(_sale, _box, _texts).Of(card.Number),
        Typed.Member member => new MemberStep(_sale, _box, _texts).Of(member.Text),
        TypedOrder order => new OrderSteps(_sale, _box, _texts).Of(order),
        Typed.TopUp card => _lines.TopUp(card),
        Typed.Approve approve => Approve(approve),
        Typed.Help => _ => Task.FromResult(
            new Outcome(OutcomeKind.Done, _texts.Of(Say.CommandLine), Paper: _texts.Of(Say.Help), PaperAsked: true)),
        Typed.Wrong { What: Say.NotAnAmount } wrong => _sale.NotAnAmount(wrong.Text, wrong.Hint),
        Typed.Wrong wrong => _sale.Tell(OutcomeKind.NotUnderstood, wrong.What, wrong.Hint, wrong.Text),
        TypedReturn back => _returns.TakeBack(back),
        TypedReturn.Ask ask => _returns.Ask(ask.Number),
        TypedChange.Group group => _lines.Group(group),
        TypedChange.Exempt exempt => _lines.Exempt(exempt),
        TypedChange.Coupon coupon => _lines.Coupon(coupon),
        TypedPark.Parked => _park.ListAsync,
        TypedPark.Take take => _park.Take(take.Which),
        _ when Basket is null => _sale.Tell(OutcomeKind.NotUnderstood, Say.NothingOpen, Say.HintScanFirst),
        _ => PrepareOpen(typed),
    };

    // What can be done to a basket that is there.
    private Step PrepareOpen(Typed typed) => typed switch
    {
        Typed.ChangeQuantity change => _lines.ChangeQuantity(change),
        Typed.VoidLine line => _lines.Void(line.Line),
        TypedChange.Price price => _lines.Price(price),
        TypedChange.Discount discount => _lines.Discount(discount),
        TypedChange.Note note => _lines.Note(note),
        Typed.Cash cash => _pay.Cash(cash.Amount),
        TypedPay pay => _pay.Pay(pay),
        TypedPark.Park park => _park.Park(park.Note),
        Typed.Customer customer => MakeOut(customer.Details),
        Typed.Abandon => _closing.Abandon(),
        _ => throw new InvalidOperationException($"No step for {typed}."),
    };

    private Step MakeOut(CustomerDetails? customer)
    {
        _sale.MadeOutTo = customer;
        return customer is null
            ? _sale.Tell(OutcomeKind.Done, Say.NoCustomer)
            : _sale.Tell(OutcomeKind.Done, Say.CustomerNoted, null, customer.Name);
    }

    private Step Approve(Typed.Approve typed)
    {
        _sale.Approval = $"{typed.Name}:{typed.Pin}";
        return _sale.Tell(OutcomeKind.Done, Say.ApprovedNext, null, typed.Name);
    }

    private async Task<Outcome> Status(CancellationToken stop)
    {
        var answer = await _box.StatusAsync(stop);
        return answer.Refusal is { } no ? _sale.Refuse(no) : new Outcome(OutcomeKind.Done, StatusText.Of(answer.Value, _texts));
    }
}
