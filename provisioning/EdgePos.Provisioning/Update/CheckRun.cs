using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Provisioning;

/// <summary>Which version the box should run, how far it has got there, and what it waits for. Asks the daemon.</summary>
internal sealed class CheckRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true)
        .WithFormatDefaultValues(true).WithIndentation());

    /// <summary>Tells it.</summary>
    /// <returns>0; or 1 where the update needs a person.</returns>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> RunAsync(bool asJson, CancellationToken stop)
    {
        var status = await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync((channel, options) =>
            new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), options).ResponseAsync, stop);
        var update = status.Update ?? new SoftwareUpdate();
        if (asJson)
            output.WriteLine(Json.Format(update));
        else
            Tell(status.Version, update);
        return update.State == UpdateState.Failed ? ExitCodes.NotAsItMustBe : ExitCodes.Ok;
    }

    private void Tell(string running, SoftwareUpdate update)
    {
        output.WriteLine($"runs     {running}");
        output.WriteLine($"wanted   {(update.Wanted.Length > 0 ? update.Wanted : "none")}"
            + (update.Ring.Length > 0 ? $", ring {update.Ring}" : "")
            + (update.SinceUs > 0 ? $", since {Shown.Moment(Shown.Time(update.SinceUs))}" : ""));
        output.WriteLine($"state    {Words(update)}");
        if (update.Window.Length > 0)
            output.WriteLine($"window   {update.Window}, by the store's clock; else when all tills are closed");
        if (update.Last.Length > 0)
            output.WriteLine($"last     {update.Last}");
    }

    /// <summary>The state in words.</summary>
    public static string Words(SoftwareUpdate update) => update.State switch
    {
        UpdateState.Coming => $"comes down: {update.Reason}",
        UpdateState.Waiting => $"waits: {update.Reason}",
        UpdateState.Installing => update.Reason,
        UpdateState.Runs => "the wanted version runs",
        UpdateState.Failed => $"FAILED: {update.Reason}",
        UpdateState.None or UpdateState.Unspecified => "head office wants no version",
    };
}
