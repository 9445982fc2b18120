namespace EdgePos.Devices;

/// <summary>Messages of ZVT over a link: framing, bounds and deadlines. What was read is wiped: it may hold a card number.</summary>
internal sealed class ZvtLink(IDeviceLink link, TimeProvider time) : IAsyncDisposable
{
    // More than any banner or noise before a message; a terminal that sends more does not speak ZVT.
    private const int GarbageMax = 4096;

    private const int ChunkSize = 4096;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private byte[] _received = new byte[ChunkSize];
    private int _count;
    private int _garbage;

    /// <summary>Sends a message. An abort may be sent while another task answers what comes in.</summary>
    /// <exception cref="IOException">The link is broken, or takes nothing.</exception>
    public async Task SendAsync(Apdu message, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            await _writing.WaitAsync(deadline.Token);
            try
            {
                await link.WriteAsync(message.ToBytes(), deadline.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (OperationCanceledException)
        {
            throw new IOException("the terminal takes no bytes");
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <exception cref="IOException">The link is broken, nothing came in time, or what came is no ZVT.</exception>
    public async Task<Apdu> ReceiveAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        while (true)
        {
            var message = Apdu.Take(_received.AsSpan(0, _count), out int used, out int garbage);
            Drop(used);
            if ((_garbage += garbage) > GarbageMax)
                throw new IOException("what the terminal sends is no ZVT");
            if (message is not null)
                return message;
            await ReadAsync(deadline.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Array.Clear(_received);
        await link.DisposeAsync();
        _writing.Dispose();
    }

    private async Task ReadAsync(CancellationToken deadline)
    {
        if (_count == _received.Length)
            Grow();
        try
        {
            int read = await link.ReadAsync(_received.AsMemory(_count), deadline);
            if (read == 0)
                throw new IOException("the terminal closed the link");
            _count += read;
        }
        catch (OperationCanceledException)
        {
            throw new IOException("the terminal does not answer in time");
        }
    }

    // Bounded: the longest message has 65,540 bytes, and a whole one is taken out before more is read.
    private void Grow()
    {
        byte[] larger = new byte[_received.Length * 2];
        _received.CopyTo(larger, 0);
        Array.Clear(_received);
        _received = larger;
    }

    private void Drop(int used)
    {
        if (used == 0)
            return;
        _received.AsSpan(used, _count - used).CopyTo(_received);
        _received.AsSpan(_count - used, used).Clear();
        _count -= used;
    }
}
