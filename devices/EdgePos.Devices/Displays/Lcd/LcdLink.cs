namespace EdgePos.Devices;

/// <summary>
/// A link to an HD44780: pairs of register and byte go over four wires, each byte as two nibbles, and the controller is given the time
/// it needs, since it cannot be asked. Source: Hitachi, HD44780U data sheet, Figure 24 "4-Bit Interface" (initialising by instruction)
/// and Table 6 (execution times, with the slowest oscillator in mind).
/// </summary>
internal sealed class LcdLink : IDeviceLink
{
    private const byte FunctionSet8 = 0x3, FunctionSet4 = 0x2, FunctionSet4TwoLines = 0x28;
    private const byte SlowestOfQuick = 0x03; // clear and home take 1.52 ms, the rest 37 microseconds

    private static readonly TimeSpan AfterPowerOn = TimeSpan.FromMilliseconds(50); // more than 40 at 2.7 V
    private static readonly TimeSpan AfterFirst = TimeSpan.FromMilliseconds(5); // more than 4.1
    private static readonly TimeSpan AfterSlow = TimeSpan.FromMilliseconds(2);
    private const int QuickMicroseconds = 50;

    private readonly ILcdBus _bus;
    private readonly TimeProvider _time;

    private LcdLink(ILcdBus bus, TimeProvider time) => (_bus, _time) = (bus, time);

    /// <summary>Brings the controller to four wires, whatever state it is in. Takes over the bus.</summary>
    /// <exception cref="IOException">Nobody is there.</exception>
    public static async ValueTask<LcdLink> OpenAsync(ILcdBus bus, TimeProvider time, CancellationToken deadline)
    {
        var link = new LcdLink(bus, time);
        try
        {
            await Task.Delay(AfterPowerOn, time, deadline);
            for (int i = 0; i < 3; i++)
            {
                bus.Send(FunctionSet8, isData: false);
                await Task.Delay(AfterFirst, time, deadline);
            }

            bus.Send(FunctionSet4, isData: false);
            link.Rest();
            link.Send(FunctionSet4TwoLines, isData: false);
            return link;
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline)
    {
        if (bytes.Length % 2 != 0)
            throw new ArgumentException("an LCD is written in pairs of register and byte", nameof(bytes));
        for (int i = 0; i < bytes.Length; i += 2)
        {
            deadline.ThrowIfCancellationRequested();
            (bool isData, byte value) = (bytes.Span[i] != 0, bytes.Span[i + 1]);
            Send(value, isData);
            if (!isData && value <= SlowestOfQuick)
                await Task.Delay(AfterSlow, _time, deadline);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, deadline); // it says nothing, ever
        return 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _bus.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Send(byte value, bool isData)
    {
        _bus.Send((byte)(value >> 4), isData);
        _bus.Send((byte)(value & 0xF), isData);
        Rest();
    }

    // Too short for a timer, and a timer would take a thousand times as long.
    private void Rest()
    {
        long begin = _time.GetTimestamp();
        for (int spins = 0; spins < 10_000 && _time.GetElapsedTime(begin).TotalMicroseconds < QuickMicroseconds; spins++)
            Thread.SpinWait(20);
    }
}
