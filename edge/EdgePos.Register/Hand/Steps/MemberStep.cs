using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Finds a customer of the chain, and says that the basket is for them.</summary>
internal sealed class MemberStep(OpenSale sale, BoxClient box, Texts texts)
{
    /// <param name="text">A number, a card as it is scanned, or part of a name; empty: nobody after all.</param>
    public Step Of(string text)
    {
        if (text.Length == 0)
            return Take(null, _ => texts.Of(Say.MemberGone));
        var request = new LookCustomersRequest { Text = text };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Customers.LookAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            return answer.Value.Customers switch
            {
                [] => new Outcome(OutcomeKind.NotUnderstood, texts.Of(Say.MemberUnknown, text), texts.Of(Say.HintMember)),
                [var one] => await Take(new BasketCustomer { Reference = one.Number }, _ => Told(one, answer.Value.Programme))(stop),
                var several => new Outcome(OutcomeKind.Done, string.Join('\n',
                    several.Select(one => $"{one.Number}  {one.Name}").Append(answer.Value.More ? "..." : texts.Of(Say.HintMember)))),
            };
        };
    }

    private Step Take(BasketCustomer? who, Func<Basket, string> told) => sale.Begin(id =>
    {
        var request = new SetCustomerRequest { CommandId = sale.NewId(), BasketId = id, Customer = who };
        return new BasketCommand(o => box.Checkout.SetCustomerAsync(request, o));
    }, told);

    private string Told(Customer one, LoyaltyProgramme? programme)
    {
        string who = texts.Of(Say.MemberTaken, $"{one.Number} {one.Name}".TrimEnd());
        if (one.Note.Length > 0)
            who += $" {one.Note}.";
        return programme is null ? who
            : $"{who} {texts.Of(Say.MemberPoints, one.Points, texts.Money(Worth(one.Points, programme)))}";
    }

    private Money Worth(long points, LoyaltyProgramme programme) =>
        new() { Minor = Math.Max(0, points) * programme.WorthMinor, Currency = sale.Currency };
}
