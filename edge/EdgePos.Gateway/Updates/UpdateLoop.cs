using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Brings the box to the version that head office wants: when nobody is served it asks root to install the package that has come down,
/// and tells what came of it. It installs nothing itself, and forces nothing: one that finds no moment is told loudly.
/// </summary>
internal sealed class UpdateLoop(
    UpdateFolder folder, CounterQuiet counter, DatasetShelf datasets, StoreProfile store, IOptions<UpdateOptions> options,
    TimeProvider time, ILogger<UpdateLoop> log) : BackgroundService
{
    // Root begins at once, and is done within its unit's time; longer means that nobody heard.
    private static readonly TimeSpan RootDeadline = TimeSpan.FromMinutes(30), AskAgain = TimeSpan.FromHours(1);

    // A unit does not hear of a file that changes while it ends: what root has not begun by then is ordered once more.
    private static readonly TimeSpan BegunBy = TimeSpan.FromMinutes(1);

    private const int OrdersMost = 5;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _quiet = TimeSpan.FromMinutes(options.Value.QuietMinutes);
    private readonly TimeSpan _patience = TimeSpan.FromDays(options.Value.LateDays);
    private volatile SoftwareUpdate _now = new() { State = UpdateState.None };
    private (long Order, long At)? _given;
    private (UpdateState State, string Reason) _told;
    private bool _isBegun;
    private int _orders;

    /// <summary>How it is. Safe from any thread.</summary>
    public SoftwareUpdate Now => _now.Clone();

    /// <summary>What a person should look after, in words; empty: nothing.</summary>
    public string Trouble
    {
        get
        {
            var now = _now;
            return now.State == UpdateState.Failed ? $"the update to {now.Wanted}: {now.Reason}"
                : IsLate(now) ? $"the update to {now.Wanted} found no moment for {options.Value.LateDays} days and more: {now.Reason}" : "";
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await LookAsync();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Ledger.LedgerFault)
            {
                Tell(_now.Wanted, UpdateState.Waiting, $"its files cannot be written: {fault.Message}");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync()
    {
        if (Coming() is var (version, why))
            Tell(version, UpdateState.Coming, why);
        else if (Refused() is { } refused)
            Tell("", UpdateState.Failed, refused);
        else if (folder.Wanted is { } wanted)
            await BringAsync(wanted, folder.Outcome);
        else
            Tell("", UpdateState.None, "");
    }

    private async Task BringAsync(WantedSoftware wanted, UpdateOutcome? outcome)
    {
        string version = wanted.Note.Version.ToString();
        bool answered = outcome?.Order == wanted.Order;
        if (version == RunningVersion.Now || (answered && outcome!.Result == UpdateResult.Installed))
        {
            Done();
            Tell(version, UpdateState.Runs, "it runs");
        }
        else if (outcome is { Result: not UpdateResult.Installed }
            && (answered || (outcome.Sha256 == wanted.Note.Sha256 && !wanted.IsAgain)))
        {
            Done();
            Tell(version, UpdateState.Failed, $"{outcome}. The box sells with {RunningVersion.Now}; it is tried again when head office "
                + "publishes another package, or this one with --again");
        }
        else if (!folder.Has(wanted.Order))
        {
            Tell(version, UpdateState.Failed, "its package is gone from this box: publish it again");
        }
        else if (_given is null && folder.IsRootAtWork)
        {
            Tell(version, UpdateState.Waiting, "root still ends what was cut off");
        }
        else if (_given is var (order, at) && order == wanted.Order && time.GetElapsedTime(at) < AskAgain)
        {
            if (!_isBegun && folder.IsRootAtWork)
                _isBegun = true;
            if (!_isBegun && time.GetElapsedTime(at) > BegunBy * (_orders + 1) && _orders < OrdersMost)
            {
                folder.GiveOrder(wanted.Order);
                _orders++;
            }

            bool isUnheard = time.GetElapsedTime(at) > RootDeadline;
            if (isUnheard)
                Tell(version, UpdateState.Failed, "nobody installs what the box has ordered: systemctl status edgepos-update.path");
            else
                Tell(version, UpdateState.Installing, "it is being installed");
        }
        else
        {
            await OrderAsync(wanted, version);
        }
    }

    private async Task OrderAsync(WantedSoftware wanted, string version)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), store.Zone);
        if (UpdateMoment.Wait(await counter.LookAsync(), wanted.Window, now.TimeOfDay, _quiet) is { } why)
        {
            Tell(version, UpdateState.Waiting, why);
            return;
        }

        folder.GiveOrder(wanted.Order);
        (_given, _isBegun, _orders) = ((wanted.Order, time.GetTimestamp()), false, 0);
        Tell(version, UpdateState.Installing, "it is being installed");
    }

    // The room of a package that is done with is given back.
    private void Done()
    {
        if (_given is not null || folder.HasPackage)
            folder.DropPackage();
        _given = null;
    }

    private (string Version, string Why)? Coming()
    {
        if (datasets.ComingOf(SoftwareUse.Name) is not var (manifest, there, waits))
            return null;
        long all = manifest.Packages.Max(package => package.PackedSize);
        return (manifest.Label, waits ?? $"{there * 10 / Math.Max(1, all) * 10} % of {all / 1_000_000.0:0.0} MB are here");
    }

    private string? Refused() => datasets.Now().FirstOrDefault(one => one.Dataset == SoftwareUse.Name) is { Refused.Length: > 0 } dataset
        && long.TryParse(dataset.Refused, out long version) && version > (folder.Wanted?.Order ?? 0) ? dataset.Refusal : null;

    private bool IsLate(SoftwareUpdate update) => update.State is UpdateState.Waiting or UpdateState.Coming
        && update.SinceUs > 0 && time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(update.SinceUs) > _patience;

    private void Tell(string version, UpdateState state, string reason)
    {
        var wanted = folder.Wanted;
        _now = new SoftwareUpdate
        {
            Wanted = version,
            State = state,
            Reason = reason,
            SinceUs = wanted?.SinceUs ?? 0,
            Window = wanted?.Window.ToString() ?? "",
            Ring = wanted?.Ring ?? "",
            Last = folder.Outcome?.ToString() ?? "",
        };
        if (_told == (state, reason) || state is UpdateState.None or UpdateState.Coming)
            return;
        _told = (state, reason);
        if (state == UpdateState.Failed)
            Log.UpdateFailed(log, version, reason);
        else
            Log.UpdateIs(log, version, state, reason);
    }
}
