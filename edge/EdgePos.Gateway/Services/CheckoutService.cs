using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Basket = EdgePos.V1.Basket;

namespace EdgePos.Gateway;

/// <summary>Selling: maps, calls, maps. The rules are in EdgePos.Store, the state in <see cref="BasketDesk"/> and the ledger.</summary>
internal sealed class CheckoutService(
    BasketDesk desk, SaleCompletion completion, SaleUndoing undoing, TillDesk tills, SellingDesk selling, StockDesk stock, ItemDesk adding,
    ItemCodes items,
    GiftCardDesk giftCards, LedgerReader ledger, SlipQueue slips, StoreProfile store, IHostApplicationLifetime life) : Checkout.CheckoutBase
{
    public override async Task<Basket> OpenBasket(OpenBasketRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        // Asked again at the end, where it counts: here it spares the customer the way back from the till.
        if (tills.CheckSells(caller.Register) is { } closed)
            throw StatusMap.ToException(closed, caller.Language);
        return Answer(await desk.OpenAsync(command), caller);
    }

    public override async Task<Basket> AddItem(AddItemRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        string approver = selling.Approver(caller.Approval).OrThrow(caller.Language);
        return Answer(await adding.AddAsync(id, command, request, approver), caller);
    }

    public override Task<Basket> ChangeQuantity(ChangeQuantityRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, _) => basket.ChangeQuantity(request.Line, request.QuantityThousandths).Then(stock.Check));

    public override Task<Basket> VoidLine(VoidLineRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, _) => basket.VoidLine(request.Line));

    public override Task<Basket> ChangePrice(ChangePriceRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, approver) => request.UnitPrice is null
            ? basket.Reprice(request.Line, null, "", approver, selling.Limits)
            : Requests.Amount("unit_price", request.UnitPrice)
                .Then(price => basket.Reprice(request.Line, price, request.Reason, approver, selling.Limits)));

    public override Task<Basket> SetDiscount(SetDiscountRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, approver) => CheckoutReading.Reduction(request.Reduction, approver)
            .Then(reduction => basket.Reduce(request.Line, reduction, selling.Limits)));

    public override Task<Basket> SetCustomer(SetCustomerRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => CheckoutReading.Customer(request.Customer) is var customer
            ? basket.For(customer, item => selling.PriceOf(item, customer.Group)) : basket);

    public override Task<Basket> AddCoupon(AddCouponRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.Coupon(request.Code));

    public override Task<Basket> RemoveCoupon(RemoveCouponRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.WithoutCoupon(request.Code));

    public override Task<Basket> SetNote(SetNoteRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.Say(request.Line, request.Note));

    public override async Task<Basket> AddReturn(AddReturnRequest request, ServerCallContext context)
    {
        // Neither the sale nor a card is looked for in the counter's turn: the rule gets what was found. The ledger asks again.
        var sold = request.ReceiptNumber.Length > 0 ? SoldLineOf(request) : (Result<SoldLine>?)null;
        var card = sold is { Refusal: null } line ? await giftCards.FindLoadedAsync(line.Value, context.CancellationToken) : null;
        return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion, (basket, approver) =>
        {
            long? quantity = request.HasQuantityThousandths ? request.QuantityThousandths : null;
            var why = new Store.ReturnOf("", 0, request.Reason, request.Damaged, approver);
            return sold is { } known
                ? known.Then(from => basket.Return(from, quantity, why).Then<Store.Basket>(after =>
                    GiftCardRules.CheckBack(from, card) is { } spent ? spent : after))
                : items.Find(request.Scanned, basket.Customer.Group, PastDates.Allowed)
                    .Then(found => basket.Return(found.Item, found.Scan, quantity, why, selling.Limits));
        });
    }

    public override async Task<Basket> AddTender(AddTenderRequest request, ServerCallContext context)
    {
        if (request.GiftCard is not { } named)
            return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
                (basket, approver) => Pay(basket, request, approver));
        var card = await giftCards.FindAsync(named.Number, "gift_card.number", context.CancellationToken);
        return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, _) => CheckoutReading.PayByGiftCard(basket, request, selling, card));
    }

    public override async Task<GetGiftCardResponse> GetGiftCard(GetGiftCardRequest request, ServerCallContext context)
    {
        var found = await giftCards.FindAsync(request.Number, "number", context.CancellationToken);
        var card = found.Then<Store.GiftCard>(named => named.Card is { } one ? one
            : new Refusal(RefusalCode.GiftCardUnknown, "number", GiftCardNumber.Mask(named.Number)))
            .OrThrow(Caller.LanguageOf(context, store.Language));
        return new GetGiftCardResponse { Card = new GiftCardBalance { Number = card.Number, Balance = card.Balance.ToWire() } };
    }

    public override async Task<CompleteResponse> VoidSale(VoidSaleRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string approver = selling.Approver(caller.Approval).OrThrow(caller.Language);
        var answer = (await undoing.UndoAsync(command, request.ReceiptNumber, request.Reason, approver)).OrThrow(caller.Language);
        return new CompleteResponse { Receipt = WireSales.ReceiptOf(answer), Replayed = answer.Replayed };
    }

    public override Task<Basket> RemoveTender(RemoveTenderRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.RemoveTender(request.Tender));

    public override async Task<Basket> SuspendBasket(SuspendBasketRequest request, ServerCallContext context)
    {
        var suspended = await Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => desk.Suspended >= BasketLimits.MaxSuspended
                ? new Refusal(RefusalCode.TooManySuspended, "", $"{desk.Suspended}")
                : basket.Suspend(request.Note));
        if (request.PrintSlip)
            await slips.QueueAsync(suspended);
        return suspended;
    }

    public override Task<Basket> ResumeBasket(ResumeBasketRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.Resume(Caller.Of(context, store.Language).Register));

    public override async Task<ListBasketsResponse> ListBaskets(ListBasketsRequest request, ServerCallContext context)
    {
        var response = new ListBasketsResponse();
        response.Baskets.AddRange((await desk.ListAsync())
            .Where(basket => basket.Suspended || !request.SuspendedOnly).Select(CheckoutReading.Row));
        return response;
    }

    public override Task<Basket> AbandonBasket(AbandonBasketRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, 0,
            (basket, _) => basket.Abandon());

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var customer = request.Customer is { } who ? CustomerReading.Of(who).OrThrow(caller.Language) : null;
        var answer = (await completion.CompleteAsync(id, command, customer)).OrThrow(caller.Language);
        var receipt = WireSales.ReceiptOf(answer);
        // What is kept as the answer holds nothing personal: that is read where it lies.
        if (customer is not null && ReceiptNumber.TryParse(receipt.ReceiptNumber, out var number))
            receipt = ledger.FindReceipt(number);
        return new CompleteResponse
        {
            Receipt = receipt,
            Replayed = answer.Replayed,
            SafeDropDue = tills.IsSafeDropDue(caller.Register),
        };
    }

    public override async Task<Basket> GetBasket(GetBasketRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        return (await desk.GetAsync(id)).OrThrow(caller.Language).ToWire();
    }

    public override async Task WatchBasket(
        WatchBasketRequest request, IServerStreamWriter<Basket> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
        var watcher = (await desk.WatchAsync(id)).OrThrow(caller.Language);
        try
        {
            await Watches.SendUntilStopAsync(context, life, async end =>
            {
                await foreach (var basket in watcher.Reader.ReadAllAsync(end))
                    await responseStream.WriteAsync(basket.ToWire(), end);
            });
        }
        finally
        {
            desk.Unwatch(watcher);
        }
    }

    public override Task<Receipt> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var receipt = ReceiptNumber.TryParse(request.ReceiptNumber, out var number) ? ledger.FindReceipt(number) : null;
        return Task.FromResult(receipt ?? throw StatusMap.ToException(
            new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", request.ReceiptNumber), caller.Language));
    }

    public override Task<GetReturnableResponse> GetReturnable(GetReturnableRequest request, ServerCallContext context) =>
        Task.FromResult(CheckoutReading.Returnable(
            request.ReceiptNumber, Sold(request.ReceiptNumber).OrThrow(Caller.LanguageOf(context, store.Language))));

    private Result<Store.Basket> Pay(Store.Basket basket, AddTenderRequest request, string approver) =>
        CheckoutReading.Tender(request, selling).Then(tender => basket.Pay(tender).Then<Store.Basket>(paid =>
            ReturnRules.CheckRefund(basket, tender, approver, selling.Limits) is { } refusal ? refusal : paid));

    private Result<SoldLine> SoldLineOf(AddReturnRequest request) => Sold(request.ReceiptNumber).Then<SoldLine>(lines =>
        lines.FirstOrDefault(line => line.Line == request.Line) is { } sold
            ? sold
            : new Refusal(RefusalCode.LineNotFound, "line", $"{request.Line}"));

    private Result<SoldLine[]> Sold(string receipt) => ledger.FindSold(store.Identity.Store, receipt) is { } lines
        ? lines
        : new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", receipt);

    // The rule gets the basket and who allows what staff may not do on their own. Then prices are worked out anew.
    private async Task<Basket> Change(string basketId, string commandId, IMessage request, ServerCallContext context, long version,
        Func<Store.Basket, string, Result<Store.Basket>> rule)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, commandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", basketId).OrThrow(caller.Language);
        string approver = selling.Approver(caller.Approval).OrThrow(caller.Language);
        return Answer(await desk.ChangeAsync(id, command, basket =>
            rule(basket, approver).Then<Store.Basket>(changed => selling.Price(basket, changed)), version), caller);
    }

    private Basket Answer(Result<BasketAnswer> result, Caller caller)
    {
        var answer = result.OrThrow(caller.Language);
        var message = answer.Message;
        message.Warnings.AddRange(stock.WarningsOf(answer.Basket).Select(warning => new BasketWarning
        {
            Code = warning.Reason,
            Sentence = Texts.Of(warning, caller.Language),
        }));
        return message;
    }
}
