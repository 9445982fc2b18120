using EdgePos.HeadOffice;
using EdgePos.Relay;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Keeps what head office sends down, and makes it current at its time, with or without a link.</summary>
internal sealed class DatasetKeeper : BackgroundService
{
    private readonly DatasetLoop _loop;

    public DatasetKeeper(DataFolder folder, StoreProfile store, BookLayers book, OtherStores others, CustomerBook customers,
        OrderBook orders, StaffBook staff, HeadOfficeLayer layer, QuietRestart restart, SoftwareUse software,
        IOptions<RelaySettings> relay, IOptions<HeadOfficeOptions> headOffice, TimeProvider time, ILogger<DatasetShelf> shelfLog,
        ILogger<DatasetLoop> loopLog)
    {
        var key = relay.Value.HeadOfficeKey(headOffice.Value);
        var settings = new SettingsUse(layer, restart, relay.Value.TakeSettings);
        Shelf = new DatasetShelf(folder.DatasetFolder, store.Identity, key,
            [.. book.Uses(), others, customers, orders, staff, settings, software], shelfLog, SoftwareUse.IsForOthers);
        _loop = new DatasetLoop(Shelf, time, loopLog);
    }

    /// <summary>What is there.</summary>
    public DatasetShelf Shelf { get; }

    /// <inheritdoc cref="DatasetLoop.SwitchAsync"/>
    public Task<(long Before, string? Why)> SwitchAsync(string dataset, long version, CancellationToken stopping) =>
        _loop.SwitchAsync(dataset, version, stopping);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(stoppingToken);
}
