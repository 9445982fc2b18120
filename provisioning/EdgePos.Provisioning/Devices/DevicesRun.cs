using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>The devices of a box. Asks the daemon; opens no device.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asked.</param>
internal sealed class DevicesRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Shows the devices.</summary>
    /// <returns>0; or 1 where one of them needs a person.</returns>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> ListAsync(CancellationToken stop)
    {
        var answer = await CallAsync((client, options) => client.ListDevicesAsync(new ListDevicesRequest(), options).ResponseAsync, stop);
        if (answer.Devices.Count == 0)
        {
            output.WriteLine("The settings of the box name no device. What is plugged in: edgeposctl devices scan");
            return ExitCodes.Ok;
        }

        int width = answer.Devices.Max(device => device.Name.Length);
        foreach (var device in answer.Devices)
        {
            string whose = device.Register > 0 ? $"  register {device.Register}" : "";
            string held = device.Claim is { } claim ? $"  held by register {claim.Register}" : "";
            string state = StateOf(device.Health.State);
            output.WriteLine($"{device.Name.PadRight(width)}  {state,-8}  {device.Protocol,-16}  {device.Link}{whose}{held}");
            foreach (string line in new[] { device.Health.Reason, device.Health.Advice, device.Health.Warning }
                .Where(text => text.Length > 0))
                output.WriteLine($"{new string(' ', width)}            {line}");
        }

        return answer.Devices.All(device => device.Health.State == DeviceState.Online) ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    /// <summary>Shows what happens until Ctrl-C.</summary>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> WatchAsync(CancellationToken stop)
    {
        using var channel = BoxChannel.To(gateway);
        using var call = new V1.Devices.DevicesClient(channel).WatchDevices(
            new WatchDevicesRequest(), RemoteCall.HeadersOf(register), cancellationToken: stop);
        try
        {
            await foreach (var told in call.ResponseStream.ReadAllAsync(stop))
                output.WriteLine($"{DateTimeOffset.UnixEpoch.AddMicroseconds(told.AtUs):HH:mm:ss.fff}  {told.Device,-16}  {Words(told)}");
            return ExitCodes.Ok;
        }
        catch (RpcException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (RpcException fault)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"the box ended the watch: {fault.Status.Detail}");
        }
    }

    /// <summary>Tries a device.</summary>
    /// <returns>0; or 1 where it did not do it.</returns>
    /// <exception cref="ToolFault">The box does not answer, or has no such device.</exception>
    public async Task<int> TestAsync(string device, CancellationToken stop)
    {
        var answer = await CallAsync(
            (client, options) => client.TestDeviceAsync(new TestDeviceRequest { Device = device }, options).ResponseAsync, stop);
        output.WriteLine($"{device}: {(answer.Passed ? "passed" : "failed")}: {answer.Report}");
        return answer.Passed ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    private static string Words(DeviceEvent told) => told.HappenedCase switch
    {
        DeviceEvent.HappenedOneofCase.Health => string.Join(": ", new[]
        {
            StateOf(told.Health.State), told.Health.Reason, told.Health.Advice, told.Health.Warning,
        }.Where(text => text.Length > 0)),
        DeviceEvent.HappenedOneofCase.Scan => $"scan {told.Scan.Symbology} {told.Scan.Data.Replace('\u001D', '|')}"
            + (told.Scan.BasketId.Length == 0 ? "" : told.Scan.Refusal.Length == 0 ? " -> basket" : $" -> {told.Scan.Refusal}"),
        DeviceEvent.HappenedOneofCase.Weight => told.Weight.HasGrams ? $"{told.Weight.Grams} g" : told.Weight.Hindrance,
        DeviceEvent.HappenedOneofCase.Drawer => told.Drawer.OpenSeconds > 0 ? $"open for {told.Drawer.OpenSeconds} s"
            : told.Drawer.IsOpen ? $"open, {(told.Drawer.WasAsked ? "by the box" : "by its key or by force")}" : "shut",
        DeviceEvent.HappenedOneofCase.Signal => $"{told.Signal.Line} {(told.Signal.IsOn ? "on" : "off")}",
        DeviceEvent.HappenedOneofCase.TerminalText => told.TerminalText,
        DeviceEvent.HappenedOneofCase.ClaimedBy => told.ClaimedBy == 0 ? "free" : $"held by register {told.ClaimedBy}",
        DeviceEvent.HappenedOneofCase.None => "",
    };

    private static string StateOf(DeviceState state) => state switch
    {
        DeviceState.Online => "online",
        DeviceState.Offline => "offline",
        DeviceState.Error => "error",
        DeviceState.Unknown or DeviceState.Unspecified => "unknown",
    };

    private Task<T> CallAsync<T>(Func<V1.Devices.DevicesClient, CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time, register)
            .RunAsync((channel, options) => call(new V1.Devices.DevicesClient(channel), options), stop);
}
