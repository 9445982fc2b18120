namespace EdgePos.Devices;

/// <summary>Bytes to and from a device. It knows no protocol. Every call takes the caller's deadline as a token.</summary>
public interface IDeviceLink : IAsyncDisposable
{
    /// <summary>Hands over all bytes, or throws. What throws may have handed over some.</summary>
    /// <exception cref="IOException">The link is broken.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline);

    /// <summary>Waits for bytes; 0: the device has closed the link.</summary>
    /// <exception cref="IOException">The link is broken.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline);
}
