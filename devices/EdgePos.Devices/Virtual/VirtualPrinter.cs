using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>
/// A receipt printer on a TCP port, like the real ones on 9100: one client at a time, real ESC/POS in, status bytes out,
/// paper that can be looked at. With faults on demand, for training and for tests.
/// </summary>
public sealed class VirtualPrinter : IAsyncDisposable
{
    private const int PapersKept = 1000;

    private readonly TcpListener _listener;
    private readonly EscPosPaperMachine _machine;
    private readonly Queue<byte> _buffer = new();
    private readonly List<byte> _realTime = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<Paper> _papers = Channel.CreateBounded<Paper>(
        new BoundedChannelOptions(PapersKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _serving;

    private VirtualPrinter(TcpListener listener, int columns)
    {
        (_listener, _machine) = (listener, new EscPosPaperMachine(columns));
        _serving = ServeAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Each receipt as it is cut; the oldest are dropped when nobody reads a thousand.</summary>
    public ChannelReader<Paper> Papers => _papers.Reader;

    /// <summary>What hangs out of the printer uncut. Look at it while nothing is printing.</summary>
    public Paper Hanging => _machine.Hanging;

    /// <summary>The paper is out: status says so, and what comes is kept until there is paper again.</summary>
    public bool PaperOut { get; set; }

    /// <summary>The cover is open: likewise.</summary>
    public bool CoverOpen { get; set; }

    /// <summary>It takes bytes and answers nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>The cable is pulled when this many bytes have come, once; null: it is not.</summary>
    public long? CutCableAfter { get; set; }

    /// <summary>The paper ends when this many bytes have come; null: it does not.</summary>
    public long? PaperEndsAfter { get; set; }

    /// <summary>Bytes taken since the start.</summary>
    public long BytesTaken { get; private set; }

    /// <summary>Starts a printer on loopback.</summary>
    /// <param name="port">Port; 0: any.</param>
    /// <param name="columns">48 for 80 mm paper, 32 for 58 mm.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static VirtualPrinter Start(int port = 9100, int columns = 48)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new VirtualPrinter(listener, columns);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                using var client = await _listener.AcceptSocketAsync(_end.Token);
                client.NoDelay = true;
                await ServeAsync(client);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _papers.Writer.TryComplete();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        byte[] input = new byte[4096];
        _realTime.Clear(); // half a question of the last client is none of this one's
        try
        {
            while (await client.ReceiveAsync(input, _end.Token) is > 0 and int count)
            {
                var answers = new List<byte>();
                for (int i = 0; i < count; i++)
                {
                    if (CutCableAfter == BytesTaken)
                    {
                        CutCableAfter = null;
                        client.Close(timeout: 0);
                        return;
                    }

                    if (PaperEndsAfter == BytesTaken)
                        PaperOut = true;
                    BytesTaken++;
                    Take(input[i], answers);
                }

                if (!Silent && answers.Count > 0)
                    await client.SendAsync(answers.ToArray(), _end.Token);
            }
        }
        catch (SocketException)
        {
            // The client went away; the next one is welcome.
        }
    }

    private void Take(byte value, List<byte> answers)
    {
        // DLE EOT n is answered out of turn, also when there is no paper.
        if (_realTime.Count > 0 || value == 0x10)
        {
            _realTime.Add(value);
            if (_realTime.Count == 2 && value == 0x10)
                _buffer.Enqueue(PopFirst());
            else if (_realTime.Count == 2 && value != 0x04)
                Release();
            else if (_realTime.Count == 3)
            {
                answers.Add(StatusOf(value));
                _realTime.Clear();
            }

            return;
        }

        _buffer.Enqueue(value);
        Work(answers);
    }

    private byte PopFirst()
    {
        byte first = _realTime[0];
        _realTime.RemoveAt(0);
        return first;
    }

    private void Release()
    {
        foreach (byte held in _realTime)
            _buffer.Enqueue(held);
        _realTime.Clear();
    }

    private void Work(List<byte> answers)
    {
        while (!PaperOut && !CoverOpen && _buffer.TryDequeue(out byte value))
        {
            if (_machine.Take(value))
                answers.Add(0x00); // GS r 1: paper is there
            while (_machine.Cut.TryDequeue(out var paper))
                _papers.Writer.TryWrite(paper);
        }
    }

    private byte StatusOf(byte question) => (byte)(0x12 | question switch
    {
        1 => PaperOut || CoverOpen ? 0x08 : 0,
        2 => (CoverOpen ? 0x04 : 0) | (PaperOut ? 0x20 : 0),
        4 => PaperOut ? 0x6C : 0,
        _ => 0,
    });
}
