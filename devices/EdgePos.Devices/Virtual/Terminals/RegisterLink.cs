using System.Net.Sockets;

namespace EdgePos.Devices;

/// <summary>A virtual terminal's end of the link to a register: whole messages in, bytes out, and its faults.</summary>
internal sealed class RegisterLink(Socket socket, TerminalFaults faults, TimeProvider time, CancellationToken end)
{
    private readonly List<byte> _heard = [];
    private readonly byte[] _chunk = new byte[1024];
    private Task<int>? _reading;
    private long _bytesSent, _bytesHeard;

    /// <summary>True: nobody hears any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The terminal is switched off for good.</summary>
    public CancellationToken End => end;

    /// <summary>True: the register is told nothing, though the link is there.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Sends a message, in all the ways that it can go wrong.</summary>
    public async Task SendAsync(byte[] message)
    {
        if (faults.Pace > TimeSpan.Zero)
            await Task.Delay(faults.Pace, time, end);
        for (int i = 0; i < (faults.RepeatsMessages ? 2 : 1); i++)
            await SendBytesAsync([.. faults.Noise, .. message]);
    }

    /// <summary>Sends bytes.</summary>
    public async Task SendBytesAsync(byte[] bytes)
    {
        if (IsGone || IsSilent)
            return;
        bool cut = faults.CutsCableAfterSent is { } limit && limit - _bytesSent < bytes.Length;
        int count = cut ? (int)Math.Max(faults.CutsCableAfterSent!.Value - _bytesSent, 0) : bytes.Length;
        try
        {
            for (int sent = 0; sent < count;)
                sent += await socket.SendAsync(bytes.AsMemory(sent, count - sent), end);
            _bytesSent += count;
        }
        catch (SocketException)
        {
            IsGone = true;
        }

        if (cut)
        {
            faults.CutsCableAfterSent = null;
            Break();
        }
    }

    /// <summary>The next message of the register; null: none came in time, or nobody is there.</summary>
    public async Task<byte[]?> HearAsync(TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, late.Token);
        while (!IsGone)
        {
            if (TakeMessage() is { } message)
                return message;
            try
            {
                _reading ??= socket.ReceiveAsync(_chunk.AsMemory(), end).AsTask();
                Take(await _reading.WaitAsync(either.Token));
                _reading = null;
            }
            catch (SocketException)
            {
                IsGone = true;
            }
            catch (OperationCanceledException) when (!end.IsCancellationRequested)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The link breaks.</summary>
    public void Break()
    {
        IsGone = true;
        socket.Close(timeout: 0);
    }

    private void Take(int count)
    {
        if (count == 0)
            IsGone = true;
        for (int i = 0; i < count; i++)
        {
            if (faults.CutsCableAfterHeard is { } limit && _bytesHeard >= limit)
            {
                faults.CutsCableAfterHeard = null;
                Break();
                return;
            }

            _bytesHeard++;
            _heard.Add(_chunk[i]);
        }
    }

    // Class, instruction, length, data; a length of FF: the two bytes that follow, the low one first.
    private byte[]? TakeMessage()
    {
        if (_heard.Count < 3)
            return null;
        int head = 3, length = _heard[2];
        if (length == 0xFF)
        {
            if (_heard.Count < 5)
                return null;
            (head, length) = (5, _heard[3] + (256 * _heard[4]));
        }

        if (_heard.Count < head + length)
            return null;
        byte[] message = [_heard[0], _heard[1], .. _heard.GetRange(head, length)];
        _heard.RemoveRange(0, head + length);
        return message;
    }
}
