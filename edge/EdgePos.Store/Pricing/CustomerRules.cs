namespace EdgePos.Store;

/// <summary>Who the basket is for, and the coupons they hand in.</summary>
public static class CustomerRules
{
    /// <summary>Most coupons of a basket.</summary>
    public const int MaxCoupons = 20;

    /// <summary>Says who the basket is for: lines at a price of the price book get that customer's.</summary>
    /// <param name="priceOf">What one unit of an item of the basket costs this customer; null: what it costs now.</param>
    public static Result<Basket> For(this Basket basket, BasketCustomer customer, Func<Item, Money?> priceOf)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        (string Field, string Text)[] words =
            [("customer.reference", customer.Reference), ("customer.group", customer.Group), ("customer.exemption", customer.Exemption)];
        foreach (var (field, text) in words)
        {
            // A blank would be a certificate that nobody has, or a group that no price list is of.
            if (!Words.Fit(text, 0, BasketCustomer.MaxLength))
            {
                return new Refusal(RefusalCode.FieldInvalid, field,
                    $"{field} may have {BasketCustomer.MaxLength} characters and no space at its ends");
            }
        }

        if (customer.IsExempt != basket.Customer.IsExempt && basket.Sold.Any(line => line.ReturnOf is { Line: > 0 }))
            return new Refusal(RefusalCode.ExemptionDiffers, "customer.exemption");
        return BasketRules.Within(basket with
        {
            Customer = customer,
            Lines = [.. basket.Lines.Select(line => Repriced(line, priceOf))],
            LastLine = 0,
            Version = basket.Version + 1,
        });
    }

    /// <summary>Takes a coupon in.</summary>
    public static Result<Basket> Coupon(this Basket basket, string code)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        if (Words.Check("code", code, 1, BasketCustomer.MaxLength) is { } wrong)
            return wrong;
        if (basket.Coupons.Contains(code))
            return new Refusal(RefusalCode.CouponTwice, "code", code);
        if (basket.Coupons.Length >= MaxCoupons)
            return new Refusal(RefusalCode.TooManyCoupons, "code", $"{MaxCoupons}");
        return basket with { Coupons = basket.Coupons.Add(code), LastLine = 0, Version = basket.Version + 1 };
    }

    /// <summary>Gives a coupon back.</summary>
    public static Result<Basket> WithoutCoupon(this Basket basket, string code)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        return basket.Coupons.Contains(code)
            ? basket with { Coupons = basket.Coupons.Remove(code), LastLine = 0, Version = basket.Version + 1 }
            : new Refusal(RefusalCode.CouponNotThere, "code", code);
    }

    // A price from a label, a cashier or a receipt stands.
    private static BasketLine Repriced(BasketLine line, Func<Item, Money?> priceOf)
    {
        bool isBought = !line.Void && line.ReturnOf is null && line.DepositOf == 0;
        if (!isBought || line.Item.Is(ItemTraits.OpenPrice) || line.PriceFixed
            || priceOf(line.Item) is not { } price)
            return line;
        if (line.ListPrice is not null)
            return line with { ListPrice = price }; // what it costs once the cashier's price is taken back
        if (price == line.Item.Price)
            return line;
        return LineRules.PriceOf(line.Quantity, price) is { Refusal: null } amount
            ? line with { Item = line.Item with { Price = price }, Gross = amount.Value }
            : line;
    }
}
