using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Paying by card at the box's terminal: the basket and the terminal's own book of charges say the same.</summary>
public sealed class PaymentTests
{
    [Fact]
    public async Task What_is_approved_is_a_tender_and_asked_again_it_is_charged_once()
    {
        await using var shop = await PaymentShop.OpenAsync();
        var basket = await shop.Goods("SOAP", "BREAD");
        string command = Till.NewId();
        var paid = await shop.Pay(basket.BasketId, command: command);
        Assert.Equal((PaymentState.Approved, 570L), (paid.State, paid.Approved.Minor));
        Assert.Equal(("************0010", "612273", "28004869"), (paid.CardNumber, paid.AuthCode, paid.TerminalId));
        Assert.Contains(paid.CardholderSlip, line => line.Contains("Kundenbeleg", StringComparison.Ordinal));
        Assert.Equal(paid, await shop.Pay(basket.BasketId, command: command));
        var tender = Assert.Single((await shop.Till.Get(basket.BasketId)).Tenders);
        Assert.Equal((paid.PaymentId, 570L), (tender.PaymentId, tender.Amount.Minor));
        Assert.Equal("Debit Mastercard ************0010", tender.Slip[0]);
        var receipt = (await shop.Till.Complete(basket.BasketId)).Receipt;
        Assert.Equal(tender.Slip, Assert.Single(receipt.Tenders).Slip);
        Assert.Equal(570, Assert.Single(shop.Terminal.Book.Charges).AmountMinor);
        Assert.Empty(await shop.Cares());
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => shop.Pay(basket.BasketId, 100, command));
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task What_is_declined_leaves_the_basket_to_be_paid_otherwise()
    {
        await using var shop = await PaymentShop.OpenAsync();
        shop.Faults.DeclinesWith = 0x05;
        var basket = await shop.Goods("SOAP");
        Assert.Equal(PaymentState.Declined, (await shop.Pay(basket.BasketId)).State);
        await shop.Till.Cash(basket.BasketId, 250);
        await shop.Till.Complete(basket.BasketId);
        Assert.Empty(shop.Terminal.Book.Entries);
    }

    [Fact]
    public async Task What_is_approved_in_part_leaves_the_rest_due()
    {
        await using var shop = await PaymentShop.OpenAsync();
        shop.Faults.ApprovesOnlyMinor = 100;
        var basket = await shop.Goods("SOAP");
        Assert.Equal(100, (await shop.Pay(basket.BasketId)).Approved.Minor);
        Assert.Equal(150, (await shop.Till.Get(basket.BasketId)).Due.Minor);
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_TOO_MUCH", () => shop.Pay(basket.BasketId, 151));
    }

    [Fact]
    public async Task While_it_runs_nothing_else_is_done_with_the_basket_and_others_sell_on()
    {
        await using var shop = await PaymentShop.OpenAsync();
        shop.Faults.WaitsAt = TerminalMoment.BeforeHost;
        var (basket, other) = (await shop.Goods("SOAP"), await shop.Goods("BREAD"));
        string command = Till.NewId();
        using var watch = shop.Daemon.Payments.WatchPayment(new WatchPaymentRequest { PaymentId = command }, Daemon.As(1));
        var paying = shop.Pay(basket.BasketId, command: command);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        await PaymentShop.Held(() => shop.Till.Add(basket.BasketId, "SOAP"));
        await PaymentShop.Held(() => shop.Till.Cash(basket.BasketId, 250));
        await PaymentShop.Held(() => shop.Till.Void(basket.BasketId, 1));
        await PaymentShop.Held(() => shop.Till.Abandon(basket.BasketId));
        await Till.Refused(StatusCode.FailedPrecondition, "TERMINAL_BUSY", () => shop.Pay(other.BasketId));
        await shop.Till.Cash(other.BasketId, 320);
        await shop.Till.Complete(other.BasketId);
        Assert.Equal(PaymentState.Running, Assert.Single(await shop.Cares()).State);
        var joined = shop.Pay(basket.BasketId, command: command);
        await shop.Daemon.Payments.AbortAsync(new AbortPaymentRequest { PaymentId = command }, Daemon.As(1));
        Assert.Equal(PaymentState.Aborted, (await paying).State);
        Assert.Equal(await paying, await joined);
        var told = new List<Payment>();
        await foreach (var one in watch.ResponseStream.ReadAllAsync())
            told.Add(one);
        Assert.Equal(PaymentState.Aborted, told[^1].State);
        Assert.Contains(told, one => one.State == PaymentState.Running);
        await shop.Till.Cash(basket.BasketId, 250);
        await shop.Till.Complete(basket.BasketId);
        Assert.Empty(shop.Terminal.Book.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_nobody_knows_holds_the_basket_until_staff_say_what_the_slip_says(bool charged)
    {
        await using var shop = await PaymentShop.OpenAsync();
        (shop.Faults.LeavesOutStatus, shop.Faults.ForgetsLastTransaction) = (true, true);
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        Assert.Equal((PaymentState.Unknown, true), (paid.State, paid.NeedsStaff));
        Assert.NotEqual("", paid.Reason);
        await PaymentShop.Held(() => shop.Till.Cash(basket.BasketId, 250));
        await PaymentShop.Held(() => shop.Pay(basket.BasketId));
        await shop.Daemon.KillAsync();
        await shop.Daemon.StartAsync();
        await PaymentShop.Held(() => shop.Till.Cash(basket.BasketId, 250));
        Assert.Equal(paid.PaymentId, Assert.Single(await shop.Cares()).PaymentId);
        var verdict = charged
            ? new SettlePaymentRequest { Approved = ShopDaemon.Eur(250) }
            : new SettlePaymentRequest { NotCharged = true };
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => shop.Settle(verdict.Clone(), paid.PaymentId, ""));
        var settled = await shop.Settle(verdict, paid.PaymentId);
        Assert.Equal((charged ? PaymentState.Approved : PaymentState.Aborted, "anna"), (settled.State, settled.SettledBy));
        await Till.Refused(StatusCode.FailedPrecondition, "PAYMENT_SETTLED", () => shop.Settle(verdict, paid.PaymentId));
        // Nobody knows the terminal's numbers of it.
        await Till.Refused(StatusCode.FailedPrecondition, "PAYMENT_SETTLED", () => shop.Reverse(paid.PaymentId));
        if (!charged)
            await shop.Till.Cash(basket.BasketId, 250);
        await shop.Till.Complete(basket.BasketId);
        Assert.Empty(await shop.Cares());
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task What_was_charged_is_taken_back_by_a_reversal_only()
    {
        await using var shop = await PaymentShop.OpenAsync();
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NEEDS_REVERSAL", () => shop.Till.Abandon(basket.BasketId));
        var remove = new RemoveTenderRequest { CommandId = Till.NewId(), BasketId = basket.BasketId, Tender = 1 };
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NEEDS_REVERSAL",
            () => shop.Till.Do((checkout, headers) => checkout.RemoveTenderAsync(remove, headers)));
        string command = Till.NewId();
        var reversal = await shop.Reverse(paid.PaymentId, command);
        Assert.Equal((PaymentKind.Reversal, PaymentState.Approved), (reversal.Kind, reversal.State));
        Assert.Equal(reversal, await shop.Reverse(paid.PaymentId, command));
        Assert.Empty(shop.Terminal.Book.Charges);
        var read = await shop.Daemon.Payments.GetPaymentAsync(new GetPaymentRequest { PaymentId = paid.PaymentId }, Daemon.As(1));
        Assert.True(read.Reversed);
        await Till.Refused(StatusCode.FailedPrecondition, "PAYMENT_SETTLED", () => shop.Reverse(paid.PaymentId));
        Assert.Equal(250, (await shop.Till.Get(basket.BasketId)).Due.Minor);
        await shop.Till.Abandon(basket.BasketId);
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task What_the_terminal_cannot_reverse_any_more_staff_make_good()
    {
        await using var shop = await PaymentShop.OpenAsync();
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        shop.Faults.IsOff = true;
        Assert.Equal(PaymentState.Aborted, (await shop.Reverse(paid.PaymentId)).State);
        Assert.Single((await shop.Till.Get(basket.BasketId)).Tenders, tender => !tender.Removed);
        await shop.Settle(new SettlePaymentRequest { MadeGood = true }, paid.PaymentId);
        await Till.Refused(StatusCode.FailedPrecondition, "PAYMENT_SETTLED", () => shop.Reverse(paid.PaymentId));
        await shop.Till.Abandon(basket.BasketId);
        Assert.Empty(await shop.Cares());
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task Goods_that_come_back_are_paid_back_on_a_card()
    {
        await using var shop = await PaymentShop.OpenAsync();
        var receipt = await shop.SellByCard();
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NEEDS_REVERSAL", async () => await shop.Daemon.Checkout.VoidSaleAsync(
            new VoidSaleRequest { CommandId = Till.NewId(), ReceiptNumber = receipt.ReceiptNumber, Reason = "wrong" }, Daemon.As(1)));
        string basket = (await shop.Till.Open()).BasketId;
        await shop.Till.Return(basket, receipt.ReceiptNumber, 1);
        var refund = await shop.Pay(basket);
        Assert.Equal((PaymentKind.Refund, PaymentState.Approved, 250L), (refund.Kind, refund.State, refund.Approved.Minor));
        Assert.Equal(-250, Assert.Single((await shop.Till.Complete(basket)).Receipt.Tenders).Amount.Minor);
        Assert.Equal(("refund", 250L), (shop.Terminal.Book.Last!.Kind, shop.Terminal.Book.Last.AmountMinor));
        await Till.Refused(StatusCode.NotFound, "PAYMENT_NOT_FOUND", () => shop.Reverse(refund.PaymentId));
    }

    [Fact]
    public async Task A_terminal_that_is_off_stops_no_cash_sale_and_when_it_is_back_it_says_what_it_did()
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        shop.Faults.DiesAt = TerminalMoment.BeforeStatus;
        shop.Faults.WaitsAt = TerminalMoment.BeforeBooking;
        var basket = await shop.Goods("SOAP");
        var paying = shop.Pay(basket.BasketId);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        shop.Faults.IsOff = true;
        shop.Faults.GoOn();
        Assert.Equal(PaymentState.Unknown, (await paying).State);
        var other = await shop.Goods("BREAD");
        await Till.Refused(StatusCode.FailedPrecondition, "TERMINAL_DOWN", () => shop.Pay(other.BasketId));
        await shop.Till.Cash(other.BasketId, 320);
        await shop.Till.Complete(other.BasketId);
        shop.Faults.IsOff = false;
        await shop.UntilSettled();
        await shop.AgreesWithTheTerminal(basket.BasketId, chargesBefore: 1);
        await shop.Till.Complete(basket.BasketId);
    }

    [Fact]
    public async Task A_box_that_is_stopped_does_not_wait_for_the_shopper_and_asks_when_it_is_back()
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        shop.Faults.WaitsAt = TerminalMoment.BeforeHost;
        var basket = await shop.Goods("SOAP");
        var paying = shop.Pay(basket.BasketId);
        await shop.Faults.Waits.WaitAsync(Daemon.Patience);
        Assert.Equal(0, await shop.Daemon.StopAsync());
        await Assert.ThrowsAsync<RpcException>(() => paying);
        shop.Faults.GoOn();
        await shop.Daemon.StartAsync();
        await shop.UntilSettled();
        await shop.AgreesWithTheTerminal(basket.BasketId, chargesBefore: 1);
    }

    [Theory]
    [InlineData("Protocol=zvt Link=20007", "Devices:t1:Link")]
    [InlineData("Protocol=opi Link=tcp://127.0.0.1:20007", "Devices:t1:Protocol")]
    [InlineData("Protocol=zvt Terminal:Password=12", "Devices:t1:Terminal:Password")]
    [InlineData("Protocol=nexo Link=http://10.0.0.1/nexo Terminal:PoiId=V400m-1", "Devices:t1:Link")]
    [InlineData("Protocol=nexo Link=https://10.0.0.1:8443/nexo Terminal:PoiId=V400m-1", "Devices:t1:Terminal:RootsFile")]
    [InlineData("Protocol=nexo Link=http://127.0.0.1/nexo", "Devices:t1:Terminal:PoiId")]
    public async Task A_wrong_setting_is_told(string settings, string named)
    {
        using var folder = new TempFolder();
        await using var daemon = new Daemon(
            folder.File("data"), [.. Daemon.Alone, .. settings.Split(' ').Select(setting => $"--Devices:t1:{setting}")]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains(named, daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_terminal_closes_its_day()
    {
        await using var shop = await PaymentShop.OpenAsync();
        await shop.SellByCard();
        var day = await shop.Daemon.Payments.EndOfDayAsync(new EndOfDayRequest(), Daemon.As(1));
        Assert.True(day.Done, day.Reason);
        Assert.Contains("Kassenschnitt", day.Lines);
    }

    [Fact]
    public async Task A_whole_card_number_is_in_no_file_and_no_log_of_the_box()
    {
        var scanner = new VirtualScanner(new VirtualScannerHabits());
        await using var port = VirtualPort.Listen(0, scanner, TimeProvider.System);
        await using var shop = await PaymentShop.OpenAsync(
            "--Devices:scanner:Protocol=serial-scanner", $"--Devices:scanner:Link={port.Address}", "--Logging:LogLevel:Default=Trace");
        string number = shop.Terminal.CardNumber;
        shop.Faults.SendsWholeCardNumber = true;
        await shop.SellByCard();
        shop.Faults.PrintsByLines = true;
        await shop.SellByCard();
        shop.Faults.LeavesOutStatus = true;
        await shop.Pay((await shop.Goods("SOAP")).BasketId);

        // A card is drawn through a keyboard's slot, its number is typed for an article, and scanned for one.
        var basket = await shop.Till.Open();
        await shop.Daemon.Devices.ClaimDeviceAsync(
            new ClaimDeviceRequest { Device = "scanner", Seconds = 60, BasketId = basket.BasketId }, Daemon.As(1));
        port.Say(scanner.Read($"%B{number}^WEZEL/ANNA^30122010000000000000?", ""));
        port.Say(scanner.Read($";{number}=30122010000000000000?", ""));
        port.Say(scanner.Read(number, ""));
        port.Say(scanner.Read("SOAP", ""));
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => shop.Till.Add(basket.BasketId, number));
        while ((await shop.Till.Get(basket.BasketId)).Lines.Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await shop.Daemon.StopAsync();
        Assert.Empty(FilesWith.Text(shop.Daemon.DataFolder, number));
        Assert.DoesNotContain(number, shop.Daemon.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WEZEL/ANNA", shop.Daemon.Output, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith.Text(shop.Daemon.DataFolder, "476173******0010"));
    }

    [Fact]
    public async Task A_box_without_a_terminal_says_so()
    {
        using var folder = new TempFolder();
        await using var daemon = await new Daemon(folder.File("data"), Daemon.Alone).StartAsync();
        await Till.Refused(StatusCode.FailedPrecondition, "NO_TERMINAL", async () => await daemon.Payments.PayAsync(
            new PayRequest { CommandId = Till.NewId(), BasketId = Till.NewId() }, Daemon.As(1)));
    }
}
