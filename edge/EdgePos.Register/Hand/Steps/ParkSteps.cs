using System.Globalization;
using System.Text;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier does with baskets that are put aside.</summary>
internal sealed class ParkSteps(OpenSale sale, BoxClient box, Texts texts)
{
    // Take 2 means the second of the list that the cashier sees, also where another register has taken the first since.
    private IReadOnlyList<string> _listed = [];

    public Step Park(string note)
    {
        var request = new SuspendBasketRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Note = note };
        var suspend = sale.Change(new BasketCommand(o => box.Checkout.SuspendBasketAsync(request, o)),
            basket => texts.Of(Say.ParkedNow, basket.Note.Length > 0 ? basket.Note : basket.BasketId));
        return async stop =>
        {
            var outcome = await suspend(stop);
            if (outcome.Kind == OutcomeKind.Done)
                sale.Leave();
            return outcome;
        };
    }

    /// <summary>The list of them, the oldest first.</summary>
    public async Task<Outcome> ListAsync(CancellationToken stop)
    {
        var request = new ListBasketsRequest { SuspendedOnly = true };
        var answer = await box.CallAsync(o => box.Checkout.ListBasketsAsync(request, o).ResponseAsync, stop);
        if (answer.Refusal is { } no)
            return sale.Refuse(no);
        var baskets = answer.Value.Baskets;
        _listed = [.. baskets.Select(basket => basket.BasketId)];
        if (baskets.Count == 0)
            return new Outcome(OutcomeKind.Done, texts.Of(Say.NothingParked));
        var paper = new StringBuilder();
        for (int i = 0; i < baskets.Count; i++)
        {
            var basket = baskets[i];
            string name = basket.Note.Length > 0 ? basket.Note : basket.BasketId;
            paper.AppendLine(texts.Of(Say.ParkedRow, i + 1, texts.Money(basket.Total), name, basket.Lines, basket.Register));
        }

        return new Outcome(OutcomeKind.Done, texts.Of(Say.ParkedList, baskets.Count), Paper: paper.ToString().TrimEnd(), PaperAsked: true);
    }

    /// <summary>Takes one up. A basket with items is parked or finished first; an empty one is given up.</summary>
    public Step Take(string which)
    {
        if (sale.Basket is { Lines.Count: > 0 })
            return sale.Tell(OutcomeKind.NotUnderstood, Say.OneAtATime, Say.HintParkFirst);
        string id = which;
        if (int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int place))
        {
            if (place < 1 || place > _listed.Count)
                return sale.Tell(OutcomeKind.NotUnderstood, Say.NotListed, Say.HintTake, which);
            id = _listed[place - 1];
        }

        var request = new ResumeBasketRequest { CommandId = sale.NewId(), BasketId = id };
        var resume = sale.Change(new BasketCommand(o => box.Checkout.ResumeBasketAsync(request, o)),
            basket => texts.Of(Say.TakenUp, basket.Note.Length > 0 ? basket.Note : basket.BasketId, texts.Money(basket.Total)));
        var empty = sale.Basket is null ? null : new AbandonBasketRequest { CommandId = sale.NewId(), BasketId = sale.BasketId };
        return async stop =>
        {
            if (empty is not null)
                await box.CallAsync(o => box.Checkout.AbandonBasketAsync(empty, o).ResponseAsync, stop);
            return await resume(stop);
        };
    }
}
