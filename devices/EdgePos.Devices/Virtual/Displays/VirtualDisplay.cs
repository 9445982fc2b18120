namespace EdgePos.Devices;

/// <summary>A customer display that is not there: what stands on it can be read. With the faults of its line on demand.</summary>
public sealed class VirtualDisplay : IAsyncDisposable
{
    private readonly DisplayMachine _machine;

    private VirtualDisplay(DisplayMachine machine, VirtualPort port) => (_machine, Port) = (machine, port);

    /// <summary>Its plug, with what is wrong with its line.</summary>
    public VirtualPort Port { get; }

    /// <summary>What stands on it, without the spaces at the end. Half a text while one is being written.</summary>
    public DisplayLines Lines => new(_machine.Glass.Upper, _machine.Glass.Lower);

    /// <summary>How many commands came that it does not know.</summary>
    public int Unknown => _machine.Unknown;

    /// <summary>Starts one.</summary>
    /// <param name="protocol">cd5220 or escpos-display.</param>
    /// <param name="plug">A TCP port on loopback, 0 for any; or the path of a device file to make.</param>
    /// <param name="time">The clock of its faults.</param>
    /// <param name="columns">Characters in a line.</param>
    /// <exception cref="ArgumentException">There is no such protocol.</exception>
    /// <exception cref="IOException">The port is in use, or the file cannot be made.</exception>
    public static VirtualDisplay Start(string protocol, string plug, TimeProvider time, int columns = 20)
    {
        var machine = DisplayMachine.Of(protocol, columns)
            ?? throw new ArgumentException($"there is no virtual display that speaks {protocol}", nameof(protocol));
        return new VirtualDisplay(machine, ushort.TryParse(plug, out ushort port)
            ? VirtualPort.Listen(port, machine, time)
            : VirtualPort.MakeFile(plug, machine, time));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Port.DisposeAsync();
}
