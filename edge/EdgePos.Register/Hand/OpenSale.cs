using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>
/// The sale under way at this register: its basket as the box last showed it, and how commands about it are sent. Where the
/// box needs to know more the cashier is asked at once, and the same command goes again: one that was refused left no trace.
/// </summary>
/// <param name="currency">What the store sells in.</param>
/// <param name="time">For the ids.</param>
/// <param name="questions">Asks the cashier; null: nobody is there to be asked.</param>
internal sealed class OpenSale(BoxClient box, Texts texts, string currency, TimeProvider time, Questions? questions)
{
    /// <summary>Null before the first item and after a sale.</summary>
    public Basket? Basket { get; private set; }

    /// <summary>Id of the basket.</summary>
    public string BasketId => Basket?.BasketId ?? "";

    /// <summary>Who the receipt is made out to; null: nobody in particular.</summary>
    public CustomerDetails? MadeOutTo { get; set; }

    /// <summary>
    /// The receipt of another store that the customer shows while head office cannot be asked about it; empty: none. It goes with
    /// what is scanned to be taken back.
    /// </summary>
    public string ClaimedReceipt { get; set; } = "";

    /// <summary>Who allows the next command, name:PIN; empty: nobody.</summary>
    public string Approval { get; set; } = "";

    public string Currency => currency;

    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    /// <summary>A step that changes the basket.</summary>
    public Step Change(BasketCommand command, Func<Basket, string> message)
    {
        command.Approval = Approval;
        string id = BasketId;
        return stop => SendAsync(command, id, message, stop);
    }

    /// <summary>A step that changes the basket, and opens one first where there is none.</summary>
    /// <param name="prepare">The command about the basket with this id.</param>
    public Step Begin(Func<string, BasketCommand> prepare, Func<Basket, string> message)
    {
        // The basket's id is the id of the command that opens it, so both are known before anything is sent.
        var open = Basket is null ? new OpenBasketRequest { CommandId = NewId() } : null;
        string id = open?.CommandId ?? BasketId;
        var command = prepare(id);
        command.Approval = Approval;
        return async stop =>
        {
            if (open is not null)
            {
                var opened = await box.CallAsync(o => box.Checkout.OpenBasketAsync(open, o).ResponseAsync, stop);
                if (opened.Refusal is { } no)
                    return Refuse(no);
                (Basket, ClaimedReceipt) = (opened.Value, ""); // another customer's
            }

            return await SendAsync(command, id, message, stop);
        };
    }

    /// <summary>A step that sends nothing.</summary>
    public Step Tell(OutcomeKind kind, Say what, Say? hint = null, params object[] args) =>
        _ => Task.FromResult(new Outcome(kind, texts.Of(what, args), hint is { } say ? texts.Of(say) : ""));

    /// <summary>What was typed is no amount.</summary>
    public Step NotAnAmount(string typed, Say hint, string? other = null) =>
        Tell(OutcomeKind.NotUnderstood, Say.NotAnAmount, hint, typed, other ?? currency);

    /// <summary>What the cashier sees of a refusal. A basket that is gone is no longer shown.</summary>
    public Outcome Refuse(Refusal no)
    {
        if (no.Reason is Refusal.BasketNotFound or Refusal.BasketClosed)
            Leave();
        return new Outcome(OutcomeKind.Refused, no.Sentence, texts.HintOf(no), no.Reason);
    }

    /// <summary>The box shows the basket anew.</summary>
    public void Show(Basket basket) => Basket = basket;

    /// <summary>Says what happens while the cashier waits.</summary>
    public void TellMeanwhile(string text) => questions?.Tell(text);

    /// <summary>The basket is done with, or somebody else's.</summary>
    public void Leave() => (Basket, MadeOutTo, ClaimedReceipt) = (null, null, "");

    /// <summary>The line of that number; null: there is none.</summary>
    public static Line? LineOf(Basket basket, int number) => basket.Lines.FirstOrDefault(line => line.Line_ == number);

    private async Task<Outcome> SendAsync(BasketCommand command, string basketId, Func<Basket, string> message, CancellationToken stop)
    {
        while (true)
        {
            var answer = await box.CallAsync(command.SendAsync, stop, basketId, approval: command.Approval);
            if (answer.Refusal is not { } no)
            {
                Basket = answer.Value;
                return new Outcome(OutcomeKind.Done, message(answer.Value));
            }

            if (questions is null || !await questions.AnswerAsync(no, command, stop))
                return Refuse(no);
        }
    }
}
