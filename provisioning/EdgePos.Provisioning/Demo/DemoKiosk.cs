using System.Globalization;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>A shopper who rings up her own goods: what is scanned goes straight to the basket, and is paid by card.</summary>
internal sealed class DemoKiosk(GrpcChannel channel, DemoCounter counter, TimeProvider time)
{
    private const string Apples = "4017"; // PLU of Granny Smith apples, loose
    private const long ApplesGrams = 1_240;

    private static readonly string[] Codes = ["3029330070221", "8000500273449"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly Metadata _headers = new() { { "edgepos-register", "7" }, { "accept-language", "en" } };

    /// <summary>Buys; gives what happened, a line at a time.</summary>
    /// <exception cref="ToolFault">A device or the box did not do its part.</exception>
    public async IAsyncEnumerable<string> BuyAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var devices = new V1.Devices.DevicesClient(channel);
        var checkout = new Checkout.CheckoutClient(channel);
        foreach (var device in await UntilAllOnlineAsync(devices, stop))
            yield return $"{device.Name}: {device.Protocol} at {device.Link}, online";
        string basket = (await checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = NewId() }, Call(stop))).BasketId;
        await devices.ClaimDeviceAsync(new ClaimDeviceRequest { Device = "scanner", Seconds = 60, BasketId = basket }, Call(stop));
        for (int i = 0; i < Codes.Length; i++)
        {
            counter.Scan(Codes[i]);
            var scanned = await UntilAsync(checkout, basket, i + 1, stop);
            yield return $"scanned {Codes[i]}: {TextOf(scanned.Lines[^1])} {await ShownAsync(scanned, stop)}";
        }

        counter.Put(ApplesGrams);
        var weighing = await devices.WeighAsync(new WeighRequest { CommandId = NewId(), Scanned = Apples }, Call(stop));
        counter.TakeOff();
        var weighed = await checkout.AddItemAsync(new AddItemRequest
        {
            CommandId = NewId(),
            BasketId = basket,
            Scanned = Apples,
            WeighingId = weighing.WeighingId,
        }, Call(stop));
        yield return $"weighed {weighing.NetGrams} g: {TextOf(weighed.Lines[^1])} {await ShownAsync(weighed, stop)}";

        var payments = new Payments.PaymentsClient(channel);
        var paid = await payments.PayAsync(new PayRequest { CommandId = NewId(), BasketId = basket }, Call(stop));
        if (paid.State != PaymentState.Approved)
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"the card was not charged: {paid.Reason}");
        yield return $"paid {AmountOf(paid.Approved)} with {paid.CardName} {paid.CardNumber}, approval {paid.AuthCode}";
        var sale = await checkout.CompleteAsync(new CompleteRequest { CommandId = NewId(), BasketId = basket }, Call(stop));
        yield return $"sold: receipt {sale.Receipt.ReceiptNumber} {counter.Shown}";
    }

    private Task<IReadOnlyList<Device>> UntilAllOnlineAsync(V1.Devices.DevicesClient devices, CancellationToken stop) => UntilAsync(
        async () => (IReadOnlyList<Device>)(await devices.ListDevicesAsync(new ListDevicesRequest(), Call(stop))).Devices,
        listed => listed.FirstOrDefault(device => device.Health.State != DeviceState.Online) is { } ill
            ? $"{ill.Name} is not online: {ill.Health.Reason}" : "",
        stop);

    private Task<Basket> UntilAsync(Checkout.CheckoutClient checkout, string basket, int lines, CancellationToken stop) => UntilAsync(
        () => checkout.GetBasketAsync(new GetBasketRequest { BasketId = basket }, Call(stop)).ResponseAsync,
        now => now.Lines.Count == lines ? "" : "what was scanned did not come to the basket",
        stop);

    // The display follows a moment later.
    private async Task<string> ShownAsync(Basket basket, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        while (!counter.Shown.Contains(Number(basket.Total.Minor), StringComparison.Ordinal) && time.GetElapsedTime(began) < Patience)
            await Task.Delay(LookEvery, time, stop);
        return counter.Shown;
    }

    // Looks until there is nothing amiss.
    private async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, string> amiss, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (amiss(seen) is not { Length: > 0 } problem)
                return seen;
            if (time.GetElapsedTime(began) > Patience)
                throw new ToolFault(ExitCodes.NotAsItMustBe, problem);
            await Task.Delay(LookEvery, time, stop);
        }
    }

    private static string TextOf(Line line) => $"{line.Name} {AmountOf(line.Amount)}";

    private static string AmountOf(Money money) => $"{Number(money.Minor)} {money.Currency}";

    private static string Number(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private CallOptions Call(CancellationToken stop) => new(_headers, time.GetUtcNow().UtcDateTime + Patience, stop);
}
