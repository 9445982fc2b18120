using System.Runtime.InteropServices;

namespace EdgePos.Devices;

/// <summary>
/// A device file such as /dev/usb/lp0. Opened without blocking: usblp takes 8 KiB at a time and a blocking write would hang
/// for ever while the printer reads nothing, so every wait is a poll with an end.
/// </summary>
public sealed partial class FileLink : IDeviceLink
{
    private const int ReadWrite = 2, NonBlocking = 0x800, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const short PollIn = 1, PollOut = 4, PollBroken = 0x38;
    private const int WouldBlock = 11, Interrupted = 4;
    private const int SliceMs = 50;

    private readonly string _path;
    private int _fd;

    private FileLink(string path, int fd) => (_path, _fd) = (path, fd);

    /// <summary>Opens a device file for reading and writing.</summary>
    /// <exception cref="IOException">It is not there, or it is not ours.</exception>
    public static FileLink Open(string path)
    {
        int fd = OpenFile(path, ReadWrite | NonBlocking | NoTerminal | CloseOnExec);
        return fd >= 0 ? new FileLink(path, fd) : throw Fault("open", path);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) => new(Task.Run(
        () =>
        {
            while (bytes.Length > 0)
            {
                WaitFor(PollOut, deadline);
                nint written = Write(_fd, in MemoryMarshal.GetReference(bytes.Span), bytes.Length);
                if (written < 0 && Marshal.GetLastPInvokeError() is not (WouldBlock or Interrupted))
                    throw Fault("write", _path);
                bytes = bytes[(int)Math.Max(written, 0)..];
            }
        }, deadline));

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline) => new(Task.Run(
        () =>
        {
            while (true)
            {
                WaitFor(PollIn, deadline);
                nint read = Read(_fd, ref MemoryMarshal.GetReference(buffer.Span), buffer.Length);
                if (read > 0)
                    return (int)read;
                if (read == 0)
                    Wait(deadline); // usblp: an empty packet, not the end
                else if (Marshal.GetLastPInvokeError() is not (WouldBlock or Interrupted))
                    throw Fault("read", _path);
            }
        }, deadline));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd >= 0)
            _ = Close(fd);
        return ValueTask.CompletedTask;
    }

    private static void Wait(CancellationToken deadline)
    {
        var none = default(PollRequest);
        _ = Poll(ref none, 0, SliceMs);
        deadline.ThrowIfCancellationRequested();
    }

    private void WaitFor(short what, CancellationToken deadline)
    {
        var poll = new PollRequest { Fd = _fd, Events = what };
        while (Poll(ref poll, 1, SliceMs) <= 0)
            deadline.ThrowIfCancellationRequested();
        deadline.ThrowIfCancellationRequested();
        if ((poll.Returned & what) == 0 && (poll.Returned & PollBroken) != 0)
            throw new IOException($"{_path}: the device has gone");
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

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, in byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int fd, ref byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
