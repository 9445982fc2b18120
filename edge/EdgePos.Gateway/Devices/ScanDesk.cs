using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// Takes what a scanner reads straight to the basket that it was claimed for, in order, and tells what came of it. A scanner that
/// was claimed for no basket only tells: its register decides.
/// </summary>
internal sealed class ScanDesk(DeviceFeed feed, DeviceShelf shelf, DeviceClaims claims, ItemDesk items,
    StoreProfile store, TimeProvider time)
    : BackgroundService
{
    private const int TriesMax = 5;

    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var told in feed.FollowAsync(feed.Last, stoppingToken))
        {
            if (told.Fact is Scanned scanned && claims.HolderOf(told.Device) is { Basket: { } basket } holder)
                await TakeAsync(told, scanned, basket, holder.Register, stoppingToken);
        }
    }

    private async Task TakeAsync(EdgePos.Devices.DeviceEvent told, Scanned scanned, Guid basket, int register, CancellationToken stop)
    {
        // The same scan is the same command, however often it is tried.
        var id = DerivedId.Of($"{DevicesService.Run}:{told.Sequence}");
        var request = new AddItemRequest
        {
            CommandId = id.ToString(),
            BasketId = basket.ToString(),
            Scanned = scanned.Symbology + scanned.Data,
        };
        var refusal = await AddAsync(request, basket, new Command(register, id, Requests.Digest(request)), stop);
        feed.Tell(shelf.Find(told.Device)!.Description, new ScanTaken(
            scanned, basket, refusal?.Reason ?? "", refusal is null ? "" : Texts.Of(refusal, store.Language)));
    }

    private async Task<Refusal?> AddAsync(AddItemRequest request, Guid basket, Command command, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return (await items.AddAsync(basket, command, request, approver: "")).Refusal;
            }
            catch (LedgerFault busy) when (busy.Kind == FaultKind.Busy && tries < TriesMax)
            {
                await Task.Delay(BusyWait * tries, time, stop);
            }
            catch (LedgerFault fault)
            {
                return fault.Kind == FaultKind.DiskFull
                    ? new Refusal(RefusalCode.DiskFull, "")
                    : new Refusal(RefusalCode.BasketBusy, "basket_id");
            }
        }
    }
}
