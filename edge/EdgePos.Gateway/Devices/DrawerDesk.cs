using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>
/// Opens the drawer of a register, and writes down when one was opened that nobody asked to: sales and movements of cash say in
/// the journal themselves who opened it and why.
/// </summary>
internal sealed class DrawerDesk(DeviceShelf shelf, DeviceFeed feed, LedgerWriter writer, TimeProvider time, ILogger<DrawerDesk> log)
    : BackgroundService
{
    private static readonly TimeSpan OpenDeadline = TimeSpan.FromSeconds(5);

    /// <summary>True where the register has a drawer of its own that is a device; else it is opened by what is printed.</summary>
    public bool IsThere(int register) => shelf.Of<ICashDrawer>(register).Any();

    /// <summary>Opens the drawer of a register, where it has one. That it does not open holds up no sale.</summary>
    public async Task OpenAsync(int register)
    {
        if (shelf.Of<ICashDrawer>(register).FirstOrDefault() is not { } drawer)
            return;
        using var deadline = Deadline.After(OpenDeadline, time);
        try
        {
            await drawer.OpenAsync(deadline.Token);
        }
        catch (DeviceFault fault)
        {
            Log.DrawerShut(log, fault.Device, fault.Reason);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var told in feed.FollowAsync(feed.Last, stoppingToken))
        {
            if (told.Fact is DrawerMoved { IsOpen: true, WasAsked: false })
                await NoteAsync(told);
        }
    }

    private async Task NoteAsync(EdgePos.Devices.DeviceEvent told)
    {
        try
        {
            await writer.NoteAsync(new DrawerOpened { Device = told.Device, How = DrawerOpening.ByHand }, told.Register);
        }
        catch (LedgerFault fault)
        {
            Log.DrawerNotNoted(log, told.Device, fault.Hint);
        }
    }
}
