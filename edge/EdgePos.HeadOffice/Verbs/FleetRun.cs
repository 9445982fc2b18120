using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>Shows every box, once or for as long as somebody watches.</summary>
internal sealed class FleetRun(ReportsCall call, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Shows them.</summary>
    public async Task<int> RunAsync(string store, bool watch, CancellationToken stop)
    {
        if (!watch)
        {
            console.Write(TableOf(await AskAsync(store, stop)));
            return ExitCodes.Ok;
        }

        await console.Live(new Text("")).StartAsync(async live =>
        {
            while (true)
            {
                live.UpdateTarget(TableOf(await AskAsync(store, stop)));
                live.Refresh();
                await Task.Delay(Every, time, stop);
            }
        });
        return ExitCodes.Ok;
    }

    private Task<FleetResponse> AskAsync(string store, CancellationToken stop) => call.AskAsync(
        (reports, options) => reports.FleetAsync(new FleetRequest { Store = store }, options).ResponseAsync, stop);

    private Table TableOf(FleetResponse fleet)
    {
        var table = Figures.TableOf("store", "box", "link", "version", "wanted", ">committed", ">behind", "to look after");
        foreach (var box in fleet.Boxes)
        {
            table.Add(box.Store, box.Box, box.Online ? "online" : "away", box.Version,
                box.WantedVersion == box.Version ? "" : box.WantedVersion, $"{box.CommittedSeq}", $"{box.Behind}",
                string.Join("\n", Findings(box)));
        }

        return table;
    }

    private IEnumerable<string> Findings(FleetBox box)
    {
        if (box.Forked.Length > 0)
            yield return $"two boxes have this name: {box.Forked}; see edgepos-headoffice fork {box.Store}/{box.Box}";
        if (box.Quarantined > 0)
            yield return $"{box.Quarantined} entries in quarantine";
        if (box.Health is not { } health)
            yield break;
        foreach (string trouble in health.Troubles)
            yield return trouble;
        foreach (var device in health.Devices.Where(device => !device.Well))
            yield return $"{device.Kind} {device.Name}: {device.Reason}";
        foreach (var dataset in health.Datasets.Where(dataset => dataset.Refused.Length > 0))
            yield return $"{dataset.Dataset} {dataset.Refused} refused: {dataset.Refusal}";
        if (Update(box, health) is { } update)
            yield return update;
        if (!health.ClockIsSet)
            yield return "nothing vouches for its clock";
        var age = time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(box.HealthHeardUs);
        if (age > TimeSpan.FromHours(1))
            yield return $"last heard of {age.TotalHours:0} hours ago";
    }

    // One that failed is among the troubles.
    private static string? Update(FleetBox box, LiveHealth health) =>
        box.WantedVersion.Length == 0 || box.WantedVersion == box.Version ? null
        : health.Update is not { } update ? $"{box.WantedVersion} is wanted: its program is too old to take it; update it by hand"
        : update.State switch
        {
            UpdateState.Coming => $"{box.WantedVersion} comes down: {update.Reason}",
            UpdateState.Waiting => $"{box.WantedVersion} waits: {update.Reason}",
            UpdateState.Installing => $"{box.WantedVersion} is being installed",
            UpdateState.None or UpdateState.Unspecified => $"{box.WantedVersion} is wanted: the box has not heard of it",
            UpdateState.Runs or UpdateState.Failed => null,
        };
}
