using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A pseudo-terminal: a device file at one end, a stream at the other. Raw, as a printer's is.</summary>
internal sealed partial class PseudoTerminal : IAsyncDisposable
{
    private const int ReadWriteNoTerminal = 0x102;

    private readonly FileStream _held, _master;
    private Task _leading = Task.CompletedTask;

    public PseudoTerminal()
    {
        int master = OpenMaster(ReadWriteNoTerminal);
        byte[] name = new byte[64];
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0 && NameOf(master, name, name.Length) == 0);
        Path = Encoding.ASCII.GetString(name).TrimEnd('\0');
        using var stty = Process.Start("stty", ["-F", Path, "raw", "-echo"]);
        stty.WaitForExit();
        // Held open, or the master reads an error whenever nobody has the device file open.
        _held = File.Open(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        _master = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The device file.</summary>
    public string Path { get; }

    /// <summary>Leads the other end to a TCP port and back.</summary>
    public void LeadTo(int port) => _leading = LeadToAsync(port);

    /// <summary>Sends to who has the device file open.</summary>
    public async Task WriteAsync(string text) => await _master.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>So many bytes of what came from the device file.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await Task.Run(() => _master.ReadExactly(bytes)).WaitAsync(Daemon.Patience);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await _held.DisposeAsync(); // the last one to have the file open: the master's read ends
        await _leading;
        await _master.DisposeAsync();
    }

    private async Task LeadToAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        _ = Task.Run(() => stream.CopyToAsync(_master, bufferSize: 512));
        await Assert.ThrowsAsync<IOException>(() => Task.Run(() => _master.CopyToAsync(stream, bufferSize: 512)));
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int fd);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int fd);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    private static partial int NameOf(int fd, byte[] name, nint size);
}
