namespace EdgePos.Devices;

/// <summary>
/// A scanner on a serial line, USB-CDC (which appears as one) or TCP. Set it to send Enter (CR) after each code and, where it can,
/// the AIM identifier before it; FNC1 within a code has to come as GS (0x1D), which is what scanners do unless told else.
/// </summary>
public sealed class SerialScanner(DeviceDescription description, LinkAddress address, ScannerSettings settings, DeviceSurroundings around)
    : ScannerDriver(description, settings, UsualPause, sendsSuffix => new LineReader(settings, sendsSuffix), around)
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => address.OpenAsync(deadline);
}
