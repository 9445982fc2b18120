using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>The plug for a drawer on a receipt printer.</summary>
internal sealed class PrinterKick : IDrawerKick
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly ReceiptPrinter _printer;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PrinterKick(ReceiptPrinter printer)
    {
        _printer = printer;
        printer.DrawerLevelChanged += _ => Tell();
        printer.HealthChanged += Tell;
    }

    /// <inheritdoc/>
    public DeviceHealth Health => _printer.Health;

    /// <inheritdoc/>
    public bool? Level => _printer.DrawerLevel;

    /// <inheritdoc/>
    public Task Changed => _changed.Task;

    /// <inheritdoc/>
    public Task PulseAsync(TimeSpan length, CancellationToken deadline) =>
        _printer.KickDrawerAsync(new DrawerPulse(2, length, Rest), deadline);

    private void Tell() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
