namespace EdgePos.Devices;

/// <summary>Reading that does not wait for ever, and does not take silence for a fault.</summary>
internal static class TimedReading
{
    /// <summary>Waits for bytes for so long.</summary>
    /// <returns>How many; 0: the device has closed the link; null: nothing came.</returns>
    /// <exception cref="IOException">The link is broken.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public static async Task<int?> ReadWithinAsync(
        this IDeviceLink link, Memory<byte> buffer, TimeSpan within, TimeProvider time, CancellationToken stop)
    {
        using var deadline = Deadline.After(within, time, stop);
        try
        {
            return await link.ReadAsync(buffer, deadline.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
