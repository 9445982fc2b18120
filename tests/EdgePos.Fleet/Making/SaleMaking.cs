using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Basket = EdgePos.Store.Basket;
using Money = EdgePos.Store.Money;
using ReturnOf = EdgePos.Store.ReturnOf;
using Tender = EdgePos.Store.Tender;

namespace EdgePos.Fleet;

/// <summary>
/// The sales of a store, each made of the seed, the day and its number alone, by the rules of the checkout: lines, tax, tenders and
/// change are what a box would have written.
/// </summary>
internal sealed class SaleMaking(FleetPlan plan, StoreProfile store, Shelf shelf)
{
    private const int TakenTwice = 8; // of a hundred grocery lines, some are of more than one piece

    /// <summary>A sale that is paid by card at the box's terminal.</summary>
    public SaleCompleted ByCard(int day, int number, int register)
    {
        var (basket, dice) = Filled(day, number, register);
        var payment = PaymentOf(day, number);
        var tender = new Tender(0, TenderKind.Card, basket.Total)
        {
            Reference = payment.Auth,
            Terminal = new TerminalPayment(payment.Id, $"{payment.Card} {payment.CardNumber}\nAuth {payment.Auth}"),
        };
        return WireSales.SaleOf(basket.Pay(tender).Value, dice.Id());
    }

    /// <summary>A sale that is paid in cash.</summary>
    public SaleCompleted InCash(int day, int number, int register)
    {
        var (basket, dice) = Filled(day, number, register);
        int note = dice.Next(4) switch { 0 => 1, 1 => 500, 2 => 1_000, _ => 5_000 };
        long given = (basket.Total.Minor + note - 1) / note * note;
        return WireSales.SaleOf(basket.PayCash(new Money(given, Shelf.Currency)).Value, dice.Id());
    }

    /// <summary>Takes back the first line of an earlier sale; the money goes back in cash.</summary>
    public SaleCompleted Return(int day, int number, int register, (int Number, string Receipt) of)
    {
        var sold = Filled(day, of.Number, register).Basket.Lines[0];
        var dice = Dice.Of(plan.Seed, Matter.Basket, store.Number, day, number);
        var line = new SoldLine(of.Receipt, 1, sold.Item, sold.Scanned, sold.Quantity.Thousandths, sold.Amount, 0,
            Money.Zero(Shelf.Currency));
        var why = new ReturnOf("", 0, dice.Falls(0.3) ? "broken" : "unwanted", dice.Falls(0.3), "");
        var basket = Empty(ref dice, register).Return(line, null, why).Value;
        return WireSales.SaleOf(basket.PayCash(basket.Total).Value, dice.Id());
    }

    /// <summary>The terminal is asked for what a sale comes to.</summary>
    public PaymentRequested Asked(int day, int number, int register)
    {
        var basket = Filled(day, number, register).Basket;
        var payment = PaymentOf(day, number);
        return new PaymentRequested
        {
            PaymentId = payment.Id.ToString(),
            Kind = PaymentKind.Pay,
            BasketId = basket.Id.ToString(),
            Amount = basket.Total.ToWire(),
            Terminal = $"terminal{register}",
            BeforeTrace = payment.TraceBefore,
            BeforeReceipt = payment.TraceBefore,
        };
    }

    /// <summary>The terminal has been paid.</summary>
    public PaymentEnded Paid(int day, int number, int register, long requestedSeq)
    {
        var basket = Filled(day, number, register).Basket;
        var payment = PaymentOf(day, number);
        string terminal = string.Create(CultureInfo.InvariantCulture, $"{60_000_000 + (store.Number * 16) + register}");
        string[] slip =
        [
            "    K-U-N-D-E-N-B-E-L-E-G    ", $"Terminal-ID :      {terminal}", $"TA-Nr {payment.Trace} BNr {payment.Trace}",
            payment.Card, $"PAN {payment.CardNumber}", $"Betrag EUR {basket.Total.Amount}", $"AID-Para.: {payment.Auth}", "Zahlung erfolgt",
        ];
        return new PaymentEnded
        {
            PaymentId = payment.Id.ToString(),
            RequestedSeq = requestedSeq,
            CommandId = payment.EndId.ToString(),
            Kind = PaymentKind.Pay,
            BasketId = basket.Id.ToString(),
            State = PaymentState.Approved,
            Approved = basket.Total.ToWire(),
            CardNumber = payment.CardNumber,
            CardName = payment.Card,
            AuthCode = payment.Auth,
            Trace = payment.Trace,
            Receipt = payment.Trace,
            TerminalId = terminal,
            CardholderSlip = { slip },
            MerchantSlip = { slip },
        };
    }

    private (Basket Basket, Dice Dice) Filled(int day, int number, int register)
    {
        var dice = Dice.Of(plan.Seed, Matter.Basket, store.Number, day, number);
        var basket = Empty(ref dice, register);
        if (store.IsGrocery)
        {
            foreach (string group in plan.Baskets.Groceries[dice.Next(plan.Baskets.Groceries.Count)])
            {
                long pieces = dice.Next(100) < TakenTwice ? dice.Between(2, 4) : 1;
                basket = Add(basket, shelf.Grocery(group, ref dice), pieces);
            }
        }
        else
        {
            foreach (var line in plan.Baskets.Invoices[dice.Next(plan.Baskets.Invoices.Count)])
                basket = Add(basket, Shelf.Gift(line), line.Pieces);
        }

        return (basket, dice);
    }

    private static Basket Empty(ref Dice dice, int register) =>
        new() { Id = dice.Id(), Register = register, Currency = Shelf.Currency };

    private static Basket Add(Basket basket, EdgePos.Store.Item item, long pieces) =>
        basket.Add(item, Scan.Of(item.Sku), pieces * 1000, "2026-11").Value;

    private CardPayment PaymentOf(int day, int number)
    {
        var dice = Dice.Of(plan.Seed, Matter.Payment, store.Number, day, number);
        int trace = dice.Between(2, 999_999);
        return new CardPayment(dice.Id(), dice.Id(), dice.Falls(0.6) ? "Debit Mastercard" : "VISA DEBIT",
            string.Create(CultureInfo.InvariantCulture, $"************{dice.Next(10_000):0000}"),
            string.Create(CultureInfo.InvariantCulture, $"{dice.Next(1_000_000):000000}"),
            string.Create(CultureInfo.InvariantCulture, $"{trace:000000}"),
            string.Create(CultureInfo.InvariantCulture, $"{trace - 1:000000}"));
    }

    private sealed record CardPayment(
        Guid Id, Guid EndId, string Card, string CardNumber, string Auth, string Trace, string TraceBefore);
}
