using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Basket = EdgePos.V1.Basket;

namespace EdgePos.Gateway;

/// <summary>
/// Selling, but for the scan (<see cref="ScanService"/>): maps, calls, maps. The rules are in EdgePos.Store, the state in
/// <see cref="BasketDesk"/> and the ledger.
/// </summary>
internal sealed class CheckoutService(
    BasketDesk desk, SaleCompletion completion, SaleUndoing undoing, TillDesk tills, SellingDesk selling, StockDesk stock,
    BasketShowing showing, LeaveDesk leaves, ItemCodes items, GiftCardDesk giftCards, LoyaltyDesk loyalty, ReceiptDesk receipts,
    LedgerReader ledger, SlipQueue slips, StoreProfile store, IHostApplicationLifetime life) : Checkout.CheckoutBase
{
    public override async Task<Basket> OpenBasket(OpenBasketRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        // Asked again at the end, where it counts: here it spares the customer the way back from the till.
        tills.CheckSells(caller.Register).ThrowIfAny(caller.Language);
        return Answer(await desk.OpenAsync(command), caller);
    }

    public override Task<Basket> ChangeQuantity(ChangeQuantityRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, _) => basket.ChangeQuantity(request.Line, request.QuantityThousandths).Then(stock.Check));

    public override Task<Basket> VoidLine(VoidLineRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, _) => basket.VoidLine(request.Line));

    public override Task<Basket> ChangePrice(ChangePriceRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, leave) => request.UnitPrice is null
            ? basket.Reprice(request.Line, null, "", leave.By(Permission.Price), leave.Limits)
            : Requests.Amount("unit_price", request.UnitPrice)
                .Then(price => basket.Reprice(request.Line, price, request.Reason, leave.By(Permission.Price), leave.Limits)));

    public override Task<Basket> SetDiscount(SetDiscountRequest request, ServerCallContext context) =>
        Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
            (basket, leave) => CheckoutReading.Reduction(request.Reduction, leave.By(Permission.Discount))
            .Then(reduction => basket.Reduce(request.Line, reduction, leave.Limits)));

    public override Task<Basket> SetCustomer(SetCustomerRequest request, ServerCallContext context)
    {
        var named = loyalty.Named(CheckoutReading.Customer(request.Customer)); // not in the counter's turn: it reads a file
        return Change(request.BasketId, request.CommandId, request, context, 0, (basket, _) =>
            named.Then(customer => selling.For(basket, customer)));
    }

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
        long? quantity = request.HasQuantityThousandths ? request.QuantityThousandths : null;
        if (request.ReceiptNumber.Length == 0)
        {
            return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion, (basket, leave) =>
                request.ClaimedReceipt.Length > 0 && receipts.CheckClaim(request.ClaimedReceipt) is { } refusal ? refusal
                : items.Find(request.Scanned, basket.Customer.Group, PastDates.Allowed).Then(found => basket.Return(
                    found.Item, found.Scan, quantity,
                    WhyOf(request, leave.By(Permission.ReturnWithoutReceipt)) with { Claimed = request.ClaimedReceipt }, leave.Limits)));
        }

        // Neither the sale nor a card is looked for in the counter's turn: the rule gets what was found. The ledger asks again.
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        bool isRepeated = await desk.KnowsAsync(command.Id);
        var held = isRepeated ? new Refusal(RefusalCode.CommandIdReused, "command_id")
            : await receipts.HoldAsync(command.Id, request.ReceiptNumber, request.Line, quantity, context.CancellationToken);
        var card = held.Refusal is null ? await giftCards.FindLoadedAsync(held.Value.Sold, context.CancellationToken) : null;
        try
        {
            return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion, (basket, leave) =>
                held.Then(from => basket
                    .Return(from.Sold, quantity, WhyOf(request, leave.By(Permission.ReturnWithoutReceipt)) with { Hold = from.Hold })
                    .Then<Store.Basket>(after => GiftCardRules.CheckBack(from.Sold, card) is { } spent ? spent : after)));
        }
        catch (RpcException) when (held is { Refusal: null, Value.Hold: not null })
        {
            receipts.Release(request.ReceiptNumber, command.Id);
            throw;
        }
    }

    public override async Task<Basket> AddTender(AddTenderRequest request, ServerCallContext context)
    {
        if (request.Points is not null)
            return await PayByPoints(request, context);
        if (request.GiftCard is not { } named)
            return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion,
                (basket, leave) => Pay(basket, request, leave));
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
        var leave = leaves.Of(caller, command).OrThrow(caller.Language);
        var undone = await undoing.UndoAsync(command, request.ReceiptNumber, request.Reason, leave);
        var answer = leaves.Heard(undone, command).OrThrow(caller.Language);
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

    public override async Task<GetReturnableResponse> GetReturnable(GetReturnableRequest request, ServerCallContext context) =>
        CheckoutReading.Returnable(request.ReceiptNumber, (await receipts.FindAsync(request.ReceiptNumber, context.CancellationToken))
            .OrThrow(Caller.LanguageOf(context, store.Language)));

    private Result<Store.Basket> Pay(Store.Basket basket, AddTenderRequest request, Leave leave) =>
        CheckoutReading.Tender(request, selling).Then(tender => basket.Pay(tender).Then<Store.Basket>(paid =>
            ReturnRules.CheckRefund(basket, tender, leave.By(Permission.Refund), leave.Limits) is { } refusal ? refusal : paid));

    // What head office has counted is looked up before the counter's turn; the ledger asks again.
    private async Task<Basket> PayByPoints(AddTenderRequest request, ServerCallContext context)
    {
        var language = Caller.LanguageOf(context, store.Language);
        var id = Requests.Id("basket_id", request.BasketId).OrThrow(language);
        string customer = (await desk.GetAsync(id)).OrThrow(language).Customer.Reference;
        var counted = loyalty.CountedOf(customer);
        return await Change(request.BasketId, request.CommandId, request, context, request.BasketVersion, (basket, _) =>
            selling.CheckTaken("points") is { } refusal ? refusal
            : Requests.AmountIfAny("amount", request.Amount).Then(asked =>
                loyalty.Pay(basket, asked, basket.Customer.Reference == customer ? counted : null)));
    }

    private static Store.ReturnOf WhyOf(AddReturnRequest request, string approver) =>
        new("", 0, request.Reason, request.Damaged, approver);

    // The rule gets the basket, and how far the command may go. Then prices are worked out anew.
    private async Task<Basket> Change(string basketId, string commandId, IMessage request, ServerCallContext context, long version,
        Func<Store.Basket, Leave, Result<Store.Basket>> rule)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, commandId, request).OrThrow(caller.Language);
        var id = Requests.Id("basket_id", basketId).OrThrow(caller.Language);
        var leave = leaves.Of(caller, command).OrThrow(caller.Language);
        var changed = await desk.ChangeAsync(id, command, basket =>
            rule(basket, leave).Then<Store.Basket>(after => selling.Price(basket, after)), version);
        return Answer(leaves.Heard(changed, command), caller);
    }

    private Basket Answer(Result<BasketAnswer> result, Caller caller) => Basket.Parser.ParseFrom(showing.BytesOf(result, caller));
}
