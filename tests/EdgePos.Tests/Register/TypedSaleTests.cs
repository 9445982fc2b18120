using EdgePos.Register;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>What a cashier types beyond items and cash.</summary>
public sealed class TypedSaleTests
{
    public static TheoryData<string, object> Typing() => new()
    {
        { "price 2 1.50 DAMAGED BOX", new TypedChange.Price(2, "1.50", "DAMAGED BOX") },
        { "prijs 2 uit", new TypedChange.Price(2, "", "") },
        { "price 2 1.50", Unlike("price 2 1.50", Say.HintPrice) },
        { "price two 1.50 OLD", Unlike("price two 1.50 OLD", Say.HintPrice) },
        { "discount 10% STAFF", new TypedChange.Discount(0, 100_000, "", "STAFF") },
        { "discount 2 12,5% STAFF", new TypedChange.Discount(2, 125_000, "", "STAFF") },
        { "korting 2.50 STAFF", new TypedChange.Discount(0, 0, "2.50", "STAFF") },
        { "discount 2 2.50 OLD STOCK", new TypedChange.Discount(2, 0, "2.50", "OLD STOCK") },
        { "discount 5 REGULAR GUEST", new TypedChange.Discount(0, 0, "5", "REGULAR GUEST") },
        { "discount off", new TypedChange.Discount(0, 0, "", "") },
        { "discount 2 off", new TypedChange.Discount(2, 0, "", "") },
        { "discount 0% STAFF", Unlike("discount 0% STAFF", Say.HintDiscount) },
        { "discount 1.23456% STAFF", Unlike("discount 1.23456% STAFF", Say.HintDiscount) },
        { "discount 10%", Unlike("discount 10%", Say.HintDiscount) },
        { "discount", Unlike("discount", Say.HintDiscount) },
        { "note for the office", new TypedChange.Note(0, "for the office") },
        { "note 2 gift wrap", new TypedChange.Note(2, "gift wrap") },
        { "note 2", new TypedChange.Note(2, "") },
        { "notitie", new TypedChange.Note(0, "") },
        { "group TRADE 12345", new TypedChange.Group("TRADE", "12345") },
        { "groep uit", new TypedChange.Group("", "") },
        { "group", Unlike("group", Say.HintGroup) },
        { "exempt C-2026 17", new TypedChange.Exempt("C-2026 17") },
        { "exempt off", new TypedChange.Exempt("") },
        { "coupon SUMMER", new TypedChange.Coupon("SUMMER", IsOff: false) },
        { "coupon SUMMER off", new TypedChange.Coupon("SUMMER", IsOff: true) },
        { "coupon", Unlike("coupon", Say.HintCoupon) },
        { "return S1-1-7", new TypedReturn.Ask("S1-1-7") },
        { "return S1-1-7 2 BROKEN", new TypedReturn.WithReceipt("S1-1-7", 2, null, "BROKEN", Damaged: false) },
        { "return S1-1-7 2 1 BROKEN GLASS", new TypedReturn.WithReceipt("S1-1-7", 2, 1000, "BROKEN GLASS", Damaged: false) },
        { "retour kapot S1-1-7 2 1 STUK", new TypedReturn.WithReceipt("S1-1-7", 2, 1000, "STUK", Damaged: true) },
        { "return S1-1-7 2", Unlike("return S1-1-7 2", Say.HintReturn) },
        { "return S1-1-7 two BROKEN", Unlike("return S1-1-7 two BROKEN", Say.HintReturn) },
        { "return-item SOAP UNWANTED", new TypedReturn.Without("SOAP", null, "UNWANTED", Damaged: false) },
        { "return-item damaged CHEESE 0.350 SOUR", new TypedReturn.Without("CHEESE", 350, "SOUR", Damaged: true) },
        { "return-item SOAP 3", new TypedReturn.Without("SOAP", null, "3", Damaged: false) }, // a code for a reason
        { "return-item SOAP", Unlike("return-item SOAP", Say.HintReturnItem) },
        { "card 12.50 A 123", new TypedPay.Card("12.50", "A 123") },
        { "pin -5 A", new TypedPay.Card("-5", "A") },
        { "card 12.50", new TypedPay.Terminal("12.50") },
        { "pin", new TypedPay.Terminal("") },
        { "voucher 10 V1", new TypedPay.Voucher("10", "V1") },
        { "rekening 99,50 77", new TypedPay.Account("99,50", "77") },
        { "giftcard 62990001", new TypedPay.GiftCard("", "62990001") },
        { "cadeaukaart -5 62990001", new TypedPay.GiftCard("-5", "62990001") },
        { "giftcard", Unlike("giftcard", Say.HintGiftCard) },
        { "topup 25 62990001", new Typed.TopUp("25", "62990001", "") },
        { "opwaarderen 25 62990001 CARD", new Typed.TopUp("25", "62990001", "CARD") },
        { "topup 25", Unlike("topup 25", Say.HintTopUp) },
        { "saldo 62990001", new Typed.GiftCardOf("62990001") },
        { "balance", Unlike("balance", Say.HintBalance) },
        { "foreign usd 20", new TypedPay.Foreign("USD", "20") },
        { "foreign dollars 20", Unlike("foreign dollars 20", Say.HintForeign) },
        { "refund", new TypedPay.Refund("") },
        { "teruggeven 5", new TypedPay.Refund("5") },
        { "untender 2", new TypedPay.Untender(2) },
        { "herroep", Unlike("herroep", Say.HintUntender) },
        { "park", new TypedPark.Park("") },
        { "parkeer vrouw met hond", new TypedPark.Park("vrouw met hond") },
        { "parked", new TypedPark.Parked() },
        { "take 2", new TypedPark.Take("2") },
        { "01a2b3c4-0000-7000-8000-0123456789ab", new TypedPark.Take("01a2b3c4-0000-7000-8000-0123456789ab") },
        { "take", Unlike("take", Say.HintTake) },
        { "approve anna 4711", new Typed.Approve("anna", "4711") },
        { "approve anna 4711 now", Unlike("approve", Say.HintApprove) }, // a PIN is not said again
        { "stock SOAP", new Typed.StockOf("SOAP") },
        { "voorraad", Unlike("voorraad", Say.HintStock) },
        { "weigh 2001", new Typed.Weigh("2001", 0) },
        { "weeg 2001 15", new Typed.Weigh("2001", 15) },
        { "weigh 2001 heavy", Unlike("weigh 2001 heavy", Say.HintWeigh) },
    };

    [Theory, MemberData(nameof(Typing))]
    public void What_a_cashier_types_is_understood(string line, object typed) => Assert.Equal(typed, Typed.Read(line));

    [Theory]
    [InlineData(" approve anna 4711", "approve ****")]
    [InlineData("akkoord  anna 4711 ja", "akkoord ****")]
    [InlineData(" 2*SOAP ", "2*SOAP")]
    public void A_line_is_shown_without_its_PIN(string line, string shown) => Assert.Equal(shown, Typed.Shown(line));

    private static Typed.Wrong Unlike(string text, Say hint) => new(Say.NotLikeThat, text, hint);
}
