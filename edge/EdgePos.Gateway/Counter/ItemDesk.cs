using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Puts what was scanned, typed or weighed on a basket, for registers and for scanners that the box adds for.</summary>
internal sealed class ItemDesk(
    BasketDesk desk, ItemCodes items, SellingDesk selling, GiftCardDesk giftCards, LoyaltyDesk loyalty, StockDesk stock,
    WeighDesk weighings)
{
    /// <summary>Adds an item, once for each command; or takes a customer's card, where head office tells of its customers.</summary>
    /// <param name="approver">Who allows what staff may not do on their own; empty: nobody.</param>
    public async Task<Result<BasketAnswer>> AddAsync(Guid basketId, Command command, AddItemRequest request, string approver)
    {
        var added = await AddItemAsync(basketId, command, request, approver);
        if (added.Refusal is not { Code: RefusalCode.NotAnItem } || !loyalty.KnowsCustomers
            || items.CustomerCard(request.Scanned) is not { } card)
            return added;
        var named = loyalty.OfCard(card); // not in the counter's turn: it reads a file
        return await desk.ChangeAsync(basketId, command, basket => named
            .Then(customer => selling.For(basket, customer))
            .Then<Store.Basket>(changed => selling.Price(basket, changed)), request.BasketVersion);
    }

    private Task<Result<BasketAnswer>> AddItemAsync(Guid basketId, Command command, AddItemRequest request, string approver) =>
        desk.ChangeAsync(basketId, command, basket => items
            .Find(request.Scanned, basket.Customer.Group, approver.Length > 0 ? PastDates.Allowed : PastDates.Refused)
            .Then(found => CheckoutReading.Asked(request, found.Item, selling.Today)
                .Then(asked => giftCards.Read(found.Item, found.Scan, asked))
                .Then(asked => Weighed(request, found.Item, asked, command))
                .Then(asked => basket.Add(found.Item, found.Scan, asked, found.PriceBook).Then(stock.Check)))
            .Then<Store.Basket>(changed => selling.Price(basket, changed)), request.BasketVersion);

    private Result<Asked> Weighed(AddItemRequest request, Store.Item item, Asked asked, Command command)
    {
        if (request.WeighingId.Length == 0)
            return asked;
        if (asked.Thousandths is not null)
            return new Refusal(RefusalCode.FieldInvalid, "weighing_id",
                "weighing_id says how much, or quantity_thousandths, not both");
        if (item.Unit != Store.Unit.Kilogram)
            return new Refusal(RefusalCode.NotWeighed, "weighing_id", item.Name);
        return weighings.Take(request.WeighingId, item, command).Then<Asked>(grams => asked with { Thousandths = grams });
    }
}
