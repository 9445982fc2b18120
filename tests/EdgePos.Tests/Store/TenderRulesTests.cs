using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Store.TenderKind;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What each kind of tender may do, and what it comes to.</summary>
public sealed class TenderRulesTests
{
    private static Basket Dutch(long total) => Of(Empty with { CashStep = 5 }, total);

    public static TheoryData<string, long, (TenderKind Kind, long Minor)[], long, long, long, BasketState> Paid() => new()
    {
        // name, total, tenders, due, change, rounding, state
        { "cash in steps", 1_002, [(Cash, 1_000)], 0, 0, -2, BasketState.Paid },
        { "cash in steps, up", 1_003, [(Cash, 1_005)], 0, 0, 2, BasketState.Paid },
        { "too little by a step", 1_003, [(Cash, 1_000)], 3, 0, 0, BasketState.Open },
        { "change in steps", 1_003, [(Cash, 2_000)], 0, 995, 2, BasketState.Paid },
        { "a card pays to the cent", 1_003, [(Card, 1_003)], 0, 0, 0, BasketState.Paid },
        { "a card and the rest in cash", 1_003, [(Card, 500), (Cash, 505)], 0, 0, 2, BasketState.Paid },
        { "cash and the rest by card", 1_003, [(Cash, 500), (Card, 503)], 0, 0, 0, BasketState.Paid },
        { "the terminal approved a part", 1_003, [(Card, 1_000), (Cash, 5)], 0, 0, 2, BasketState.Paid },
        { "a voucher keeps its rest", 1_003, [(Voucher, 5_000)], 0, 0, 0, BasketState.Paid },
        { "cash comes back whole where a voucher pays all", 1_003, [(Cash, 500), (Voucher, 2_000)], 0, 500, 0, BasketState.Paid },
        { "a gift card and the rest in cash", 1_003, [(TenderKind.GiftCard, 500), (Cash, 505)], 0, 0, 2, BasketState.Paid },
        { "on account", 1_003, [(Account, 1_003)], 0, 0, 0, BasketState.Paid },
        { "foreign notes, change in the store's", 1_003, [(ForeignCash, 1_837)], 0, 832, 2, BasketState.Paid },
        { "a cent in cash", 2, [(Cash, 5)], 0, 5, -2, BasketState.Paid },
        { "given back in cash", -1_003, [(Cash, -1_005)], 0, 0, -2, BasketState.Paid },
        { "given back in cash, down", -1_002, [(Cash, -1_000)], 0, 0, 2, BasketState.Paid },
        { "given back to the cent", -1_002, [(Cash, -1_002)], 0, 0, 0, BasketState.Paid },
        { "too little for a coin, to the cent", -2, [(Cash, -2)], 0, 0, 0, BasketState.Paid },
        { "given back in two", -1_002, [(Cash, -500), (Cash, -500)], 0, 0, 2, BasketState.Paid },
        { "given back by card", -1_003, [(Card, -1_003)], 0, 0, 0, BasketState.Paid },
        { "given back by card and in cash", -1_003, [(Card, -1_000), (Cash, -5)], 0, 0, -2, BasketState.Paid },
        { "given back on a voucher", -1_003, [(Voucher, -1_003)], 0, 0, 0, BasketState.Paid },
        { "given back on a gift card", -1_003, [(TenderKind.GiftCard, -1_003)], 0, 0, 0, BasketState.Paid },
        { "given back in part", -1_003, [(Card, -1_000)], -3, 0, 0, BasketState.Open },
    };

    [Theory, MemberData(nameof(Paid))]
    public void A_basket_is_paid_as_its_tenders_say(
        string name, long total, (TenderKind Kind, long Minor)[] tenders, long due, long change, long rounding, BasketState state)
    {
        var basket = tenders.Aggregate(Dutch(total), (now, one) => now.Give(one.Kind, one.Minor).Value);
        Assert.Equal((name, due, change, rounding, state),
            (name, basket.Due.Minor, basket.Change.Minor, basket.Rounding.Minor, basket.State));
    }

    public static TheoryData<string, long, (TenderKind Kind, long Minor)[], RefusalCode> Refused() => new()
    {
        { "a card for too much", 1_003, [(Card, 1_004)], RefusalCode.TenderTooMuch },
        { "an account for too much", 1_003, [(Account, 1_005)], RefusalCode.TenderTooMuch },
        { "a card for too much of the rest", 1_003, [(Cash, 500), (Card, 504)], RefusalCode.TenderTooMuch },
        { "a gift card for too much", 1_003, [(TenderKind.GiftCard, 1_004)], RefusalCode.TenderTooMuch },
        { "too much given back on a gift card", -1_003, [(TenderKind.GiftCard, -1_004)], RefusalCode.TenderTooMuch },
        { "a voucher twice", 1_003, [(Voucher, 500), (Voucher, 500)], RefusalCode.VoucherUsed },
        { "a voucher where nothing is due", 0, [(Voucher, 500)], RefusalCode.TenderTooMuch },
        { "a card where nothing is due", 0, [(Card, 1)], RefusalCode.TenderTooMuch },
        { "money from whom it is owed", -1_003, [(Cash, 5)], RefusalCode.TenderOutOfRange },
        { "money to whom owes it", 1_003, [(Cash, -5)], RefusalCode.TenderOutOfRange },
        { "nothing", 1_003, [(Cash, 0)], RefusalCode.TenderOutOfRange },
        { "too much money", 1_003, [(Cash, BasketLimits.MaxAmountMinor + 1)], RefusalCode.TenderOutOfRange },
        { "far too much given back", -1_003, [(Cash, long.MinValue)], RefusalCode.TenderOutOfRange },
        { "too much given back", -1_003, [(Cash, -1_010)], RefusalCode.TenderTooMuch },
        { "more than owed and less than the step", -1_003, [(Cash, -1_004)], RefusalCode.TenderTooMuch },
        { "too much given back by card", -1_003, [(Card, -1_005)], RefusalCode.TenderTooMuch },
        { "foreign notes given back", -1_003, [(ForeignCash, -1_000)], RefusalCode.TenderTooMuch },
        { "when paid", 1_003, [(Card, 1_003), (Cash, 5)], RefusalCode.BasketPaid },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_tender_that_pays_wrongly_is_refused(
        string name, long total, (TenderKind Kind, long Minor)[] tenders, RefusalCode code)
    {
        var basket = tenders[..^1].Aggregate(Dutch(total), (now, one) => now.Give(one.Kind, one.Minor).Value);
        Assert.Equal((name, code), (name, basket.Give(tenders[^1].Kind, tenders[^1].Minor).Refusal?.Code));
    }

    [Theory]
    [InlineData(Card)]
    [InlineData(Voucher)]
    [InlineData(Account)]
    [InlineData(TenderKind.GiftCard)]
    public void All_but_cash_says_where_it_comes_from(TenderKind kind)
    {
        Assert.Equal((RefusalCode.FieldInvalid, "reference"), Answer(Dutch(500).Give(kind, 500, "")));
        Assert.Equal((RefusalCode.FieldInvalid, "reference"), Answer(Dutch(500).Give(kind, 500, new string('9', 41))));
        Assert.Null(Dutch(500).Give(kind, 500, new string('9', 40)).Refusal);
    }

    [Fact]
    public void A_tender_taken_back_thaws_the_lines_and_its_number_is_never_used_again()
    {
        var paid = Dutch(500).Give(Voucher, 300, "V").Value.Give(Card, 200, "C").Value;
        Assert.Equal(RefusalCode.BasketPaid, paid.VoidLine(1).Refusal?.Code);
        var open = paid.RemoveTender(1).Value;
        Assert.Equal((BasketState.Open, 300L, paid.Version + 1), (open.State, open.Due.Minor, open.Version));
        Assert.Equal(RefusalCode.TenderNotFound, open.RemoveTender(1).Refusal?.Code);
        Assert.Equal(RefusalCode.TenderNotFound, open.RemoveTender(3).Refusal?.Code);
        Assert.Equal(RefusalCode.TenderNotFound, open.RemoveTender(0).Refusal?.Code);
        var again = open.With(Soap).Give(Voucher, 550, "V").Value; // the voucher was handed back: it may be taken
        Assert.Equal((BasketState.Paid, 3), (again.State, again.Tenders[^1].Number));
    }

    [Fact]
    public void What_a_card_paid_beyond_the_total_is_owed_and_not_lost()
    {
        var part = Empty.With(Soap).With(Cola).Give(Card, 300).Value;
        var over = part.VoidLine(1).Value; // 1.99 is left, 3.00 was paid
        Assert.Equal((BasketState.Open, -101L, 0L), (over.State, over.Due.Minor, over.Change.Minor));
        Assert.Equal(RefusalCode.NotPaid, over.CheckComplete()?.Code);
        Assert.Equal(BasketState.Paid, over.Give(Card, -101).Value.State);
        Assert.Equal(BasketState.Paid, over.Give(Cash, -101).Value.State);
        Assert.Equal(RefusalCode.TenderTooMuch, over.Give(Cash, -102).Refusal?.Code);
    }

    [Fact]
    public void What_was_given_back_for_a_line_that_stays_is_owed_by_the_customer()
    {
        var given = Empty.Back(1_000).Return(Sold(Cola, 1_000, 200, 2), null, Why()).Value.Give(Card, -1_100).Value;
        var kept = given.VoidLine(1).Value; // 2.00 comes back, 11.00 were given
        Assert.Equal((BasketState.Open, 900L), (kept.State, kept.Due.Minor));
        Assert.Equal(BasketState.Paid, kept.Give(Cash, 900).Value.State);
    }

    [Fact]
    public void Where_nothing_is_due_the_basket_is_completed_without_a_tender()
    {
        Assert.Null(Empty.With(Soap).Back(250).CheckComplete());
        var free = Empty.With(Soap).Reduce(0, Percent(Rate.Whole), Limits).Value.Reprice(NoPromotions, Noon);
        Assert.Equal(0, free.Total.Minor);
        Assert.Null(free.CheckComplete());
    }

    [Fact]
    public void A_basket_takes_fifty_tenders()
    {
        var basket = Dutch(10_000);
        for (int i = 0; i < BasketLimits.MaxTenders; i++)
            basket = basket.Give(Cash, 5).Value;
        Assert.Equal(RefusalCode.TenderOutOfRange, basket.Give(Cash, 5).Refusal?.Code);
    }

    [Fact]
    public void A_refund_in_cash_beyond_the_limit_needs_leave_over_all_its_parts()
    {
        var basket = Dutch(-20_000).Give(Cash, -5_000).Value;
        var more = new Tender(0, Cash, Cents(-5));
        Assert.Null(ReturnRules.CheckRefund(Dutch(-20_000), more with { Amount = Cents(-5_000) }, "", Limits));
        Assert.Equal(RefusalCode.ApprovalNeeded,
            ReturnRules.CheckRefund(Dutch(-20_000), more with { Amount = Cents(-5_001) }, "", Limits)?.Code);
        Assert.Equal(RefusalCode.ApprovalNeeded, ReturnRules.CheckRefund(basket, more, "", Limits)?.Code);
        Assert.Null(ReturnRules.CheckRefund(basket, more, "boss", Limits));
        Assert.Null(ReturnRules.CheckRefund(basket, more with { Kind = Card }, "", Limits));
    }

    [Fact]
    public void Whatever_is_tendered_what_is_paid_agrees_to_the_cent()
    {
        var amount = Gen.OneOf(Gen.Long[-12, 12], Gen.Long[-2_000, 2_000]);
        var step = Gen.Select(Gen.OneOfConst(Enum.GetValues<TenderKind>()), amount, Gen.Int[0, 9]);
        Gen.Select(Gen.Long[-1_500, 1_500], Gen.OneOfConst(1, 5, 10, 50, 100), step.Array[0, 12]).Sample((total, cashStep, steps) =>
        {
            var basket = Of(Empty with { CashStep = cashStep }, total);
            foreach (var (kind, minor, what) in steps)
            {
                var next = what switch
                {
                    0 => basket.RemoveTender((int)Math.Abs(minor % 5)),
                    1 => basket.Give(kind, basket.Due.Minor, $"{minor}"),
                    2 => basket.Give(Cash, CashRounding.Round(basket.Due, cashStep).Minor),
                    3 => basket.VoidLine((int)Math.Abs(minor % 4)),
                    4 => basket.Add(Cola, Scan.Of("1"), null, "v"),
                    _ => basket.Give(kind, minor, $"{minor}"),
                };
                if (next.Refusal is null)
                    basket = next.Value;
                Agrees(basket, cashStep);
            }
        });
    }

    private static void Agrees(Basket basket, int cashStep)
    {
        Assert.True(Math.Abs(basket.Rounding.Minor) * 2 <= cashStep, $"rounded by {basket.Rounding}");
        Assert.True(basket.Change.Minor >= 0 && (basket.Due.Minor == 0 || basket.Change.Minor == 0));
        long over = basket.Tendered.Minor - basket.Change.Minor - basket.Total.Minor - basket.Rounding.Minor;
        long vouchers = basket.Paying.Where(one => one.Kind == Voucher).Sum(one => Math.Max(0, one.Amount.Minor));
        if (basket.Due.Minor == 0)
            Assert.InRange(over, 0, vouchers); // to the cent, but for what a voucher keeps
        else
            Assert.Contains(basket.Due.Minor, basket.Due.Minor < 0 ? new[] { -over, vouchers - over } : [-over]);
        if (!basket.Paying.Any())
            Assert.Equal(basket.Total, basket.Due);
    }

    // What is bought or comes back as one line; at zero something of both.
    private static Basket Of(Basket basket, long total) =>
        total > 0 ? basket.With(At(total)) : total < 0 ? basket.Back(-total) : basket.With(Soap).Back(250);

    private static (RefusalCode?, string?) Answer(Result<Basket> result) => (result.Refusal?.Code, result.Refusal?.Field);
}
