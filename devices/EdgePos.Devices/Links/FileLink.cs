using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>
/// A device file such as /dev/usb/lp0, a serial line, or /dev/input/event3. Opened without blocking: usblp takes 8 KiB at a
/// time and a blocking write would hang for ever while the printer reads nothing, so every wait is a poll with an end. A thread
/// of its own waits for what the device sends, so an idle device costs nothing; a read that is given up loses no byte.
/// </summary>
public sealed partial class FileLink : IDeviceLink
{
    private const int ReadWrite = 2, NonBlocking = 0x800, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const short PollIn = 1, PollOut = 4, PollBroken = 0x38;
    private const int WouldBlock = 11, Interrupted = 4;
    private const int SliceMs = 50, EmptyPacketMs = 200, ForEver = -1;
    private const int ReadBytes = 4096, ReadsHeld = 64;
    private const int ReaderStackBytes = 128 * 1024;

    private readonly string _path;
    private readonly int _fd, _wake;
    private readonly Thread _reader;
    private readonly Channel<byte[]> _read = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(ReadsHeld) { SingleReader = true, SingleWriter = true });
    private ReadOnlyMemory<byte> _left;
    private volatile bool _closing;
    private int _closed;

    private FileLink(string path, int fd)
    {
        (_path, _fd, _wake) = (path, fd, EventFile(0, NonBlocking | CloseOnExec));
        _reader = new Thread(ReadOn, ReaderStackBytes) { IsBackground = true, Name = $"reads {path}" };
        _reader.Start();
    }

    /// <summary>Opens a device file for reading and writing.</summary>
    /// <exception cref="IOException">It is not there, or it is not ours.</exception>
    public static FileLink Open(string path) => new(path, OpenOrThrow(path));

    /// <summary>Opens a serial line and sets it.</summary>
    /// <exception cref="IOException">It is not there, it is not ours, or it is no serial line.</exception>
    public static FileLink OpenSerial(string path, SerialLine line) => Open(path, "set", fd => SerialSetting.Apply(fd, line));

    /// <summary>Opens a file and prepares it before the first byte is read.</summary>
    /// <param name="op">What is done to it, for the exception.</param>
    /// <param name="prepare">Gets the open file; false: errno says why not.</param>
    /// <exception cref="IOException">It cannot be opened or prepared.</exception>
    internal static FileLink Open(string path, string op, Func<int, bool> prepare)
    {
        int fd = OpenOrThrow(path);
        if (prepare(fd))
            return new FileLink(path, fd);
        var fault = Fault(op, path);
        _ = Close(fd);
        throw fault;
    }

    /// <summary>A link over a file that is open already, without blocking; the link closes it.</summary>
    /// <param name="path">Its name, for exceptions.</param>
    /// <param name="fd">The open file.</param>
    internal static FileLink Over(string path, int fd) => new(path, fd);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) => new(Task.Run(
        () =>
        {
            while (bytes.Length > 0)
            {
                WaitForRoom(deadline);
                nint written = Write(_fd, in MemoryMarshal.GetReference(bytes.Span), bytes.Length);
                if (written < 0 && Marshal.GetLastPInvokeError() is not (WouldBlock or Interrupted))
                    throw Fault("write", _path);
                bytes = bytes[(int)Math.Max(written, 0)..];
            }
        }, deadline));

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline)
    {
        while (_left.Length == 0)
        {
            if (!await _read.Reader.WaitToReadAsync(deadline)) // throws what broke the reader
                return 0;
            if (_read.Reader.TryRead(out byte[]? next))
                _left = next;
        }

        int count = Math.Min(_left.Length, buffer.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return ValueTask.CompletedTask;
        _closing = true;
        long one = 1;
        _ = Write(_wake, in MemoryMarshal.GetReference(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in one))), sizeof(long));
        _reader.Join();
        _ = Close(_fd);
        _ = Close(_wake);
        return ValueTask.CompletedTask;
    }

    private void ReadOn()
    {
        byte[] buffer = new byte[ReadBytes];
        try
        {
            while (!_closing)
            {
                Span<PollRequest> both = [new() { Fd = _fd, Events = PollIn }, new() { Fd = _wake, Events = PollIn }];
                _ = Poll(ref both[0], 2, ForEver);
                if (_closing)
                    break;
                Take(buffer, both[0].Returned);
            }

            _read.Writer.TryComplete();
        }
        catch (IOException broken)
        {
            _read.Writer.TryComplete(broken);
        }
    }

    private void Take(byte[] buffer, short returned)
    {
        nint read = Read(_fd, ref buffer[0], buffer.Length);
        if (read > 0)
            Hand(buffer[..(int)read]);
        else if (read < 0 && Marshal.GetLastPInvokeError() is not (WouldBlock or Interrupted))
            throw Fault("read", _path);
        else if ((returned & PollBroken) != 0)
            throw new IOException($"{_path}: the device has gone");
        else if (read == 0)
            Rest(EmptyPacketMs); // usblp: an empty packet, not the end
    }

    // Nobody reads: the device is kept waiting, as a full buffer of its own would do.
    private void Hand(byte[] bytes)
    {
        while (!_read.Writer.TryWrite(bytes) && !_closing)
            Rest(SliceMs);
    }

    private void Rest(int milliseconds)
    {
        var wake = new PollRequest { Fd = _wake, Events = PollIn };
        _ = Poll(ref wake, 1, milliseconds);
    }

    private void WaitForRoom(CancellationToken deadline)
    {
        var poll = new PollRequest { Fd = _fd, Events = PollOut };
        while (Poll(ref poll, 1, SliceMs) <= 0)
            deadline.ThrowIfCancellationRequested();
        deadline.ThrowIfCancellationRequested();
        if ((poll.Returned & PollOut) == 0 && (poll.Returned & PollBroken) != 0)
            throw new IOException($"{_path}: the device has gone");
    }

    private static int OpenOrThrow(string path)
    {
        int fd = OpenFile(path, ReadWrite | NonBlocking | NoTerminal | CloseOnExec);
        return fd >= 0 ? fd : throw Fault("open", path);
    }

    private static IOException Fault(string op, string path) =>
        new($"{op} {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventFile(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, in byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int fd, ref byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
