using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgePos.Provisioning;

/// <summary>Another of our programs, started and ended by this one.</summary>
internal sealed partial class ChildProgram : IAsyncDisposable
{
    private const int Sigterm = 15;

    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);

    private readonly Process _process;

    private ChildProgram(Process process) => _process = process;

    /// <summary>What it is told, line by line.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>What it says. Errors come among it where they were asked for.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program; what it says to its standard error goes to ours.</summary>
    /// <exception cref="ToolFault">It cannot be started.</exception>
    public static ChildProgram Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            return new ChildProgram(Process.Start(start)!);
        }
        catch (Win32Exception fault)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"{program} cannot be started: {fault.Message}");
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> WaitAsync(CancellationToken stop)
    {
        await _process.WaitForExitAsync(stop);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop as systemd does, waits, and ends it where it does not listen.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
            _ = SendSignal(_process.Id, Sigterm);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopDeadline);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
