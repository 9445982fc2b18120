using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Looks what is on a gift card.</summary>
internal sealed class GiftCardStep(OpenSale sale, BoxClient box, Texts texts)
{
    /// <param name="number">As it is scanned or typed.</param>
    public Step Of(string number)
    {
        var request = new GetGiftCardRequest { Number = number };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Checkout.GetGiftCardAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            var card = answer.Value.Card;
            return new Outcome(OutcomeKind.Done, texts.Of(Say.GiftCardOf, LineText.Masked(card.Number), texts.Money(card.Balance)));
        };
    }
}
