namespace EdgePos.Devices;

/// <summary>Stands for the link to a printer that is only opened while it is used.</summary>
internal sealed class NoLink : IDeviceLink
{
    /// <summary>Closes a link that has shown that the printer is there.</summary>
    public static async ValueTask<IDeviceLink> InsteadOfAsync(IDeviceLink link)
    {
        await link.DisposeAsync();
        return new NoLink();
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) => throw new IOException("the link is not open");

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline) => throw new IOException("the link is not open");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
