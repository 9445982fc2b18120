using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Receipts for presents, and slips of baskets that are put aside, on paper.</summary>
public sealed class SlipPrintQueueTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_present_gets_a_receipt_without_prices()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync();
        string number = (await new Till(daemon).Sell("SOAP")).ReceiptNumber;
        await NextPaper(device);
        var ask = new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = number, Gift = true };
        await daemon.Box.PrintCopyAsync(ask, Daemon.As(1));
        var gift = await NextPaper(device);
        foreach (string text in new[] { "GIFT RECEIPT", "Savon d'été", $"[barcode {number}]" })
            Assert.Contains(text, gift.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("2.50", gift.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY", gift.Text, StringComparison.Ordinal);
        Assert.Equal(0, gift.DrawerOpened);

        ask.Gift = false;
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => daemon.Box.PrintCopyAsync(ask, Daemon.As(1)).ResponseAsync);
        ask.ReceiptNumber = "S1-1-999";
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => daemon.Box.PrintCopyAsync(ask, Daemon.As(1)).ResponseAsync);
    }

    [Fact]
    public async Task A_basket_that_is_put_aside_gets_a_slip_each_time_and_each_command_one()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync();
        var till = new Till(daemon);
        var basket = await till.Open();
        await till.Add(basket.BasketId, "SOAP");
        var ask = Suspend(basket.BasketId, "blue coat");
        for (int i = 0; i < 2; i++)
            await daemon.Checkout.SuspendBasketAsync(ask, Daemon.As(1));
        var slip = await NextPaper(device);
        foreach (string text in new[] { "PUT ASIDE", "blue coat", "Register 1", "EUR 2.50", $"[QR {basket.BasketId}]" })
            Assert.Contains(text, slip.Text, StringComparison.Ordinal);

        await daemon.Checkout.ResumeBasketAsync(
            new ResumeBasketRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(2));
        await daemon.Checkout.SuspendBasketAsync(Suspend(basket.BasketId, "red coat"), Daemon.As(2));
        Assert.Contains("red coat", (await NextPaper(device)).Text, StringComparison.Ordinal);
        foreach (string nothing in new[] { $"B-{Guid.Parse(basket.BasketId):N}-1", "B-01930a5e7c4070008000000000000001-1" })
        {
            await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => daemon.Box.PrintCopyAsync(
                new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = nothing }, Daemon.As(1)).ResponseAsync);
        }

        await daemon.UntilAsync(status => status.PrintJobs.Count == 0);
        Assert.False(device.Papers.TryRead(out _));
    }

    [Fact]
    public async Task A_basket_that_is_taken_up_before_the_printer_is_on_needs_no_slip()
    {
        await using var daemon = await OpenAsync();
        var till = new Till(daemon);
        var basket = await till.Open();
        await till.Add(basket.BasketId, "SOAP");
        await daemon.Checkout.SuspendBasketAsync(Suspend(basket.BasketId, ""), Daemon.As(1));
        await daemon.UntilAsync(status => status.PrintJobs.Count == 1 && status.PrinterTrouble.Length > 0);
        await daemon.Checkout.ResumeBasketAsync(
            new ResumeBasketRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(1));
        await using var device = VirtualPrinter.Start(_port);
        await daemon.UntilAsync(status => status.PrintJobs.Count == 0);
        Assert.False(device.Papers.TryRead(out _));
    }

    private static SuspendBasketRequest Suspend(string basket, string note) =>
        new() { CommandId = Till.NewId(), BasketId = basket, Note = note, PrintSlip = true };

    private async Task<Daemon> OpenAsync()
    {
        var daemon = new Daemon(_folder.File("data"), $"--Devices:printer:Link=tcp://127.0.0.1:{_port}", "--HeadOffice:Embedded=false");
        await daemon.StartAsync();
        await new Till(daemon).ImportUsual();
        return daemon;
    }

    private static async Task<Paper> NextPaper(VirtualPrinter device) =>
        await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);
}
