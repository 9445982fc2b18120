using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier does with items and lines, and says of who buys.</summary>
internal sealed class LineSteps(OpenSale sale, BoxClient box, Texts texts)
{
    public Step Add(Typed.Item item) => sale.Begin(id =>
    {
        var add = new AddItemRequest { CommandId = sale.NewId(), BasketId = id, Scanned = item.Code };
        if (item.Thousandths is { } thousandths)
            add.QuantityThousandths = thousandths;
        return new BasketCommand(o => box.Checkout.AddItemAsync(add, o)) { Scan = add };
    }, basket => Added(basket, item.Code));

    /// <summary>Sells what was weighed.</summary>
    public Step AddWeighed(string code, string weighing) => sale.Begin(id =>
    {
        var add = new AddItemRequest { CommandId = sale.NewId(), BasketId = id, Scanned = code, WeighingId = weighing };
        return new BasketCommand(o => box.Checkout.AddItemAsync(add, o)) { Scan = add };
    }, basket => Added(basket, code));

    /// <summary>Puts money on a gift card: an item whose price is typed, and whose serial number is the card's.</summary>
    public Step TopUp(Typed.TopUp typed)
    {
        if (!Amounts.TryParseTyped(typed.Amount, sale.Currency, out var amount))
            return sale.NotAnAmount(typed.Amount, Say.HintTopUp);
        return sale.Begin(id =>
        {
            var add = new AddItemRequest
            {
                CommandId = sale.NewId(),
                BasketId = id,
                Scanned = typed.Code.Length > 0 ? typed.Code : typed.Number,
                Serial = typed.Number,
                UnitPrice = amount,
            };
            return new BasketCommand(o => box.Checkout.AddItemAsync(add, o)) { Scan = add };
        }, basket => OpenSale.LineOf(basket, basket.LastLine) is { } line
            ? texts.Of(Say.ToppedUp, LineText.Masked(line.Serial), texts.Money(line.Amount))
            : "");
    }

    public Step ChangeQuantity(Typed.ChangeQuantity change)
    {
        var request = new ChangeQuantityRequest
        {
            CommandId = sale.NewId(),
            BasketId = sale.BasketId,
            Line = change.Line,
            QuantityThousandths = change.Thousandths,
        };
        return sale.Change(new BasketCommand(o => box.Checkout.ChangeQuantityAsync(request, o)), AsItIs(change.Line));
    }

    public Step Void(int number)
    {
        var request = new VoidLineRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Line = number };
        return sale.Change(new BasketCommand(o => box.Checkout.VoidLineAsync(request, o)),
            basket => texts.Of(Say.LineVoided, number, OpenSale.LineOf(basket, number)?.Name ?? ""));
    }

    public Step Price(TypedChange.Price typed)
    {
        var request = new ChangePriceRequest
        {
            CommandId = sale.NewId(),
            BasketId = sale.BasketId,
            Line = typed.Line,
            Reason = typed.Reason,
        };
        if (typed.Amount.Length > 0)
        {
            if (!Amounts.TryParseTyped(typed.Amount, sale.Currency, out var price))
                return sale.NotAnAmount(typed.Amount, Say.HintPrice);
            request.UnitPrice = price;
        }

        return sale.Change(new BasketCommand(o => box.Checkout.ChangePriceAsync(request, o)), AsItIs(typed.Line));
    }

    public Step Discount(TypedChange.Discount typed)
    {
        var request = new SetDiscountRequest { CommandId = sale.NewId(), BasketId = sale.BasketId, Line = typed.Line };
        if (!typed.IsOff)
        {
            request.Reduction = new Reduction { PercentPpm = typed.PercentPpm, Reason = typed.Reason };
            if (typed.Amount.Length > 0)
            {
                if (!Amounts.TryParseTyped(typed.Amount, sale.Currency, out var off))
                    return sale.NotAnAmount(typed.Amount, Say.HintDiscount);
                request.Reduction.Amount = off;
            }
        }

        return sale.Change(new BasketCommand(o => box.Checkout.SetDiscountAsync(request, o)), typed.Line > 0
            ? AsItIs(typed.Line)
            : basket => texts.Of(Say.DiscountNow, texts.Money(basket.Discount)));
    }

    public Step Note(TypedChange.Note typed)
    {
        var request = new SetNoteRequest
        {
            CommandId = sale.NewId(),
            BasketId = sale.BasketId,
            Line = typed.Line,
            Note = typed.Text,
        };
        return sale.Change(new BasketCommand(o => box.Checkout.SetNoteAsync(request, o)),
            _ => texts.Of(typed.Text.Length > 0 ? Say.NoteTaken : Say.NoteGone, typed.Text));
    }

    public Step Coupon(TypedChange.Coupon typed) => typed.IsOff
        ? sale.Begin(id =>
        {
            var request = new RemoveCouponRequest { CommandId = sale.NewId(), BasketId = id, Code = typed.Code };
            return new BasketCommand(o => box.Checkout.RemoveCouponAsync(request, o));
        }, _ => texts.Of(Say.CouponBack, typed.Code))
        : sale.Begin(id =>
        {
            var request = new AddCouponRequest { CommandId = sale.NewId(), BasketId = id, Code = typed.Code };
            return new BasketCommand(o => box.Checkout.AddCouponAsync(request, o));
        }, basket => basket.CouponsUnused.Contains(typed.Code)
            ? texts.Of(Say.CouponGivesNothing, typed.Code)
            : texts.Of(Say.CouponTaken, typed.Code, texts.Money(basket.Discount)));

    /// <summary>Says which group of customers the prices are for; what is known of them else stays.</summary>
    public Step Group(TypedChange.Group typed) => Buyer(
        customer => (customer.Group, customer.Reference) = (typed.Name, typed.Reference),
        typed.Name.Length > 0 ? Say.GroupTaken : Say.GroupGone, typed.Name);

    /// <summary>Says by which certificate no tax is due; what is known of the customer else stays.</summary>
    public Step Exempt(TypedChange.Exempt typed) => Buyer(
        customer => customer.Exemption = typed.Certificate,
        typed.Certificate.Length > 0 ? Say.ExemptTaken : Say.ExemptGone, typed.Certificate);

    private Step Buyer(Action<BasketCustomer> change, Say told, string what)
    {
        var customer = sale.Basket?.Customer?.Clone() ?? new BasketCustomer();
        change(customer);
        bool anybody = customer.Equals(new BasketCustomer());
        return sale.Begin(id =>
        {
            var request = new SetCustomerRequest { CommandId = sale.NewId(), BasketId = id, Customer = anybody ? null : customer };
            return new BasketCommand(o => box.Checkout.SetCustomerAsync(request, o));
        }, _ => texts.Of(told, what));
    }

    private string Added(Basket basket, string code) => OpenSale.LineOf(basket, basket.LastLine) is { } line
        ? texts.Of(Say.ItemAdded, line.Name, texts.Quantity(line), texts.Amount(line.UnitPrice), texts.Amount(line.Amount))
        : basket.Customer is { Reference.Length: > 0 } who ? texts.Of(Say.MemberTaken, who.Reference) // their card was scanned
        : code;

    private Func<Basket, string> AsItIs(int number) => basket => OpenSale.LineOf(basket, number) is { } line
        ? texts.Of(Say.QuantityChanged, line.Line_, texts.Quantity(line), texts.Amount(line.UnitPrice), texts.Amount(line.Amount))
        : "";
}
