using EdgePos.Devices;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Reads what a lamp or a buzzer is asked to do.</summary>
internal static class SignalReading
{
    private const int LongestMs = 60_000;

    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(250); // on and off twice a second

    public static Result<EdgePos.Devices.SignalAction> Of(SetSignalRequest request)
    {
        if (request.Action is V1.SignalAction.Unspecified || !Enum.IsDefined(request.Action))
            return new Refusal(RefusalCode.FieldInvalid, "action", "action must be ON, OFF, BLINK or PULSE");
        bool isPulse = request.Action == V1.SignalAction.Pulse;
        if (isPulse ? request.Milliseconds is < 20 or > LongestMs : request.Milliseconds != 0)
            return new Refusal(RefusalCode.FieldInvalid, "milliseconds", $"milliseconds must be 20 to {LongestMs} of PULSE, and 0 else");
        return request.Action switch
        {
            V1.SignalAction.On => new SignalOn(),
            V1.SignalAction.Off => new SignalOff(),
            V1.SignalAction.Blink => new SignalBlink(Half),
            V1.SignalAction.Pulse or V1.SignalAction.Unspecified => new SignalPulse(TimeSpan.FromMilliseconds(request.Milliseconds)),
        };
    }
}
