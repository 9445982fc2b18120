using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>An input that a driver uses.</summary>
/// <param name="Line">Its number on the chip.</param>
/// <param name="Pull">What holds it.</param>
internal readonly record struct GpioInput(int Line, GpioPull Pull);

/// <summary>An output that a driver uses.</summary>
/// <param name="Line">Its number on the chip.</param>
/// <param name="RestLevel">Its level while nothing is asked of it, and when the driver stops.</param>
internal readonly record struct GpioOutput(int Line, bool RestLevel);

/// <summary>A level that an input came to.</summary>
/// <param name="Line">Which.</param>
/// <param name="Level">The level.</param>
/// <param name="At">When, by the monotonic clock.</param>
internal readonly record struct GpioEdge(int Line, bool Level, TimeSpan At);

/// <summary>
/// The lines that one driver has: inputs whose edges are kept with their time, so that a short press is seen though the driver
/// comes late; and outputs that are brought to rest when the link is opened and when it is closed, whatever happened between.
/// </summary>
internal sealed class GpioLink : IDeviceLink
{
    private const int EdgesKept = 1024;

    private readonly IGpioLines _lines;
    private readonly IReadOnlyList<GpioOutput> _outputs;
    private readonly Channel<GpioEdge> _edges = Channel.CreateBounded<GpioEdge>(
        new BoundedChannelOptions(EdgesKept) { FullMode = BoundedChannelFullMode.DropOldest });

    private GpioLink(IGpioLines lines, IReadOnlyList<GpioOutput> outputs) => (_lines, _outputs) = (lines, outputs);

    /// <summary>What came in, in order. A line that chatters without end pushes the oldest out: read the level then.</summary>
    public ChannelReader<GpioEdge> Edges => _edges.Reader;

    /// <summary>Takes the lines.</summary>
    /// <exception cref="IOException">One of them cannot be had; none is held then.</exception>
    public static GpioLink Open(
        Func<IGpioLines> chip, IReadOnlyList<GpioInput> inputs, IReadOnlyList<GpioOutput> outputs, TimeProvider time)
    {
        var lines = chip();
        try
        {
            var link = new GpioLink(lines, outputs);
            foreach (var output in outputs)
                lines.OpenOutput(output.Line, output.RestLevel);
            foreach (var input in inputs)
                lines.OpenInput(input.Line, input.Pull,
                    level => link._edges.Writer.TryWrite(new(input.Line, level, time.GetElapsedTime(0))));
            return link;
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>The level of a line.</summary>
    /// <exception cref="IOException">The chip has gone.</exception>
    public bool Read(int line) => _lines.Read(line);

    /// <summary>Sets an output.</summary>
    /// <exception cref="IOException">The chip has gone.</exception>
    public void Write(int line, bool level) => _lines.Write(line, level);

    /// <summary>Not for lines: they carry no bytes.</summary>
    ValueTask IDeviceLink.WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) =>
        throw new IOException("GPIO lines carry no bytes");

    /// <summary>Not for lines: they carry no bytes.</summary>
    ValueTask<int> IDeviceLink.ReadAsync(Memory<byte> buffer, CancellationToken deadline) =>
        throw new IOException("GPIO lines carry no bytes");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Rest();
        _lines.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Brings all outputs to rest; any thread may. Never throws.</summary>
    public void Rest()
    {
        foreach (var output in _outputs)
        {
            try
            {
                _lines.Write(output.Line, output.RestLevel);
            }
            catch (IOException)
            {
                // The chip has gone, and with it what its lines drove.
            }
        }
    }
}
