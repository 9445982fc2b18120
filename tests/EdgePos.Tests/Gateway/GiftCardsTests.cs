using EdgePos.Store;
using EdgePos.V1;
using Google.Rpc;
using Grpc.Core;
using Xunit;
using Basket = EdgePos.V1.Basket;
using BasketState = EdgePos.V1.BasketState;
using GiftCard = EdgePos.V1.GiftCard;
using Item = EdgePos.V1.Item;

namespace EdgePos.Tests.Gateway;

/// <summary>Gift cards over gRPC: sold, topped up, spent, given back, undone.</summary>
public sealed class GiftCardsTests(GiftCardShop shop) : IClassFixture<GiftCardShop>
{
    private readonly GiftCardTill _one = new(shop.Daemon), _two = new(shop.Daemon, 2);
    private readonly string _card = GiftCardTill.NewNumber();

    [Fact]
    public async Task A_card_is_sold_without_tax_pays_what_is_on_it_and_leaves_the_rest_to_be_paid_otherwise()
    {
        string sale = await _one.Goods("SOAP");
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_NEEDED", () => _one.Till.Add(sale, "CARD25"), "serial");
        var basket = await _one.Load(sale, _card, scanned: "CARD25");
        Assert.Equal((2_750L, 2_500L, 0L),
            (basket.Total.Minor, basket.Taxes[0].Gross.Minor, basket.Taxes[0].Tax.Minor));
        await Till.Refused(StatusCode.NotFound, "GIFT_CARD_UNKNOWN", () => _one.Balance(_card), "number"); // not before it is paid
        await _one.Till.Cash(sale, 2_750);
        var issued = (await _one.Till.Complete(sale)).Receipt;
        Assert.Equal((_card, 2_500L), (issued.GiftCards.Single().Number, issued.GiftCards.Single().Balance.Minor));

        string goods = await _two.Goods("BREAD", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP", "SOAP");
        var low = await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_TOO_LOW", () => _two.Pay(goods, _card, 2_820), "amount");
        Assert.Equal(("2500", "EUR"), OfferOf(low));
        Assert.Contains($"25.00 EUR on gift card {GiftCardNumber.Mask(_card)}", low.Message, StringComparison.Ordinal);
        Assert.Equal((BasketState.Open, 320L), StateOf(await _two.Pay(goods, _card, 2_500)));
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_TOO_LOW", () => _two.Pay(goods, _card));
        Assert.Equal(2_500, await _two.Balance(_card));
        await _two.Till.Cash(goods, 320);
        var receipt = (await _two.Till.Complete(goods)).Receipt;
        Assert.Equal((_card, 2_500L, 0L),
            (receipt.Tenders[0].GiftCard.Number, receipt.Tenders[0].Amount.Minor, receipt.GiftCards.Single().Balance.Minor));
        Assert.Equal(0, await _two.Balance(_card));
        Assert.Equal(receipt, await _one.Till.Receipt(receipt.ReceiptNumber));
    }

    [Fact]
    public async Task The_scan_of_a_card_sells_it_and_the_scan_that_pays_may_say_where_it_was_read()
    {
        string id = (await _one.Till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "PRICE_NEEDED", () => _one.Till.Add(id, _card), "unit_price");
        var basket = await _one.Load(id, "", 1_000, scanned: "]C0" + _card);
        Assert.Equal((_card, 1_000L), (basket.Lines[0].Serial, basket.Lines[0].Amount.Minor));
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_TWICE", () => _one.Load(id, _card, 500), "serial");
        await Till.Refused(StatusCode.NotFound, "GIFT_CARD_UNKNOWN", () => _one.Load(id, "11112222", 500), "serial");
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => _one.Load(id, "6299", 500), "serial");
        await _one.Till.Cash(id, 1_000);
        await _one.Till.Complete(id);
        await _one.Issue(_card, 500); // topped up
        Assert.Equal(1_500, await _two.Balance("]C0" + _card));
        Assert.Equal((BasketState.Paid, 0L), StateOf(await _two.Pay(await _two.Goods("SOAP"), " ]C0" + _card)));
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => _one.Balance("62"), "number");
    }

    [Fact]
    public async Task Of_two_registers_that_take_one_card_one_wins_and_the_other_pays_otherwise()
    {
        await _one.Issue(_card, 400);
        GiftCardTill[] tills = [_one, _two];
        string[] baskets = await Task.WhenAll(tills.Select(till => till.Goods("SOAP")));
        for (int i = 0; i < 2; i++)
            Assert.Equal(BasketState.Paid, (await tills[i].Pay(baskets[i], _card)).State);
        var ends = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => EndAsync(tills[i], baskets[i])));
        int lost = Assert.Single(Enumerable.Range(0, 2), i => ends[i] is not null);
        Assert.Equal("GIFT_CARD_TOO_LOW", ends[lost]!.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal(("150", "EUR"), OfferOf(ends[lost]!));

        Assert.Equal((BasketState.Open, 250L), StateOf(await tills[lost].Remove(baskets[lost], 1)));
        Assert.Equal((BasketState.Open, 100L), StateOf(await tills[lost].Pay(baskets[lost], _card)));
        await tills[lost].Till.Cash(baskets[lost], 100);
        await tills[lost].Till.Complete(baskets[lost]);
        Assert.Equal(0, await _one.Balance(_card));
    }

    [Fact]
    public async Task A_refund_goes_on_a_card_and_a_card_that_is_new_is_issued_by_it()
    {
        string sold = (await _one.Till.Sell("SOAP", "BREAD")).ReceiptNumber, id = (await _one.Till.Open()).BasketId;
        await _one.Till.Return(id, sold, 1);
        Assert.Equal((BasketState.Paid, 0L), StateOf(await _one.Pay(id, _card)));
        Assert.Equal(250, (await _one.Till.Complete(id)).Receipt.GiftCards.Single().Balance.Minor);
        string more = (await _one.Till.Open()).BasketId;
        await _one.Till.Return(more, sold, 2);
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_TOO_MUCH", () => _one.Pay(more, _card, -321), "amount");
        await _one.Pay(more, _card, -320);
        await _one.Till.Complete(more);
        Assert.Equal(570, await _one.Balance(_card));
    }

    [Fact]
    public async Task A_sale_is_undone_where_what_it_put_on_a_card_is_still_there()
    {
        string issued = (await _one.Issue(_card, 1_000)).ReceiptNumber;
        string goods = await _two.Goods("SOAP");
        await _two.Pay(goods, _card);
        string paid = (await _two.Till.Complete(goods)).Receipt.ReceiptNumber;
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_SPENT", () => _one.Undo(issued));
        string back = (await _one.Till.Open()).BasketId;
        var spent = await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_SPENT", () => _one.Till.Return(back, issued, 1));
        Assert.Contains("7.50 EUR is left", spent.Message, StringComparison.Ordinal);
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_NEEDS_RECEIPT", () => _one.Till.Do((checkout, headers) =>
            checkout.AddReturnAsync(new AddReturnRequest
            {
                BasketId = back,
                CommandId = Till.NewId(),
                Scanned = _card,
                Reason = "unwanted",
            }, headers)), "scanned");

        string command = Till.NewId();
        var undone = await _two.Undo(paid, command);
        Assert.Equal((-250L, 1_000L), (undone.Receipt.Tenders.Single().Amount.Minor, await _one.Balance(_card)));
        var again = await _two.Undo(paid, command);
        Assert.Equal((true, undone.Receipt), (again.Replayed, again.Receipt));
        Assert.Equal(1_000, await _one.Balance(_card));

        await _one.Till.Return(back, issued, 1);
        await _one.Till.Cash(back, -1_000);
        var returned = (await _one.Till.Complete(back)).Receipt;
        Assert.Equal((-1_000L, 0L), (returned.Total.Minor, returned.GiftCards.Single().Balance.Minor));
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => _one.Undo(issued));
    }

    [Fact]
    public async Task A_card_that_was_spent_while_it_was_brought_back_is_refused_at_the_end()
    {
        string issued = (await _one.Issue(_card, 250)).ReceiptNumber, back = (await _one.Till.Open()).BasketId;
        await _one.Till.Return(back, issued, 1);
        await _one.Till.Cash(back, -250);
        string goods = await _two.Goods("SOAP");
        await _two.Pay(goods, _card);
        await _two.Till.Complete(goods);
        await Till.Refused(StatusCode.FailedPrecondition, "GIFT_CARD_SPENT", () => _one.Till.Complete(back));
    }

    [Fact]
    public async Task A_gift_card_buys_no_gift_card_and_a_store_that_takes_none_says_so()
    {
        await _one.Issue(_card, 5_000);
        string id = await _one.Goods("SOAP");
        await _one.Load(id, GiftCardTill.NewNumber(), 1_000);
        var refusal = await Till.Refused(
            StatusCode.FailedPrecondition, "GIFT_CARD_FOR_GIFT_CARD", () => _one.Pay(id, _card, 1_250), "amount");
        Assert.Equal(("250", "EUR"), OfferOf(refusal));
        Assert.Equal((BasketState.Open, 1_000L), StateOf(await _one.Pay(id, _card)));

        using var folder = new TempFolder();
        await using var other = await new Daemon(folder.Path,
            [.. Daemon.Alone, "--Selling:Tenders=cash", $"--Barcodes:GiftCards={GiftCardShop.Begins}"]).StartAsync();
        var till = new GiftCardTill(other);
        await till.Till.Import(false, GiftCardShop.Items);
        string goods = await till.Goods("SOAP");
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NOT_TAKEN", () => till.Pay(goods, _card), "kind");
        await Till.Refused(StatusCode.InvalidArgument, "NOT_AN_ITEM", () => till.Till.Add(goods, _card)); // nobody said which item it is
    }

    [Fact]
    public async Task A_gift_card_with_a_tax_is_refused_by_the_price_book_and_named()
    {
        var taxed = GiftCardShop.Card("TAXED", item => (item.OpenPrice, item.TaxRatePpm) = (true, 210_000));
        var refusal = await Till.Refused(
            StatusCode.InvalidArgument, "PRICE_BOOK_ROW_INVALID", () => _one.Till.Import(true, taxed), "tax_rate_ppm");
        Assert.Contains("TAXED", refusal.Message, StringComparison.Ordinal);

        (taxed.TaxRatePpm, taxed.TaxCategory) = (0, "voucher");
        await Till.Refused(StatusCode.InvalidArgument, "PRICE_BOOK_ROW_INVALID", () => ImportAsync(taxed, 0, 90_000), "tax_category");
        await ImportAsync(taxed, 0, 0);
        await Till.Refused(StatusCode.InvalidArgument, "PRICE_BOOK_ROW_INVALID", () => ImportAsync(null, 210_000), "tax_category");
        await ImportAsync(null, 0);
    }

    [Fact]
    public async Task The_same_commands_again_give_the_same_answers_and_move_nothing()
    {
        await _one.Issue(_card, 250);
        string id = await _one.Goods("SOAP"), pay = Till.NewId(), end = Till.NewId();
        var request = new AddTenderRequest { BasketId = id, CommandId = pay, GiftCard = new GiftCard { Number = _card } };
        var paid = await _one.Till.Do((checkout, headers) => checkout.AddTenderAsync(request, headers));
        var receipt = (await _one.Till.Complete(id, end)).Receipt;
        var again = await _one.Till.Do((checkout, headers) => checkout.AddTenderAsync(request, headers)); // nothing is on it any more
        Assert.Equal((true, false, BasketState.Completed), (again.Replayed, paid.Replayed, again.State));
        var repeated = await _one.Till.Complete(id, end);
        Assert.Equal((true, receipt), (repeated.Replayed, repeated.Receipt));
        request.GiftCard.Number = GiftCardTill.NewNumber();
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
            () => _one.Till.Do((checkout, headers) => checkout.AddTenderAsync(request, headers)), "command_id");
        Assert.Equal(0, await _one.Balance(_card));
    }

    [Fact]
    public async Task The_till_tells_gift_cards_that_paid_and_gift_cards_that_were_sold()
    {
        var (till, me) = (new GiftCardTill(shop.Daemon, 31), Daemon.As(31));
        await shop.Daemon.Tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = ShopDaemon.Eur(0) }, me);
        await till.Issue(_card, 1_000);
        string back = (await till.Issue(GiftCardTill.NewNumber(), 500)).ReceiptNumber, goods = await till.Goods("SOAP", "BREAD");
        await till.Undo(back);
        await till.Pay(goods, _card);
        await till.Till.Complete(goods);
        var z = await shop.Daemon.Tills.CloseAsync(
            new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = ShopDaemon.Eur(1_000) }, me);
        Assert.Equal((0L, 1_000L, 1_570L),
            (z.Difference.Minor, z.Totals.GiftCardsSold.Minor, z.Totals.SalesTotal.Minor));
        var paid = Assert.Single(z.Totals.Tenders, total => total.Kind == "gift_card");
        Assert.Equal((1L, 570L), (paid.Count, paid.Amount.Minor));
    }

    private async Task ImportAsync(Item? item, params long[] ratesPpm)
    {
        using var import = shop.Daemon.PriceBook.Import(Daemon.As(1));
        var request = new ImportPriceBookRequest { Merge = true };
        if (item is not null)
            request.Items.Add(item);
        request.TaxCategories.AddRange(ratesPpm.Select((ppm, i) => new V1.TaxCategory
        {
            Code = "voucher",
            From = i == 0 ? "" : "2035-01-01",
            Parts = { new V1.TaxPart { RatePpm = ppm, SharePpm = 1_000_000 } },
        }));
        await import.RequestStream.WriteAsync(request);
        await import.RequestStream.CompleteAsync();
        await import;
    }

    // The refusal's status; null: it became a sale.
    private static async Task<Google.Rpc.Status?> EndAsync(GiftCardTill till, string basket)
    {
        try
        {
            await till.Till.Complete(basket);
            return null;
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus();
        }
    }

    private static (string, string) OfferOf(Google.Rpc.Status status)
    {
        var offer = status.GetDetail<ErrorInfo>()!.Metadata;
        return (offer["offer_minor"], offer["offer_currency"]);
    }

    private static (BasketState, long) StateOf(Basket basket) => (basket.State, basket.Due.Minor);
}
