using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A shop with a card terminal that keeps its own book of charges. Soap is 2.50, bread 3.20.</summary>
internal sealed class PaymentShop : IAsyncDisposable
{
    public const long Soap = 250, Bread = 320;

    private readonly TempFolder _folder = new();
    private readonly string[] _settings;

    /// <param name="more">Further settings.</param>
    public PaymentShop(params string[] more)
    {
        Terminal = VirtualZvtTerminal.Start(port: 0, _folder.File("charges"));
        _settings = [.. Daemon.Alone, "--Selling:Approvers=anna:4711", .. Settings("terminal", Terminal), .. more];
        Daemon = new Daemon(_folder.File("data"), _settings);
        Till = new Till(Daemon);
    }

    public VirtualZvtTerminal Terminal { get; }

    public TerminalFaults Faults => Terminal.Faults;

    public Daemon Daemon { get; private set; }

    public Till Till { get; private set; }

    /// <summary>The settings of a terminal.</summary>
    public static string[] Settings(string name, VirtualZvtTerminal terminal) =>
        [$"--Devices:{name}:Protocol=zvt", $"--Devices:{name}:Link=tcp://127.0.0.1:{terminal.Port}"];

    public static async Task<PaymentShop> OpenAsync(params string[] more)
    {
        var shop = new PaymentShop(more);
        await shop.Daemon.StartAsync();
        await shop.Till.Import(false, Till.Item("SOAP", "Soap", Soap), Till.Item("BREAD", "Bread", Bread));
        return shop;
    }

    /// <summary>Stops the box and starts it with further settings.</summary>
    public async Task RestartAsync(params string[] more)
    {
        await Daemon.StopAsync();
        await Daemon.DisposeAsync();
        Daemon = new Daemon(_folder.File("data"), [.. _settings, .. more]);
        Till = new Till(Daemon);
        await Daemon.StartAsync();
    }

    /// <summary>A basket with some goods.</summary>
    public async Task<Basket> Goods(params string[] skus)
    {
        var basket = await Till.Open();
        foreach (string sku in skus)
            basket = await Till.Add(basket.BasketId, sku);
        return basket;
    }

    /// <summary>Pays by card: all that is due, or so much.</summary>
    public async Task<Payment> Pay(string basket, long? minor = null, string? command = null) => await Daemon.Payments.PayAsync(
        new PayRequest
        {
            CommandId = command ?? Till.NewId(),
            BasketId = basket,
            Amount = minor is { } amount ? ShopDaemon.Eur(amount) : null,
        }, Daemon.As(1), TimeProvider.System.GetUtcNow().UtcDateTime + Daemon.Patience);

    /// <summary>Sells soap by card; gives the receipt.</summary>
    public async Task<Receipt> SellByCard()
    {
        var basket = await Goods("SOAP");
        Assert.Equal(PaymentState.Approved, (await Pay(basket.BasketId)).State);
        return (await Till.Complete(basket.BasketId)).Receipt;
    }

    public async Task<Payment> Reverse(string payment, string? command = null) => await Daemon.Payments.ReverseAsync(
        new ReversePaymentRequest { CommandId = command ?? Till.NewId(), PaymentId = payment }, Daemon.As(1));

    /// <summary>Staff say what the slip says, with Anna's leave.</summary>
    public async Task<Payment> Settle(SettlePaymentRequest verdict, string payment, string approval = "anna:4711")
    {
        (verdict.CommandId, verdict.PaymentId, verdict.Words) = (Till.NewId(), payment, "slip 12");
        var headers = Daemon.As(1);
        if (approval.Length > 0)
            headers.Add("edgepos-approval", approval);
        return await Daemon.Payments.SettleAsync(verdict, headers);
    }

    /// <summary>The payments that somebody has to care about.</summary>
    public async Task<IReadOnlyList<Payment>> Cares() =>
        (await Daemon.Payments.ListPaymentsAsync(new ListPaymentsRequest(), Daemon.As(1))).Payments;

    /// <summary>Waits until there are none.</summary>
    public async Task UntilSettled()
    {
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (await Cares() is { Count: > 0 } cares)
        {
            Assert.True(waiting.Elapsed < Daemon.Patience, $"still to care about: {string.Join("; ", cares)}\n{Daemon.Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>What the basket says was paid at the terminal is what the terminal charged for it: no more, no less.</summary>
    public async Task AgreesWithTheTerminal(string basket, int chargesBefore)
    {
        var tenders = (await Till.Get(basket)).Tenders.Where(tender => tender.PaymentId.Length > 0 && !tender.Removed);
        Assert.Equal(Terminal.Book.Charges.Skip(chargesBefore).Select(charge => charge.AmountMinor),
            tenders.Select(tender => tender.Amount.Minor));
    }

    /// <summary>Nothing but what is refused for an open payment.</summary>
    public static Task Held(Func<Task> call) => Till.Refused(StatusCode.FailedPrecondition, "PAYMENT_OPEN", call);

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Terminal.DisposeAsync();
        _folder.Dispose();
    }
}
