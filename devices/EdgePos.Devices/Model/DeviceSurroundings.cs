namespace EdgePos.Devices;

/// <summary>What every driver is handed.</summary>
/// <param name="Feed">Where it tells what happens.</param>
/// <param name="HotPlug">Says when something is plugged in.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Spreads retries out; one for each driver.</param>
public sealed record DeviceSurroundings(DeviceFeed Feed, HotPlug HotPlug, TimeProvider Time, Func<Random> Random);
