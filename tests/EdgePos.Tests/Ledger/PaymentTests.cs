using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.Tests.Store;
using EdgePos.V1;
using Xunit;
using static EdgePos.Tests.Store.Goods;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.Ledger;

/// <summary>What the ledger knows of card payments, and what it does not let happen.</summary>
public sealed class PaymentTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);
    private readonly LedgerWriter _writer;
    private readonly PaymentReader _payments;
    private int _ids;

    public PaymentTests()
    {
        _writer = Sales.Open(Path);
        _payments = new PaymentReader(new LedgerReader(Path));
    }

    private string Path => _folder.File("ledger.db");

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_payment_is_open_until_its_end_is_written_and_that_is_written_once()
    {
        var (payment, basket) = (NewId(), NewId());
        await GoodAsync(Request(payment, basket));
        Assert.Equal([payment], _payments.WithoutEnd().Select(one => one.Row.Id));
        await RefusedAsync(RefusalCode.PaymentOpen, Request(NewId(), basket));
        await GoodAsync(End(payment, 500));
        await RefusedAsync(RefusalCode.PaymentSettled, End(payment, 500));
        await RefusedAsync(RefusalCode.PaymentNotFound, End(NewId(), 500));
        Assert.Empty(_payments.WithoutEnd());
        Assert.Equal([payment], _payments.Astray().Select(one => one.Row.Id));
        Assert.True(_payments.Find(payment)!.Row.IsAstray);
    }

    [Fact]
    public async Task A_ledger_that_is_ended_names_the_payments_that_were_not_settled()
    {
        var (open, astray, sold, basket) = (NewId(), NewId(), NewId(), NewId());
        foreach (var (payment, its) in new[] { (sold, basket), (astray, NewId()) })
        {
            await GoodAsync(Request(payment, its));
            await GoodAsync(End(payment, 500));
        }

        await GoodAsync(Sale(basket, sold));
        await GoodAsync(Request(open, NewId()));
        _writer.Dispose();
        var begun = NewEpoch.Begin(Path, _folder.File("counter.db"), Sales.Setup(), null, "a test");
        Assert.Equal([(open.ToString(), false, 500), (astray.ToString(), true, 500)],
            begun.Before.Payments.Select(one => (one.PaymentId, one.Moved, one.Amount.Minor)));
        Assert.All(begun.Before.Payments, one => Assert.NotEqual(0, one.AtUs));
    }

    [Fact]
    public async Task A_sale_has_all_that_was_charged_for_its_basket_and_nothing_twice()
    {
        var (payment, basket) = (NewId(), NewId());
        await GoodAsync(Request(payment, basket));
        await RefusedAsync(RefusalCode.PaymentOpen, Sale(basket, cash: 500));
        await GoodAsync(End(payment, 500));
        await RefusedAsync(RefusalCode.PaymentOpen, Sale(basket, cash: 500)); // its charge would be lost
        await RefusedAsync(RefusalCode.PaymentSettled, Sale(NewId(), payment)); // it is another basket's
        await RefusedAsync(RefusalCode.PaymentSettled, Sale(basket, payment, 400, cash: 100)); // not what was charged
        await GoodAsync(Sale(basket, payment));
        Assert.False(_payments.Find(payment)!.Row.IsAstray);
        await RefusedAsync(RefusalCode.PaymentSettled, Reverse(NewId(), payment, basket));
        await GoodAsync(Sale(NewId(), NewId())); // of an earlier ledger: taken as the basket has it
    }

    [Fact]
    public async Task What_was_reversed_or_made_good_is_no_tender_any_more()
    {
        var (payment, other, reversal, basket) = (NewId(), NewId(), NewId(), NewId());
        await GoodAsync(Request(payment, basket));
        await GoodAsync(End(payment, 500));
        await GoodAsync(Reverse(reversal, payment, basket));
        await RefusedAsync(RefusalCode.PaymentOpen, Reverse(NewId(), payment, basket));
        await RefusedAsync(RefusalCode.PaymentOpen, MakeGood(payment));
        await GoodAsync(End(reversal, 500, payment));
        Assert.True(_payments.Find(payment)!.Row.ReversedSeq > 0);
        await RefusedAsync(RefusalCode.PaymentSettled, Sale(basket, payment));
        await GoodAsync(Request(other, basket));
        await GoodAsync(End(other, 500));
        await GoodAsync(MakeGood(other));
        Assert.Empty(_payments.Astray());
        await GoodAsync(Sale(basket, cash: 500));
    }

    [Theory]
    [InlineData("UPDATE payments SET approved = 1", "payments has")]
    [InlineData("UPDATE payments SET sale_seq = 0", "payments has")]
    [InlineData("DELETE FROM payments", "payments lacks")]
    [InlineData("UPDATE answers SET response = x'' WHERE id = 2", "damaged")]
    public async Task What_somebody_does_to_the_books_of_payments_is_found(string sql, string betrayed)
    {
        var (payment, basket) = (NewId(), NewId());
        await GoodAsync(Request(payment, basket));
        await GoodAsync(End(payment, 500));
        await GoodAsync(Sale(basket, payment));
        _writer.Dispose();
        Sales.AssertSound(Path);
        TamperedLedger.Run(Path, sql);
        var check = LedgerCheck.Run(Path, null, null, CancellationToken.None);
        Assert.Contains(check.Findings, finding => finding.What.Contains(betrayed, StringComparison.Ordinal));
    }

    private Guid NewId() => Sales.IdOf("payment", ++_ids);

    private static byte[] DigestOf(Guid id) => [.. id.ToByteArray(), .. id.ToByteArray()];

    private static Money Euro(long minor) => new() { Minor = minor, Currency = "EUR" };

    private static RequestPayment Request(Guid id, Guid basket) => new(1, id, DigestOf(id), new PaymentRequested
    {
        Kind = PaymentKind.Pay,
        BasketId = basket.ToString(),
        Amount = Euro(500),
        Terminal = "tcp://terminal:20007",
    });

    private static RequestPayment Reverse(Guid id, Guid payment, Guid basket) => new(1, id, DigestOf(id), new PaymentRequested
    {
        Kind = PaymentKind.Reversal,
        BasketId = basket.ToString(),
        Amount = Euro(500),
        Terminal = "tcp://terminal:20007",
        Reverses = payment.ToString(),
    });

    private EndPayment End(Guid payment, long minor, Guid? reverses = null)
    {
        var command = NewId();
        return new EndPayment(1, command, DigestOf(command), new PaymentEnded
        {
            PaymentId = payment.ToString(),
            Kind = reverses is null ? PaymentKind.Pay : PaymentKind.Reversal,
            State = PaymentState.Approved,
            Approved = Euro(minor),
            Reverses = reverses?.ToString() ?? "",
        });
    }

    private MakePaymentGood MakeGood(Guid payment)
    {
        var command = NewId();
        return new MakePaymentGood(1, command, DigestOf(command),
            new PaymentMadeGood { PaymentId = payment.ToString(), SettledBy = "anna", Words = "in cash" });
    }

    private CompleteSale Sale(Guid basket, Guid? payment = null, long charged = 500, long cash = 0)
    {
        var command = NewId();
        var filled = (Empty with { Id = basket }).With(At(500));
        if (payment is { } id)
        {
            filled = filled.TakeFromTerminal(new EdgePos.Store.Tender(0, TenderKind.Card, Cents(charged))
            {
                Reference = "A1",
                Terminal = new TerminalPayment(id, "card"),
            });
        }

        if (cash > 0)
            filled = filled.PayCash(Cents(cash)).Value;
        return new CompleteSale(1, command, DigestOf(command), "", WireSales.SaleOf(filled, command));
    }

    private async Task GoodAsync(LedgerCommand command) => Assert.Null((await _writer.SubmitAsync(command)).Refusal);

    private async Task RefusedAsync(RefusalCode code, LedgerCommand command) =>
        Assert.Equal(code, (await _writer.SubmitAsync(command)).Refusal?.Code);
}
