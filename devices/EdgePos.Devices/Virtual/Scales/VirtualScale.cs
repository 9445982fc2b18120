namespace EdgePos.Devices;

/// <summary>
/// A scale that is not there: things can be put on it and its keys pressed, and it answers as a real one of its protocol would. With
/// the faults of its line on demand, for training and for tests.
/// </summary>
public sealed class VirtualScale : IAsyncDisposable
{
    private VirtualScale(ScalePlatform platform, VirtualPort port) => (Platform, Port) = (platform, port);

    /// <summary>What lies on it, and its keys.</summary>
    public ScalePlatform Platform { get; }

    /// <summary>Its plug, with what is wrong with its line.</summary>
    public VirtualPort Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="protocol">One of <see cref="ScaleDriver.Protocols"/>.</param>
    /// <param name="plug">A TCP port on loopback, 0 for any; or the path of a device file to make.</param>
    /// <param name="time">The clock of its unrest and its faults.</param>
    /// <param name="random">Makes the challenges of dialog06.</param>
    /// <param name="key">The polynomial of dialog06 with its highest term; null: it asks for no proof.</param>
    /// <param name="capacityGrams">More is overload.</param>
    /// <param name="stepGrams">It shows multiples of this.</param>
    /// <exception cref="ArgumentException">There is no such protocol.</exception>
    /// <exception cref="IOException">The port is in use, or the file cannot be made.</exception>
    public static VirtualScale Start(
        string protocol, string plug, TimeProvider time, Random random, int? key = null, long capacityGrams = 15_000, long stepGrams = 5)
    {
        var platform = new ScalePlatform(time, capacityGrams, stepGrams);
        var machine = ScaleMachine.Of(protocol, platform, key, random)
            ?? throw new ArgumentException($"there is no virtual scale that speaks {protocol}", nameof(protocol));
        return new VirtualScale(platform, ushort.TryParse(plug, out ushort port)
            ? VirtualPort.Listen(port, machine, time)
            : VirtualPort.MakeFile(plug, machine, time));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Port.DisposeAsync();
}
