using System.Security.Cryptography;
using EdgePos.Devices;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Devices: maps, calls, maps. The drivers are in EdgePos.Devices.</summary>
internal sealed class DevicesService(
    DeviceShelf shelf, DeviceFeed feed, DeviceClaims claims, DeviceTest tests, BasketDesk baskets, WeighDesk weighings, StoreProfile store,
    TimeProvider time, IHostApplicationLifetime life) : V1.Devices.DevicesBase
{
    private static readonly TimeSpan SignalDeadline = TimeSpan.FromSeconds(3);

    /// <summary>Which run of the daemon numbers the events.</summary>
    public static string Run { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public override Task<ListDevicesResponse> ListDevices(ListDevicesRequest request, ServerCallContext context)
    {
        var answer = new ListDevicesResponse { LastSequence = feed.Last, Run = Run };
        answer.Devices.AddRange(shelf.All.Select(driver => driver.ToWire(claims.HolderOf(driver.Description.Name))));
        return Task.FromResult(answer);
    }

    public override async Task WatchDevices(
        WatchDevicesRequest request, IServerStreamWriter<V1.DeviceEvent> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        foreach (string name in request.Devices)
            Find("devices", name, caller);
        long? after = request.HasAfterSequence ? request.Run == Run ? request.AfterSequence : 0 : null;
        if (request.HasAfterSequence && (request.AfterSequence < 0 || after > feed.Last))
            throw Wrong("after_sequence", "after_sequence must be the number of an event, or 0", caller);
        if (feed.Watch(after) is not { } events)
            throw new LedgerFault(FaultKind.Busy, "watch", "devices", "too many watch already");
        try
        {
            await Watches.SendUntilStopAsync(context, life, async end =>
            {
                foreach (var driver in shelf.All.Where(driver => IsWatched(driver.Description.Name, request)))
                    await responseStream.WriteAsync(driver.ToNow(after ?? feed.Last, Run, feed.NowUs), end);
                await foreach (var told in events.ReadAllAsync(end))
                {
                    if (IsFor(told, request, caller.Register))
                        await responseStream.WriteAsync(told.ToWire(Run), end);
                }

                throw new RpcException(new Status(StatusCode.Aborted, "it fell behind: watch again after the last event that was seen"));
            });
        }
        finally
        {
            feed.Unwatch(events);
        }
    }

    public override async Task<V1.DeviceClaim> ClaimDevice(ClaimDeviceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var device = Find("device", request.Device, caller).Description;
        int longest = (int)DeviceClaims.LongestMax.TotalSeconds;
        if (request.Seconds < 1 || request.Seconds > longest)
            throw Wrong("seconds", $"seconds must be 1 to {longest}", caller);
        Guid? basket = null;
        if (request.BasketId.Length > 0)
        {
            if (device.Class != EdgePos.Devices.DeviceClass.Scanner)
                throw Wrong("basket_id", "basket_id is of scanners only", caller);
            var id = Requests.Id("basket_id", request.BasketId).OrThrow(caller.Language);
            _ = (await baskets.GetAsync(id)).OrThrow(caller.Language);
            basket = id;
        }

        var (isMine, claim) = claims.Claim(device, caller.Register, basket, TimeSpan.FromSeconds(request.Seconds));
        return isMine ? claim.ToWire() : throw Taken(device, claim.Register, caller);
    }

    public override Task<ReleaseDeviceResponse> ReleaseDevice(ReleaseDeviceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var device = Find("device", request.Device, caller).Description;
        return Task.FromResult(new ReleaseDeviceResponse { Released = claims.Release(device, caller.Register) });
    }

    public override async Task<TestDeviceResponse> TestDevice(TestDeviceRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var driver = Find("device", request.Device, caller);
        if (tests.HolderOf(driver) is { } holder && holder != caller.Register)
            throw Taken(driver.Description, holder, caller);
        var (passed, report) = await tests.RunAsync(driver, context.CancellationToken);
        return new TestDeviceResponse { Passed = passed, Report = report };
    }

    public override async Task<V1.Weighing> Weigh(V1.WeighRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        return (await weighings.WeighAsync(request, command)).OrThrow(caller.Language);
    }

    public override async Task<SetSignalResponse> SetSignal(SetSignalRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        if (Find("device", request.Device, caller) is not SignalPanel panel)
            throw StatusMap.ToException(new Refusal(RefusalCode.DeviceNotFound, "device", request.Device), caller.Language);
        var action = SignalReading.Of(request).OrThrow(caller.Language);
        if (!panel.Outputs.Contains(request.Line))
            throw StatusMap.ToException(new Refusal(RefusalCode.DeviceNotFound, "line", request.Line), caller.Language);
        using var deadline = Deadline.After(SignalDeadline, time, context.CancellationToken);
        try
        {
            await panel.DoAsync(request.Line, action, deadline.Token);
            return new SetSignalResponse();
        }
        catch (DeviceFault fault)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.DeviceUnavailable, "device", request.Device, fault.Reason), caller.Language);
        }
    }

    // What was scanned at one register is nothing for another; how the devices are everybody may know.
    private static bool IsFor(EdgePos.Devices.DeviceEvent told, WatchDevicesRequest request, int register) =>
        IsWatched(told.Device, request)
        && (told.Register == 0 || told.Register == register || told.Fact is not (Scanned or ScanTaken));

    private static bool IsWatched(string device, WatchDevicesRequest request) =>
        request.Devices.Count == 0 || request.Devices.Contains(device);

    private DeviceDriver Find(string field, string name, Caller caller) => shelf.Find(name)
        ?? throw StatusMap.ToException(new Refusal(RefusalCode.DeviceNotFound, field, name), caller.Language);

    private static RpcException Taken(DeviceDescription device, int register, Caller caller) =>
        StatusMap.ToException(DeviceWire.Taken(device, register), caller.Language);

    private static RpcException Wrong(string field, string sentence, Caller caller) =>
        StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, field, sentence), caller.Language);
}
