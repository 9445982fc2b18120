using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Tests.Gateway;

/// <summary>
/// For each call the requests that a shop carries out; several where one request cannot hold all of its fields. What a call
/// uses up is made anew each time.
/// </summary>
internal static class BadInputRequests
{
    private const string Sku = "SOAP";

    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Checkout.OpenBasket"] = [Fixed(() => new OpenBasketRequest { CommandId = Till.NewId() })],
            ["Checkout.AddItem"] =
            [
                Basket((id, command) => new AddItemRequest
                {
                    BasketId = id, CommandId = command, Scanned = Sku, QuantityThousandths = 2_000, BasketVersion = 2,
                }),
                Basket((id, command) => new AddItemRequest
                {
                    BasketId = id, CommandId = command, Scanned = "FLOWERS", UnitPrice = ShopDaemon.Eur(995),
                }, "unit_price"),
                Basket((id, command) => new AddItemRequest
                {
                    BasketId = id, CommandId = command, Scanned = "PHONE", Serial = "SN1",
                }, "serial"),
                Basket((id, command) => new AddItemRequest
                {
                    BasketId = id, CommandId = command, Scanned = "GIN", BirthDate = "1990-05-31",
                }, "birth_date"),
                Basket((id, command) => new AddItemRequest
                {
                    BasketId = id, CommandId = command, Scanned = "GIN", AgeSeen = true,
                }, "age_seen"),
            ],
            ["Checkout.ChangeQuantity"] =
            [
                Basket((id, command) => new ChangeQuantityRequest
                {
                    BasketId = id, CommandId = command, Line = 1, QuantityThousandths = 3_000, BasketVersion = 2,
                }),
            ],
            ["Checkout.VoidLine"] =
                [Basket((id, command) => new VoidLineRequest { BasketId = id, CommandId = command, Line = 1, BasketVersion = 2 })],
            ["Checkout.AddTender"] =
            [
                Basket((id, command) => new AddTenderRequest
                {
                    BasketId = id, CommandId = command, Amount = ShopDaemon.Eur(250), Cash = new Cash(), BasketVersion = 2,
                }),
                Basket((id, command) => new AddTenderRequest
                {
                    BasketId = id, CommandId = command, Amount = ShopDaemon.Eur(250), Card = new Card { Reference = "A1" },
                }, "card"),
                Basket((id, command) => new AddTenderRequest
                {
                    BasketId = id, CommandId = command, Amount = ShopDaemon.Eur(250), Voucher = new Voucher { Number = "V1" },
                }, "voucher"),
                Basket((id, command) => new AddTenderRequest
                {
                    BasketId = id, CommandId = command, Amount = ShopDaemon.Eur(250), Account = new Account { Number = "A1" },
                }, "account"),
                Basket((id, command) => new AddTenderRequest
                {
                    BasketId = id, CommandId = command,
                    ForeignCash = new ForeignCash { Foreign = new Money { Minor = 500, Currency = "USD" } },
                }),
                async shop => new(new AddTenderRequest
                {
                    BasketId = (await shop.Till.Add((await shop.Till.Open()).BasketId, Sku)).BasketId, CommandId = Till.NewId(),
                    Amount = ShopDaemon.Eur(250), GiftCard = new GiftCard { Number = shop.GiftCard },
                }, "gift_card"),
            ],
            ["Checkout.GetGiftCard"] = [shop => Task.FromResult(new GoodRequest(new GetGiftCardRequest { Number = shop.GiftCard }))],
            ["Checkout.AbandonBasket"] = [Basket((id, command) => new AbandonBasketRequest { BasketId = id, CommandId = command })],
            ["Checkout.Complete"] =
            [
                Paid((id, command) => new CompleteRequest
                {
                    BasketId = id, CommandId = command, Customer = BadInputElsewhere.Somebody(),
                }),
            ],
            ["Checkout.ChangePrice"] =
            [
                Basket((id, command) => new ChangePriceRequest
                {
                    BasketId = id, CommandId = command, Line = 1, UnitPrice = ShopDaemon.Eur(240), Reason = "stain", BasketVersion = 2,
                }),
            ],
            ["Checkout.SetDiscount"] =
            [
                Basket((id, command) => new SetDiscountRequest
                {
                    BasketId = id, CommandId = command, Line = 1, BasketVersion = 2,
                    Reduction = new Reduction { PercentPpm = 50_000, Reason = "stain" },
                }),
                Basket((id, command) => new SetDiscountRequest
                {
                    BasketId = id, CommandId = command, Reduction = new Reduction { Amount = ShopDaemon.Eur(20), Reason = "stain" },
                }, "reduction"),
            ],
            ["Checkout.SetCustomer"] =
            [
                Basket((id, command) => new SetCustomerRequest
                {
                    BasketId = id, CommandId = command,
                    Customer = new BasketCustomer { Reference = "K-12", Group = "staff", Exemption = "EX-9" },
                }),
            ],
            ["Checkout.AddCoupon"] =
                [Basket((id, command) => new AddCouponRequest { BasketId = id, CommandId = command, Code = "TEATIME" })],
            ["Checkout.RemoveCoupon"] = [CouponAsync],
            ["Checkout.SetNote"] =
            [
                Basket((id, command) => new SetNoteRequest { BasketId = id, CommandId = command, Line = 1, Note = "gift" }),
                Basket((id, command) => new SetNoteRequest { BasketId = id, CommandId = command, Note = "gift" }, "note"),
            ],
            ["Checkout.AddReturn"] =
            [
                async shop => new(new AddReturnRequest
                {
                    BasketId = (await shop.Till.Open()).BasketId, CommandId = Till.NewId(), Line = 1, QuantityThousandths = 1_000,
                    ReceiptNumber = (await shop.Till.Sell(Sku)).ReceiptNumber, Reason = "broken", BasketVersion = 1,
                }),
                async shop => new(new AddReturnRequest
                {
                    BasketId = (await shop.Till.Open()).BasketId, CommandId = Till.NewId(), Scanned = Sku, Reason = "broken",
                }, "scanned"),
                async shop => new(new AddReturnRequest
                {
                    BasketId = (await shop.Till.Open()).BasketId, CommandId = Till.NewId(), Scanned = Sku, Reason = "broken",
                    QuantityThousandths = 1_000,
                }, "quantity_thousandths"),
            ],
            ["Checkout.VoidSale"] =
                [Sold(number => new VoidSaleRequest { CommandId = Till.NewId(), ReceiptNumber = number, Reason = "wrong" })],
            ["Checkout.RemoveTender"] =
                [Paid((id, command) => new RemoveTenderRequest { BasketId = id, CommandId = command, Tender = 1 })],
            ["Checkout.SuspendBasket"] =
            [
                Basket((id, command) => new SuspendBasketRequest
                {
                    BasketId = id, CommandId = command, Note = "red bag", PrintSlip = true,
                }),
            ],
            ["Checkout.ResumeBasket"] = [AsideAsync],
            ["Checkout.ListBaskets"] = [Fixed(() => new ListBasketsRequest { SuspendedOnly = true })],
            ["Checkout.GetBasket"] = [Basket((id, _) => new GetBasketRequest { BasketId = id })],
            ["Checkout.WatchBasket"] = [Basket((id, _) => new WatchBasketRequest { BasketId = id })],
            ["Checkout.GetReceipt"] = [Sold(number => new GetReceiptRequest { ReceiptNumber = number })],
            ["Checkout.GetReturnable"] = [Sold(number => new GetReturnableRequest { ReceiptNumber = number })],
            ["PriceBook.Import"] = BadInputPriceBooks.Requests,
            ["PriceBook.GetPriceBook"] = [Fixed(() => new GetPriceBookRequest())],
            ["PriceBook.LookUp"] = [Fixed(() => new LookUpRequest { Codes = { Sku } })],
            ["PriceBook.ListVersions"] = [Fixed(() => new ListVersionsRequest())],
            ["PriceBook.RollBack"] =
            [
                async shop => new(new RollBackRequest
                {
                    CommandId = Till.NewId(), Version = (await shop.Daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest())).Version,
                }),
            ],
            ["Stock.Receive"] = [Fixed(Receipt)],
            ["Stock.Adjust"] =
            [
                Fixed(() => new AdjustStockRequest
                {
                    CommandId = Till.NewId(), Sku = "ADJUSTED", QuantityThousandths = -1_000, Reason = StockReason.Other, Text = "wet",
                }),
            ],
            ["Stock.BeginCount"] = [Fixed(() => new BeginStockCountRequest { CommandId = Till.NewId(), Skus = { Till.NewId() } })],
            ["Stock.RecordCount"] =
            [
                Count((count, sku) => new RecordStockCountRequest
                {
                    CommandId = Till.NewId(), CountId = count, Lines = { new CountedStock { Sku = sku, QuantityThousandths = 7_000 } },
                }),
            ],
            ["Stock.FinishCount"] =
                [Count((count, _) => new FinishStockCountRequest { CommandId = Till.NewId(), CountId = count, End = StockCountEnd.Book })],
            ["Stock.TransferOut"] =
            [
                Fixed(() => new TransferStockOutRequest
                {
                    CommandId = Till.NewId(), ToStore = "S2", Reference = "T7", Lines = { Moved() },
                }),
            ],
            ["Stock.TransferIn"] =
            [
                Fixed(() => new TransferStockInRequest
                {
                    CommandId = Till.NewId(), FromStore = "S2", Reference = "T7", Lines = { Moved() },
                }),
            ],
            ["Stock.Reserve"] = [Fixed(Reservation)],
            ["Stock.Release"] =
            [
                async shop => new(new ReleaseStockRequest
                {
                    CommandId = Till.NewId(), BasketId = (await shop.Till.Open()).BasketId,
                    ReservationId = (await shop.Daemon.Stock.ReserveAsync(Reservation(), Daemon.As(1))).ReservationId,
                }),
            ],
            ["Stock.Get"] = [Fixed(() => new GetStockRequest { Skus = { Sku } })],
            ["Stock.List"] = [Fixed(() => new ListStockLevelsRequest { AfterSku = "A", Limit = 10 })],
            ["Stock.Watch"] = [Fixed(() => new WatchStockRequest { Skus = { Sku } })],
            ["Customers.Find"] = [Fixed(() => new FindCustomersRequest { Text = "kroon" })],
            ["Customers.Erase"] = [Sold(number => new EraseCustomerRequest { CommandId = Till.NewId(), ReceiptNumber = number })],
            ["Tills.Open"] =
            [
                shop => Task.FromResult(new GoodRequest(new OpenTillRequest
                {
                    CommandId = Till.NewId(), Float = ShopDaemon.Eur(10_000),
                    BusinessDate = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd"), Employee = "12",
                }, Register: shop.NewRegister())),
            ],
            ["Tills.ChangeCashier"] =
                [Opened(() => new ChangeCashierRequest { CommandId = Till.NewId(), Employee = "12" })],
            ["Tills.Move"] =
            [
                Opened(() => new MoveCashRequest
                {
                    CommandId = Till.NewId(), Kind = CashMovementKind.PaidIn, Amount = ShopDaemon.Eur(500), Reason = "change",
                }),
            ],
            ["Tills.Close"] =
            [
                Opened(() => new CloseTillRequest
                {
                    CommandId = Till.NewId(), CountedTotal = ShopDaemon.Eur(10_000), Reason = "a note blew away",
                    Counted = { new CountedCash { Denomination = ShopDaemon.Eur(5_000), Pieces = 2 } },
                }),
            ],
            ["Tills.Get"] = [Opened(() => new GetTillRequest())],
            ["Tills.GetZReport"] = [ZReportAsync],
            ["Payments.Pay"] =
            [
                Basket((id, command) => new PayRequest { BasketId = id, CommandId = command, Amount = ShopDaemon.Eur(250) }),
            ],
            ["Payments.Abort"] = [Payment(id => new AbortPaymentRequest { PaymentId = id })],
            ["Payments.GetPayment"] = [Payment(id => new GetPaymentRequest { PaymentId = id })],
            ["Payments.ListPayments"] = [Fixed(() => new ListPaymentsRequest())],
            ["Payments.WatchPayment"] = [Payment(id => new WatchPaymentRequest { PaymentId = id })],
            ["Payments.Recover"] = [Payment(id => new RecoverPaymentRequest { PaymentId = id })],
            ["Payments.Settle"] =
            [
                Unknown(id => new SettlePaymentRequest
                {
                    CommandId = Till.NewId(), PaymentId = id, Approved = ShopDaemon.Eur(200), Words = "slip 12",
                }),
                Unknown(id => new SettlePaymentRequest { CommandId = Till.NewId(), PaymentId = id, NotCharged = true, Words = "no slip" },
                    "not_charged"),
                async shop => new(new SettlePaymentRequest
                {
                    CommandId = Till.NewId(), PaymentId = (await shop.PayAsync()).Payment, MadeGood = true, Words = "in cash",
                }, "made_good"),
            ],
            ["Payments.Reverse"] = [Payment(id => new ReversePaymentRequest { CommandId = Till.NewId(), PaymentId = id })],
            ["Payments.EndOfDay"] = [Fixed(() => new EndOfDayRequest())],
            ["Devices.ListDevices"] = [Fixed(() => new ListDevicesRequest())],
            ["Devices.WatchDevices"] =
            [
                async shop => new(new WatchDevicesRequest
                {
                    Devices = { "printer" }, AfterSequence = 0,
                    Run = (await shop.Daemon.Devices.ListDevicesAsync(new ListDevicesRequest())).Run,
                }),
            ],
            ["Devices.ClaimDevice"] =
            [
                async shop => new(new ClaimDeviceRequest
                {
                    Device = "scanner", Seconds = 30, BasketId = (await shop.Till.Open()).BasketId,
                }),
            ],
            ["Devices.ReleaseDevice"] = [Fixed(() => new ReleaseDeviceRequest { Device = "scanner" })],
            ["Devices.TestDevice"] = [Fixed(() => new TestDeviceRequest { Device = "printer" })],
            ["Devices.Weigh"] =
            [
                shop =>
                {
                    shop.PutOnScale();
                    return Task.FromResult(new GoodRequest(new WeighRequest
                    {
                        CommandId = Till.NewId(), Device = "scale", TareGrams = 10, Scanned = "CHEESE",
                    }));
                },
            ],
            ["Devices.SetSignal"] =
            [
                Fixed(() => new SetSignalRequest { Device = "panel", Line = "lamp", Action = SignalAction.Pulse, Milliseconds = 50 }),
            ],
            ["Box.GetStatus"] = [Fixed(() => new GetStatusRequest())],
            ["Box.PrintCopy"] = [Sold(number => new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = number, Gift = true })],
            ["Box.RenderReceipt"] =
            [
                Sold(number => new RenderReceiptRequest
                {
                    ReceiptNumber = number, Format = ReceiptFormat.Html, Language = "nl", WidthMm = 58, Kind = ReceiptKind.Copy,
                }),
            ],
            ["Box.SettlePrintJob"] = [PrintedAsync],
            ["Box.ReadLog"] = [Fixed(() => new ReadLogRequest { Lines = 10 })],
        }.Concat(BadInputLabels.Of).Concat(BadInputElsewhere.Of).Concat(BadInputStaff.Of).Concat(BadInputRegisters.Of)
            .Concat(BadInputOrders.Of).ToDictionary();

    private static Func<BadInputShop, Task<GoodRequest>> Fixed(Func<IMessage> request) =>
        _ => Task.FromResult(new GoodRequest(request()));

    // Of a basket with a bar of soap, of which the register knows the version.
    private static Func<BadInputShop, Task<GoodRequest>> Basket(Func<string, string, IMessage> request, string only = "") => async shop =>
        new(request((await shop.Till.Add((await shop.Till.Open()).BasketId, Sku)).BasketId, Till.NewId()), only);

    private static Func<BadInputShop, Task<GoodRequest>> Paid(Func<string, string, IMessage> request) => async shop =>
    {
        var basket = await shop.Till.Add((await shop.Till.Open()).BasketId, Sku);
        await shop.Till.Cash(basket.BasketId, basket.Total.Minor);
        return new(request(basket.BasketId, Till.NewId()));
    };

    private static Func<BadInputShop, Task<GoodRequest>> Sold(Func<string, IMessage> request) => async shop =>
        new(request((await shop.Till.SellTo(BadInputElsewhere.Somebody(), Sku)).ReceiptNumber));

    private static Func<BadInputShop, Task<GoodRequest>> Payment(Func<string, IMessage> request) => async shop =>
        new(request((await shop.PayAsync()).Payment));

    private static Func<BadInputShop, Task<GoodRequest>> Unknown(Func<string, IMessage> request, string only = "") => async shop =>
        new(request((await shop.PayAsync(isKnown: false)).Payment), only);

    private static Func<BadInputShop, Task<GoodRequest>> Opened(Func<IMessage> request) => async shop =>
    {
        int register = shop.NewRegister();
        await shop.Daemon.Tills.OpenAsync(
            new OpenTillRequest { CommandId = Till.NewId(), Float = ShopDaemon.Eur(10_000) }, Daemon.As(register));
        return new(request(), Register: register);
    };

    private static Func<BadInputShop, Task<GoodRequest>> Count(Func<string, string, IMessage> request) => async shop =>
    {
        string sku = Till.NewId();
        var begun = await shop.Daemon.Stock.BeginCountAsync(
            new BeginStockCountRequest { CommandId = Till.NewId(), Skus = { sku } }, Daemon.As(1));
        return new(request(begun.CountId, sku));
    };

    private static async Task<GoodRequest> CouponAsync(BadInputShop shop)
    {
        string id = (await shop.Till.Open()).BasketId;
        await shop.Till.Do((checkout, headers) => checkout.AddCouponAsync(
            new AddCouponRequest { BasketId = id, CommandId = Till.NewId(), Code = "TEATIME" }, headers));
        return new(new RemoveCouponRequest { BasketId = id, CommandId = Till.NewId(), Code = "TEATIME" });
    }

    private static async Task<GoodRequest> AsideAsync(BadInputShop shop)
    {
        string id = (await shop.Till.Open()).BasketId;
        await shop.Till.Do((checkout, headers) => checkout.SuspendBasketAsync(
            new SuspendBasketRequest { BasketId = id, CommandId = Till.NewId() }, headers));
        return new(new ResumeBasketRequest { BasketId = id, CommandId = Till.NewId() });
    }

    private static async Task<GoodRequest> ZReportAsync(BadInputShop shop)
    {
        var opened = await Opened(() => new GetTillRequest())(shop);
        var z = await shop.Daemon.Tills.CloseAsync(
            new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = ShopDaemon.Eur(10_000) }, Daemon.As(opened.Register));
        return opened with { Request = new GetZReportRequest { ZNumber = z.ZNumber } };
    }

    private static async Task<GoodRequest> PrintedAsync(BadInputShop shop)
    {
        string number = (await shop.Till.Sell(Sku)).ReceiptNumber;
        var job = await shop.Daemon.Box.PrintCopyAsync(
            new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = number }, Daemon.As(1));
        await shop.Daemon.UntilAsync(status => status.PrintJobs.Count == 0);
        return new(new SettlePrintJobRequest { Job = job.Job, OnPaper = true });
    }

    private static StockMove Moved() => new() { Sku = "MOVED", QuantityThousandths = 5_000 };

    private static ReceiveStockRequest Receipt() =>
        new() { CommandId = Till.NewId(), Supplier = "Mill", Document = "D7", Lines = { Moved() } };

    private static ReserveStockRequest Reservation() => new()
    {
        CommandId = Till.NewId(),
        Sku = "HELD",
        QuantityThousandths = 1_000,
        Reference = "order 7",
        ExpiresAtUs = (TimeProvider.System.GetUtcNow().AddHours(1) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
    };
}
