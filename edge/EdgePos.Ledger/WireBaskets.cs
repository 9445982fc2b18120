using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Basket = EdgePos.Store.Basket;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using PromotionHint = EdgePos.Store.PromotionHint;
using Tender = EdgePos.Store.Tender;

namespace EdgePos.Ledger;

/// <summary>Baskets as messages, and back: what a register shows is what lies on the counter.</summary>
public static class WireBaskets
{
    private const int SkusOfHint = 20;

    /// <summary>A basket as a register shows it.</summary>
    public static V1.Basket ToWire(this Basket basket)
    {
        var message = WithHead(After(basket, replayed: false), basket);
        message.Lines.AddRange(basket.Lines.Select(WireLines.ToWire));
        return message;
    }

    /// <summary>The bytes of a basket as a register shows it: its fields in their order, of lines what was encoded before.</summary>
    public static byte[] Encode(this Basket basket, bool replayed = false)
    {
        V1.Basket before = WithHead(new V1.Basket(), basket), after = After(basket, replayed);
        int at = before.CalculateSize(), size = at + after.CalculateSize();
        byte[][] lines = new byte[basket.Lines.Length][];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = basket.Lines[i].Encode();
            size += lines[i].Length;
        }

        byte[] all = new byte[size];
        before.WriteTo(all.AsSpan(0, at));
        foreach (byte[] line in lines)
        {
            line.CopyTo(all, at);
            at += line.Length;
        }

        after.WriteTo(all.AsSpan(at));
        return all;
    }

    private static V1.Basket WithHead(V1.Basket message, Basket basket)
    {
        message.BasketId = basket.Id.ToString();
        message.State = (V1.BasketState)(int)basket.State;
        message.Version = basket.Version;
        message.Register = basket.Register;
        return message;
    }

    // All that comes behind the lines.
    private static V1.Basket After(Basket basket, bool replayed)
    {
        var message = new V1.Basket
        {
            Total = basket.Total.ToWire(),
            Tendered = basket.Tendered.ToWire(),
            Due = basket.Due.ToWire(),
            Change = basket.Change.ToWire(),
            ItemCount = (int)Math.Min(int.MaxValue, basket.ItemCount),
            LastLine = basket.LastLine,
            ReceiptNumber = basket.ReceiptNumber,
            Replayed = replayed,
            Rounding = basket.Rounding.ToWire(),
            DueInCash = CashRounding.Round(basket.Due, basket.CashStep).ToWire(),
            Discount = basket.Discount.ToWire(),
            Customer = basket.Customer == BasketCustomer.Anybody ? null : basket.Customer.ToWire(),
            Reduction = basket.Reduction?.ToWire(),
            AgeSeen = basket.AgeSeen,
            Note = basket.Note,
            PriceBook = basket.PriceBook,
            PricesExcludeTax = basket.Tax.PricesExcludeTax,
            TaxPerLine = basket.Tax.PerLine,
            CashStepMinor = basket.CashStep,
            OrderNumber = basket.Order,
        };
        foreach (var tender in basket.Tenders)
            message.Tenders.Add(tender.ToWire());
        foreach (var row in basket.Taxes)
            message.Taxes.Add(row.ToWire());
        foreach (string coupon in basket.Coupons)
            message.Coupons.Add(coupon);
        foreach (string coupon in basket.Offers.CouponsUnused)
            message.CouponsUnused.Add(coupon);
        foreach (var given in basket.Offers.Given)
            message.Promotions.Add(given.ToWire());
        foreach (var hint in basket.Offers.Hints)
            message.Hints.Add(ToWire(hint));
        return message;
    }

    /// <summary>The basket of a message that this box wrote.</summary>
    public static Basket OfWire(this V1.Basket message) => new()
    {
        Id = Guid.Parse(message.BasketId),
        Register = message.Register,
        Currency = Currency.Of(message.Total.Currency),
        Tax = new TaxMode(message.PricesExcludeTax, message.TaxPerLine),
        CashStep = Math.Max(1, message.CashStepMinor),
        Version = message.Version,
        Lines = [.. message.Lines.Select(WireLines.OfWire)],
        Tenders = [.. message.Tenders.Select(OfWire)],
        LastLine = message.LastLine,
        PriceBook = message.PriceBook,
        Customer = message.Customer?.OfWire() ?? BasketCustomer.Anybody,
        Coupons = [.. message.Coupons],
        Reduction = message.Reduction?.OfWire(),
        AgeSeen = message.AgeSeen,
        Note = message.Note,
        Order = message.OrderNumber,
        Suspended = message.State == V1.BasketState.Suspended,
        Offers = new BasketOffers(
            [.. message.Promotions.Select(OfWire)], [.. message.Hints.Select(OfWire)], [.. message.CouponsUnused]),
        ReceiptNumber = message.ReceiptNumber,
        Abandoned = message.State == V1.BasketState.Abandoned,
    };

    /// <summary>Who a basket is for.</summary>
    public static V1.BasketCustomer ToWire(this BasketCustomer customer) =>
        new() { Reference = customer.Reference, Group = customer.Group, Exemption = customer.Exemption };

    /// <summary>Who a basket is for.</summary>
    public static BasketCustomer OfWire(this V1.BasketCustomer customer) => new(customer.Reference, customer.Group, customer.Exemption);

    /// <summary>What a promotion gave.</summary>
    public static GivenPromotion ToWire(this AppliedPromotion given) => new()
    {
        PromotionId = given.PromotionId,
        Name = given.Name,
        Times = given.Times,
        Amount = given.Total.ToWire(),
    };

    /// <summary>A tender as a register shows it.</summary>
    public static V1.Tender ToWire(this Tender tender)
    {
        var message = new V1.Tender { Tender_ = tender.Number, Amount = tender.Amount.ToWire(), Removed = tender.Removed };
        switch (tender.Kind)
        {
            case TenderKind.Cash:
                message.Cash = new Cash();
                break;
            case TenderKind.Card:
                message.Card = new Card { Reference = tender.Reference };
                message.PaymentId = tender.Terminal?.Id.ToString() ?? "";
                message.Slip.AddRange(tender.Terminal?.Slip.Split('\n') ?? []);
                break;
            case TenderKind.Voucher:
                message.Voucher = new Voucher { Number = tender.Reference };
                break;
            case TenderKind.Account:
                message.Account = new Account { Number = tender.Reference };
                break;
            case TenderKind.ForeignCash:
                message.ForeignCash = new ForeignCash { Foreign = tender.Foreign?.ToWire() };
                break;
            case TenderKind.GiftCard:
                message.GiftCard = new V1.GiftCard { Number = tender.Reference };
                break;
            case TenderKind.Points:
                message.Points = new PointsPaid { Customer = tender.Reference, Points = tender.Points };
                break;
        }

        return message;
    }

    /// <summary>The tender of a message that this box wrote.</summary>
    public static Tender OfWire(this V1.Tender tender) => new(tender.Tender_, KindOf(tender.KindCase), tender.Amount.OfWire())
    {
        Reference = tender.Card?.Reference ?? tender.Voucher?.Number ?? tender.Account?.Number ?? tender.GiftCard?.Number
            ?? tender.Points?.Customer ?? "",
        Points = tender.Points?.Points ?? 0,
        Foreign = tender.ForeignCash?.Foreign?.OfWire(),
        Terminal = tender.PaymentId.Length > 0
            ? new TerminalPayment(Guid.Parse(tender.PaymentId), string.Join('\n', tender.Slip))
            : null,
        Removed = tender.Removed,
    };

    private static TenderKind KindOf(V1.Tender.KindOneofCase kind) => kind switch
    {
        V1.Tender.KindOneofCase.Card => TenderKind.Card,
        V1.Tender.KindOneofCase.Voucher => TenderKind.Voucher,
        V1.Tender.KindOneofCase.Account => TenderKind.Account,
        V1.Tender.KindOneofCase.ForeignCash => TenderKind.ForeignCash,
        V1.Tender.KindOneofCase.GiftCard => TenderKind.GiftCard,
        V1.Tender.KindOneofCase.Points => TenderKind.Points,
        V1.Tender.KindOneofCase.Cash or V1.Tender.KindOneofCase.None => TenderKind.Cash,
    };

    private static AppliedPromotion OfWire(GivenPromotion given) =>
        new(given.PromotionId, given.Name, given.Times, given.Amount.OfWire());

    private static V1.PromotionHint ToWire(PromotionHint hint)
    {
        var message = new V1.PromotionHint
        {
            PromotionId = hint.PromotionId,
            Name = hint.Name,
            MissingPieces = hint.MissingPieces,
            MissingAmount = hint.MissingSpend?.ToWire(),
        };
        for (int i = 0; i < hint.From.Skus.Length && i < SkusOfHint; i++)
            message.Skus.Add(hint.From.Skus[i]);
        for (int i = 0; i < hint.From.Departments.Length && i < SkusOfHint; i++)
            message.Departments.Add(hint.From.Departments[i]);
        return message;
    }

    private static PromotionHint OfWire(V1.PromotionHint hint) => new(hint.PromotionId, hint.Name, hint.MissingPieces,
        hint.MissingAmount?.OfWire(), new Store.ItemSelector { Skus = [.. hint.Skus], Departments = [.. hint.Departments] });
}
