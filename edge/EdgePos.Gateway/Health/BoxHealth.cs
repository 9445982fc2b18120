using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using DeviceState = EdgePos.Devices.DeviceState;

namespace EdgePos.Gateway;

/// <summary>How the box is, for head office: what a person should look after, and which devices are ill.</summary>
internal sealed class BoxHealth(
    DeviceShelf devices, PrintLoop printing, CatalogueShelf prices, DatasetShelf datasets, DiskWatch disk, ClockTrust clock,
    BackupDesk backups, UpdateLoop update, TimeProvider time)
{
    /// <summary>As it is now.</summary>
    public LiveHealth Now()
    {
        var health = new LiveHealth
        {
            AtUs = time.GetUtcNow().ToUs(),
            Version = BoxService.Version,
            ClockIsSet = clock.IsSet,
            DiskFreeBytes = disk.FreeBytes,
            Update = update.Now,
        };
        health.Troubles.AddRange(new[]
        {
            printing.Trouble, prices.Trouble, update.Trouble,
            backups.Notes.Trouble is { Length: > 0 } why ? $"no backup: {why}" : "",
            disk.Disk == DiskState.Well ? "" : $"the disk is nearly full: {disk.FreeBytes / 1_000_000} MB are free",
        }.Where(trouble => trouble.Length > 0));
        health.Devices.AddRange(devices.All.Select(ToLive));
        health.Datasets.AddRange(datasets.Now());
        return health;
    }

    private static LiveDevice ToLive(DeviceDriver driver)
    {
        var (state, reason, advice, warning) = driver.Health;
        return new LiveDevice
        {
            Name = driver.Description.Name,
            Kind = driver.Description.Class.ToString().ToLowerInvariant(),
            Well = state == DeviceState.Online && warning.Length == 0,
            Reason = string.Join(". ", new[] { reason, advice, warning }.Where(part => part.Length > 0)),
        };
    }
}
