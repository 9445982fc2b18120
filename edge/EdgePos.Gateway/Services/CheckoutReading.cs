using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using Money = EdgePos.Store.Money;
using Reduction = EdgePos.Store.Reduction;
using Tender = EdgePos.Store.Tender;

namespace EdgePos.Gateway;

/// <summary>Reads what is asked of a basket.</summary>
internal static class CheckoutReading
{
    private const int OldestBuyer = 130;

    /// <summary>What a register says with a scan.</summary>
    /// <param name="item">The item that it asks for.</param>
    public static Result<Asked> Asked(AddItemRequest request, Store.Item item, DateOnly today)
    {
        return Requests.AmountIfAny("unit_price", request.UnitPrice).Then(typed => Age(request, item, today).Then<Asked>(age => new Asked(
            request.HasQuantityThousandths ? request.QuantityThousandths : null, request.Serial, typed, age)));
    }

    /// <summary>What staff take off; null: nothing any more.</summary>
    public static Result<Reduction?> Reduction(V1.Reduction? reduction, string approvedBy)
    {
        if (reduction is null)
            return (Reduction?)null;
        return Requests.AmountIfAny("reduction.amount", reduction.Amount).Then<Reduction?>(off => new Reduction(
            reduction.PercentPpm == 0 ? null : new Rate(reduction.PercentPpm), off, reduction.Reason, approvedBy));
    }

    /// <summary>Who the basket is for.</summary>
    public static BasketCustomer Customer(V1.BasketCustomer? customer) =>
        customer is null ? BasketCustomer.Anybody : customer.OfWire();

    /// <summary>What is given to pay, in a kind that the store takes.</summary>
    public static Result<Tender> Tender(AddTenderRequest request, SellingDesk selling)
    {
        var (kind, name, field, reference) = request.KindCase switch
        {
            AddTenderRequest.KindOneofCase.Cash => (TenderKind.Cash, "cash", "", ""),
            AddTenderRequest.KindOneofCase.Card => (TenderKind.Card, "card", "card.reference", request.Card.Reference),
            AddTenderRequest.KindOneofCase.Voucher => (TenderKind.Voucher, "voucher", "voucher.number", request.Voucher.Number),
            AddTenderRequest.KindOneofCase.Account => (TenderKind.Account, "account", "account.number", request.Account.Number),
            AddTenderRequest.KindOneofCase.ForeignCash => (TenderKind.ForeignCash, "foreign_cash", "", ""),
            // Gift cards and points are paid by rules of their own.
            AddTenderRequest.KindOneofCase.GiftCard or AddTenderRequest.KindOneofCase.Points or AddTenderRequest.KindOneofCase.None =>
                default,
        };
        if (name is null)
            return new Refusal(RefusalCode.FieldInvalid, "kind",
                "kind must be cash, card, voucher, account, foreign_cash, gift_card or points");
        if (selling.CheckTaken(name) is { } refusal)
            return refusal;
        // A voucher's number with a space behind it would be another voucher.
        if (field.Length > 0 && Words.Check(field, reference, 1, TenderRules.MaxReferenceLength) is { } wrong)
            return wrong;
        return kind == TenderKind.ForeignCash
            ? Requests.Amount("foreign_cash.foreign", request.ForeignCash.Foreign).Then(foreign => request.Amount is null
                ? selling.WorthOf(foreign).Then<Tender>(worth => new Tender(0, kind, worth) { Foreign = foreign })
                : new Refusal(RefusalCode.FieldInvalid, "amount", "amount must be absent: the box reckons what foreign notes are worth"))
            : Requests.Amount("amount", request.Amount).Then<Tender>(amount => new Tender(0, kind, amount) { Reference = reference });
    }

    /// <summary>Pays with a gift card, or gives back on one, where the store takes them.</summary>
    /// <param name="card">The card that the request names.</param>
    public static Result<Store.Basket> PayByGiftCard(
        Store.Basket basket, AddTenderRequest request, SellingDesk selling, Result<NamedGiftCard> card) =>
        selling.CheckTaken(GiftCardFacts.Kind) is { } refusal ? refusal
        : card.Then(named => Requests.AmountIfAny("amount", request.Amount)
            .Then(asked => basket.PayByGiftCard(named.Number, asked, named.Card)));

    /// <summary>A basket in a list.</summary>
    public static ListBasketsResponse.Types.OpenBasket Row(Store.Basket basket) => new()
    {
        BasketId = basket.Id.ToString(),
        State = (V1.BasketState)(int)basket.State,
        Register = basket.Register,
        Total = basket.Total.ToWire(),
        Lines = basket.Sold.Count(),
        Note = basket.Note,
    };

    /// <summary>What may come back of a receipt.</summary>
    public static GetReturnableResponse Returnable(string receipt, IReadOnlyList<SoldLine> lines)
    {
        var response = new GetReturnableResponse { ReceiptNumber = receipt };
        response.Lines.AddRange(lines.Select(line => new GetReturnableResponse.Types.ReturnableLine
        {
            Line = line.Line,
            Sku = line.Item.Sku,
            Name = line.Item.Name,
            SoldThousandths = line.Sold,
            LeftThousandths = line.Left,
            Refund = line.RefundOf(line.Left).ToWire(),
        }));
        return response;
    }

    // How old the buyer is; 0: nobody has looked. The birth date goes no further.
    private static Result<int> Age(AddItemRequest request, Store.Item item, DateOnly today)
    {
        if (request.AgeCase == AddItemRequest.AgeOneofCase.AgeSeen)
            return request.AgeSeen ? item.MinimumAge : 0;
        if (request.AgeCase == AddItemRequest.AgeOneofCase.None)
            return 0;
        if (!DateOnly.TryParseExact(request.BirthDate, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
            || born > today || born < today.AddYears(-OldestBuyer))
            return new Refusal(RefusalCode.FieldInvalid, "birth_date", "birth_date must be a day such as 1990-05-31");
        int years = today.Year - born.Year;
        return born.AddYears(years) > today ? years - 1 : years;
    }
}
